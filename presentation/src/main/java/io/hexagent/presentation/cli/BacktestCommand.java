package io.hexagent.presentation.cli;

import io.hexagent.application.dataset.DataInput;
import io.hexagent.application.strategy.BacktestFields;
import io.hexagent.application.strategy.CheckLookAhead;
import io.hexagent.application.strategy.DrawBacktest;
import io.hexagent.application.strategy.Refusal;
import io.hexagent.application.strategy.RunBacktest;
import io.hexagent.application.strategy.StudyFields;
import io.hexagent.application.strategy.SweepStrategy;
import io.hexagent.application.strategy.Variation;
import io.hexagent.application.strategy.WalkForwardStrategy;
import io.hexagent.application.strategy.outside.BacktestOutside;
import io.hexagent.application.strategy.outside.ExportStrategy;
import io.hexagent.config.Hexagent;
import io.hexagent.config.Settings;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.artifact.ArtifactDraft;
import io.hexagent.domain.strategy.BacktestReport;
import io.hexagent.domain.strategy.Objective;
import io.hexagent.domain.strategy.PrefixCheck;
import io.hexagent.domain.strategy.Sweep;
import io.hexagent.domain.strategy.WalkForward;
import io.hexagent.domain.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries a strategy on past prices. Keeps nothing, so that no database is started unless a data set is asked for. */
@Command(
        name = "backtest",
        description = "Tries a trading strategy on past prices: figures beside buying and holding, trades, charts.",
        mixinStandardHelpOptions = true)
final class BacktestCommand implements Callable<Integer> {
    private static final long MOST_BYTES = 1 << 20;
    private static final int MOST_RANKED = 20;
    private static final String LEAN = "lean";
    private static final Pattern WINDOWS = Pattern.compile("(\\d{1,8})/(\\d{1,8})");
    private static final String UNKNOWN_SYMBOL = "unknown-symbol";

    private final Surroundings around;

    @Parameters(paramLabel = "STRATEGY", description = "The strategy's document, YAML or JSON.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "A CSV file of bars (date, open, high, low, close, volume) instead of the symbol's series.")
    private @Nullable Path data;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Write charts (PNG, SVG, Vega-Lite, CSV) and the trades (trades.csv) there.")
    private @Nullable Path out;

    @Option(
            names = "--sweep",
            paramLabel = "NUMBER=VALUES",
            description =
                    "Try other values of a number too, as rsi.length=7..21:7 or sma.length=50=20,50; several times"
                            + " for all combinations.")
    private List<String> sweep = List.of();

    @Option(
            names = "--walk-forward",
            paramLabel = "TRAIN/TEST",
            description = "Choose the --sweep values on TRAIN bars and try them on the TEST bars that follow, over and"
                    + " over.")
    private @Nullable String walkForward;

    @Option(names = "--anchored", description = "Let each training begin at the first bar.")
    private boolean anchored;

    @Option(
            names = "--objective",
            paramLabel = "FIGURE",
            description = "What the best is chosen by: sharpe (usual), sortino, calmar, cagr, total_return,"
                    + " profit_factor.")
    private String objective = Objective.SHARPE.wire();

    @Option(names = "--check-look-ahead", description = "Show that no rule sees a later bar.")
    private boolean lookAhead;

    @Option(
            names = "--lean",
            description = "Print the strategy as an algorithm of QuantConnect's Lean (Python) instead.")
    private boolean lean;

    @Option(names = "--lean-run", description = "Try it with Lean, where that is installed, instead.")
    private boolean leanRun;

    BacktestCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        String code = read();
        var asked = new Asked(code, parameters(), windows(), objective());
        Optional<OutDirectory> directory = Optional.ofNullable(out).map(OutDirectory::at);
        Settings settings = around.settings().apply(Map.of());
        try (Hexagent hexagent = around.openWithoutStorage(settings)) {
            if (lean || leanRun) {
                return lean ? export(hexagent, code) : outside(hexagent, code);
            }
            RunBacktest.Outcome outcome = tried(hexagent, code);
            if (!isElsewhere(outcome, settings)) {
                return finish(hexagent, asked, outcome, directory);
            }
        }
        // A data set of the store may have the symbol.
        try (Hexagent hexagent = around.open(settings)) {
            return finish(hexagent, asked, tried(hexagent, code), directory);
        }
    }

    private int export(Hexagent hexagent, String code) {
        return switch (hexagent.exportStrategy().handle(new ExportStrategy.Command(code, LEAN))) {
            case ExportStrategy.Outcome.Wrong wrong -> wrong(hexagent, new Refusal.Wrong(wrong.errors(), code));
            case ExportStrategy.Outcome.UnknownFormat unknown ->
                throw new IllegalStateException("Lean is not among " + unknown.known());
            case ExportStrategy.Outcome.Written written -> {
                if (json) {
                    around.out()
                            .println(hexagent.json()
                                    .write(Value.fields()
                                            .put("file", written.file())
                                            .put("code", written.code())
                                            .put("notes", Value.texts(written.notes()))
                                            .build()));
                } else {
                    around.out().print(written.code());
                    written.notes().forEach(note -> around.err().println("hexagent: " + Text.oneLine(note)));
                }
                yield Exit.OK;
            }
        };
    }

    private int outside(Hexagent hexagent, String code) {
        return switch (hexagent.backtestOutside().handle(new BacktestOutside.Command(code, LEAN))) {
            case BacktestOutside.Outcome.Wrong wrong -> wrong(hexagent, new Refusal.Wrong(wrong.errors(), code));
            case BacktestOutside.Outcome.UnknownEngine unknown ->
                throw new IllegalStateException("Lean is not among " + unknown.known());
            case BacktestOutside.Outcome.NotInstalled not -> throw Failure.failed("not_installed", not.message());
            case BacktestOutside.Outcome.Finished finished -> {
                if (json) {
                    var statistics = Value.fields();
                    finished.statistics().forEach(statistics::put);
                    around.out()
                            .println(hexagent.json()
                                    .write(Value.fields()
                                            .put("engine", LEAN)
                                            .put("statistics", statistics.build())
                                            .build()));
                } else {
                    finished.statistics()
                            .forEach((name, figure) -> around.out()
                                    .println(Text.padded(Text.oneLine(name), 30, false) + Text.oneLine(figure)));
                }
                yield Exit.OK;
            }
        };
    }

    private record Asked(
            String code,
            List<Sweep.Parameter> parameters,
            Optional<WalkForward.Windows> windows,
            Objective objective) {}

    /** What is plainly wrong is said before anything is started. */
    private String read() {
        try {
            if (!Files.exists(file)) {
                throw Failure.unusable("not_found", "there is no file " + file);
            }
            if (!Files.isRegularFile(file)) {
                throw Failure.unusable("not_a_file", file + " is no file; name a strategy's document");
            }
            if (Files.size(file) > MOST_BYTES) {
                throw Failure.unusable("too_large", file + " has more than " + MOST_BYTES + " bytes");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException problem) {
            throw Failure.unusable("not_readable", file + " cannot be read as UTF-8 text");
        }
    }

    private List<Sweep.Parameter> parameters() {
        try {
            return sweep.stream().map(Variation::of).toList();
        } catch (IllegalArgumentException wrong) {
            throw Failure.unusable("usage", "--sweep " + wrong.getMessage());
        }
    }

    private Optional<WalkForward.Windows> windows() {
        if (walkForward == null) {
            return Optional.empty();
        }
        Matcher matcher = WINDOWS.matcher(walkForward);
        if (!matcher.matches()) {
            throw Failure.unusable("usage", "--walk-forward \"" + walkForward + "\" is no TRAIN/TEST, as 500/100");
        }
        if (sweep.isEmpty()) {
            throw Failure.unusable("usage", "--walk-forward needs --sweep, the values to choose from");
        }
        try {
            return Optional.of(new WalkForward.Windows(
                    Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), anchored));
        } catch (IllegalArgumentException wrong) {
            throw Failure.unusable("usage", "--walk-forward: " + wrong.getMessage());
        }
    }

    private Objective objective() {
        return Objective.of(objective)
                .orElseThrow(() -> Failure.unusable(
                        "usage",
                        "--objective \"" + objective + "\" not in "
                                + Arrays.stream(Objective.values())
                                        .map(Objective::wire)
                                        .toList()));
    }

    private RunBacktest.Outcome tried(Hexagent hexagent, String code) {
        return hexagent.runBacktest().handle(new RunBacktest.Command(Principal.LOCAL, code, data()));
    }

    private Optional<DataInput> data() {
        return Optional.ofNullable(data).map(DataInput::file);
    }

    /** Whether the symbol could be a data set of the store, as far as there is one already. */
    private boolean isElsewhere(RunBacktest.Outcome outcome, Settings settings) {
        boolean unknown = outcome instanceof RunBacktest.Outcome.NotTried not
                && not.why() instanceof Refusal.Wrong wrong
                && wrong.errors().stream().anyMatch(error -> error.code().equals(UNKNOWN_SYMBOL));
        return unknown
                && !settings.storage().kind().equals("memory")
                && (settings.storage().databaseUrl().isPresent()
                        || Files.isDirectory(settings.home().resolve("postgres")));
    }

    private int finish(Hexagent hexagent, Asked asked, RunBacktest.Outcome outcome, Optional<OutDirectory> directory) {
        return switch (outcome) {
            case RunBacktest.Outcome.NotTried not -> refused(hexagent, not.why());
            case RunBacktest.Outcome.Tried tried -> report(hexagent, asked, tried.report(), directory);
        };
    }

    private int report(Hexagent hexagent, Asked asked, BacktestReport report, Optional<OutDirectory> directory) {
        Value.Fields fields = BacktestFields.report(report);
        var text = new BacktestText(around);
        List<String> lines = new ArrayList<>(text.report(report));
        if (lookAhead) {
            switch (hexagent.checkLookAhead()
                    .handle(new CheckLookAhead.Command(
                            Principal.LOCAL, asked.code(), data(), CheckLookAhead.USUAL_PREFIXES))) {
                case CheckLookAhead.Outcome.NotChecked not -> {
                    return refused(hexagent, not.why());
                }
                case CheckLookAhead.Outcome.Checked checked -> {
                    fields = fields.with("look_ahead", StudyFields.lookAhead(checked.finding()));
                    lines.addAll(text.lookAhead(checked.finding()));
                    if (checked.finding() instanceof PrefixCheck.Finding.LooksAhead) {
                        print(hexagent, fields, lines);
                        return Exit.FAILED;
                    }
                }
            }
        }
        if (!asked.parameters().isEmpty()) {
            switch (hexagent.sweepStrategy()
                    .handle(new SweepStrategy.Command(
                            Principal.LOCAL, asked.code(), data(), asked.parameters(), asked.objective()))) {
                case SweepStrategy.Outcome.NotSwept not -> {
                    return refused(hexagent, not.why());
                }
                case SweepStrategy.Outcome.Swept swept -> {
                    fields = fields.with("sweep", StudyFields.sweep(swept.report(), MOST_RANKED));
                    lines.addAll(text.sweep(swept.report()));
                }
            }
        }
        if (asked.windows().isPresent()) {
            switch (hexagent.walkForwardStrategy()
                    .handle(new WalkForwardStrategy.Command(
                            Principal.LOCAL,
                            asked.code(),
                            data(),
                            asked.parameters(),
                            asked.objective(),
                            asked.windows().get()))) {
                case WalkForwardStrategy.Outcome.NotWalked not -> {
                    return refused(hexagent, not.why());
                }
                case WalkForwardStrategy.Outcome.Walked walked -> {
                    fields = fields.with("walk_forward", StudyFields.walkForward(walked.report(), walked.times()));
                    lines.addAll(text.walkForward(walked.report(), walked.times()));
                }
            }
        }
        if (directory.isPresent()) {
            List<Path> files = write(hexagent, report, directory.get());
            fields = fields.with(
                    "files", Value.texts(files.stream().map(Path::toString).toList()));
            lines.add("");
            lines.add("Files:");
            files.forEach(one -> lines.add("  " + one));
        }
        print(hexagent, fields, lines);
        return Exit.OK;
    }

    private void print(Hexagent hexagent, Value.Fields fields, List<String> lines) {
        if (json) {
            around.out().println(hexagent.json().write(fields));
        } else {
            lines.forEach(around.out()::println);
        }
    }

    private static List<Path> write(Hexagent hexagent, BacktestReport report, OutDirectory directory) {
        List<ArtifactDraft> charts =
                switch (hexagent.drawBacktest().handle(new DrawBacktest.Command(report))) {
                    case DrawBacktest.Outcome.Drawn drawn -> drawn.charts();
                    case DrawBacktest.Outcome.NotDrawn not ->
                        throw Failure.failed("not_drawn", not.why().message());
                };
        var files = new ArrayList<>(directory.write(charts));
        files.add(directory.write("trades", BacktestFields.tradeTable(report, Integer.MAX_VALUE)));
        return files;
    }

    private int refused(Hexagent hexagent, Refusal why) {
        return switch (why) {
            case Refusal.Wrong wrong -> wrong(hexagent, wrong);
            case Refusal.Unusable unusable ->
                throw Failure.unusable(
                        "unusable_dataset_" + unusable.reason().name().toLowerCase(Locale.ROOT), unusable.message());
            case Refusal.UnknownDataset unknown -> throw Failure.unusable("unknown_dataset", unknown.message());
            case Refusal.Invalid invalid -> throw Failure.unusable("invalid", invalid.message());
            case Refusal.Busy busy -> throw Failure.failed("busy", busy.message());
            case Refusal.TooLong late -> throw Failure.failed("too_long", late.message());
        };
    }

    private int wrong(Hexagent hexagent, Refusal.Wrong wrong) {
        around.err().println("hexagent: " + Text.oneLine(file + ": " + wrong.message()));
        around.err().println();
        Text.clean(wrong.text()).lines().forEach(around.err()::println);
        if (json) {
            around.out()
                    .println(hexagent.json()
                            .write(Value.fields()
                                    .put(
                                            "error",
                                            Value.fields()
                                                    .put("code", "invalid_strategy")
                                                    .put("message", wrong.message())
                                                    .build())
                                    .put("errors", BacktestFields.errors(wrong.errors()))
                                    .build()));
        }
        return Exit.UNUSABLE;
    }
}
