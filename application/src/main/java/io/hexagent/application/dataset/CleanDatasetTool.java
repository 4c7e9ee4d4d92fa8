package io.hexagent.application.dataset;

import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.artifact.ArtifactDraft;
import io.hexagent.domain.artifact.ArtifactKind;
import io.hexagent.domain.dataset.Calculation.OutlierMethod;
import io.hexagent.domain.dataset.CalculationRefused;
import io.hexagent.domain.dataset.Cleaned;
import io.hexagent.domain.dataset.Cleaner;
import io.hexagent.domain.dataset.Cleaning;
import io.hexagent.domain.dataset.Cleaning.MissingAction;
import io.hexagent.domain.dataset.Cleaning.OutlierAction;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.Datasets;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.dataset.UnusableDataset;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes a new version of a data set that is clean, and a table of each change. The data set itself stays as it is. A
 * repeated call of one effect key adds one data set. Safe for use by many threads.
 */
public final class CleanDatasetTool implements Tool {
    private static final String ROUTE = "tool clean_dataset";
    private static final int LONGEST_KEY = 255;
    private static final String FORMULA_STARTS = "=+-@\t\r\n";
    private static final Pattern VERSIONED = Pattern.compile("(.*)-v(\\d{1,6})");

    private final Cleaner cleaner;
    private final AddDataset addDataset;
    private final Datasets datasets;
    private final int mostChanges;

    /** @param mostChanges how many changes are told one by one */
    public CleanDatasetTool(Cleaner cleaner, AddDataset addDataset, Datasets datasets, int mostChanges) {
        this.cleaner = cleaner;
        this.addDataset = addDataset;
        this.datasets = datasets;
        this.mostChanges = mostChanges;
    }

    @Override
    public ToolSpec spec() {
        return CleaningSpec.SPEC;
    }

    @Override
    public ToolResult call(Value.Fields arguments, ToolContext context) {
        Path file = temporary();
        try {
            Dataset dataset = dataset(arguments, context.datasets());
            Cleaned cleaned;
            try (OutputStream into = Files.newOutputStream(file)) {
                cleaned = cleaner.clean(dataset, cleaning(arguments), mostChanges, into);
            }
            if (cleaned.totalChanges() == 0) {
                return new ToolResult.Succeeded(content(dataset, dataset, cleaned)
                        .put("unchanged", true)
                        .build());
            }
            Dataset version = added(dataset, file, context);
            return new ToolResult.Succeeded(content(dataset, version, cleaned).build(), List.of(log(version, cleaned)));
        } catch (CalculationRefused | IllegalArgumentException wrong) {
            return new ToolResult.Rejected(String.valueOf(wrong.getMessage()));
        } catch (UnusableDataset unusable) {
            return new ToolResult.Failed(unusable.getMessage());
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } finally {
            delete(file);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempFile("hexagent-cleaned-", ".csv");
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static Dataset dataset(Value.Fields arguments, List<Dataset> datasets) {
        if (datasets.isEmpty()) {
            throw new CalculationRefused("there is no data set; add a CSV file first");
        }
        Optional<String> name = arguments.text("dataset").map(String::strip);
        return name.isEmpty()
                ? datasets.getFirst()
                : datasets.stream()
                        .filter(dataset -> dataset.id().value().equals(name.get())
                                || dataset.name().equalsIgnoreCase(name.get()))
                        .findFirst()
                        .orElseThrow(() -> new CalculationRefused("data set \"" + name.get() + "\" not in "
                                + datasets.stream().map(Dataset::name).toList()));
    }

    private static Cleaning cleaning(Value.Fields arguments) {
        Optional<List<String>> duplicates = arguments.flag("duplicates").orElse(true)
                ? Optional.of(arguments.texts("duplicates_by"))
                : Optional.empty();
        OutlierAction outliers = choice(arguments, "outliers", OutlierAction.values(), OutlierAction.KEEP);
        MissingAction missing = choice(arguments, "missing", MissingAction.values(), MissingAction.KEEP);
        Optional<Double> factor = arguments.number("outlier_factor").map(Number::doubleValue);
        return new Cleaning(
                duplicates,
                new Cleaning.Outliers(
                        outliers,
                        arguments.texts("outlier_columns"),
                        choice(arguments, "outlier_method", OutlierMethod.values(), OutlierMethod.IQR),
                        factor.map(OptionalDouble::of).orElse(OptionalDouble.empty())),
                new Cleaning.Missing(missing, arguments.texts("missing_columns")));
    }

    private static <T extends Enum<T>> T choice(Value.Fields arguments, String name, T[] choices, T usual) {
        return arguments
                .text(name)
                .map(text -> Stream.of(choices)
                        .filter(one -> one.name().equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(() -> new CalculationRefused(
                                "argument \"" + name + "\" \"" + text + "\" not in " + List.of(choices))))
                .orElse(usual);
    }

    private Dataset added(Dataset from, Path file, ToolContext context) throws IOException {
        var key = context.effectKey();
        try (InputStream bytes = Files.newInputStream(file)) {
            var outcome = addDataset.handle(new AddDataset.Command(
                    context.principal(),
                    new DataInput.Upload(nextName(from.name()), bytes),
                    content -> Optional.of(new RequestKey(
                            ROUTE, key.substring(Math.max(0, key.length() - LONGEST_KEY)), content.hex()))));
            return switch (outcome) {
                case AddDataset.Outcome.Added added -> added.dataset();
                case AddDataset.Outcome.Repeated repeated ->
                    datasets.find(context.principal().owner(), repeated.id())
                            .orElseThrow(() -> new CalculationRefused(
                                    "the cleaned data set \"" + repeated.id() + "\" was deleted meanwhile"));
                case AddDataset.Outcome.KeyReused reused ->
                    throw new CalculationRefused("this call was made before and had another result");
                case AddDataset.Outcome.Unusable unusable ->
                    throw new UnusableDataset(unusable.reason(), unusable.message());
                case AddDataset.Outcome.Unknown unknown ->
                    throw new IllegalStateException("an upload names no data set, got " + unknown.id());
            };
        }
    }

    /** {@code a.csv}, {@code a-v2.csv}, {@code a-v3.csv}. */
    static String nextName(String name) {
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        Matcher versioned = VERSIONED.matcher(stem);
        return versioned.matches()
                ? versioned.group(1) + "-v" + (Integer.parseInt(versioned.group(2)) + 1) + ".csv"
                : stem + "-v2.csv";
    }

    private static Value.Builder content(Dataset from, Dataset version, Cleaned cleaned) {
        var rows = cleaned.tallies().stream()
                .map(tally -> List.of(
                        Value.of(tally.column()),
                        Value.of(tally.kind().wire()),
                        Value.of(tally.times()),
                        Value.of(tally.example().row()),
                        Value.of(tally.example().before()),
                        Value.of(tally.example().after())))
                .toList();
        return Value.fields()
                .put("dataset", about(version))
                .put("cleaned_from", about(from))
                .put("rows_before", cleaned.rowsBefore())
                .put("rows_after", cleaned.rowsAfter())
                .put("changes", cleaned.totalChanges())
                .put(
                        "table",
                        Table.of(List.of("column", "change", "times", "example_row", "before", "after"), rows)
                                .toValue())
                .put(
                        "columns",
                        Value.items(version.columns().stream()
                                .map(column -> Value.fields()
                                        .put("name", column.name())
                                        .put("type", column.type().wire())
                                        .put("missing", column.missing())
                                        .build())
                                .toList()))
                .put("notes", Value.texts(cleaned.notes()));
    }

    private static Value about(Dataset dataset) {
        return Value.fields()
                .put("id", dataset.id().value())
                .put("name", dataset.name())
                .build();
    }

    /** Each change as CSV that is safe to open in a spreadsheet. */
    private static ArtifactDraft log(Dataset version, Cleaned cleaned) {
        var csv = new StringBuilder("row,column,change,before,after\r\n");
        for (Cleaned.Change change : cleaned.changes()) {
            csv.append(change.row()).append(',');
            csv.append(cell(change.column())).append(',');
            csv.append(change.kind().wire()).append(',');
            csv.append(cell(change.before())).append(',');
            csv.append(cell(change.after())).append("\r\n");
        }
        long left = cleaned.totalChanges() - cleaned.changes().size();
        if (left > 0) {
            csv.append(",,\"").append(left).append(" more changes are not listed\",,\r\n");
        }
        return new ArtifactDraft(
                ArtifactKind.TABLE,
                "Changes in " + version.name(),
                List.of(new ArtifactDraft.Rendition(Artifact.CSV, csv.toString().getBytes(StandardCharsets.UTF_8))));
    }

    private static String cell(String text) {
        boolean formula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
        String safe = formula ? "'" + text : text;
        return "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
