package io.hexagent.infrastructure.chart;

import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.dataset.CalculationRefused;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.Filter;
import io.hexagent.domain.value.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads arguments that are valid under the tool's schema against the data sets of a run. */
final class ChartArguments {
    private static final int FAR = 4;

    private final Value.Fields arguments;
    private final Dataset dataset;

    private ChartArguments(Value.Fields arguments, Dataset dataset) {
        this.arguments = arguments;
        this.dataset = dataset;
    }

    /** @throws CalculationRefused when the arguments do not fit the data; the message names what is allowed */
    static ChartRequest read(Value.Fields arguments, List<Dataset> datasets) {
        return new ChartArguments(arguments, dataset(arguments.text("dataset"), datasets)).request();
    }

    private static Dataset dataset(Optional<String> name, List<Dataset> datasets) {
        if (datasets.isEmpty()) {
            throw new CalculationRefused("there is no data set in this run");
        }
        if (name.isEmpty()) {
            return datasets.getFirst();
        }
        return datasets.stream()
                .filter(dataset -> dataset.name().equalsIgnoreCase(name.get())
                        || dataset.id().value().equals(name.get()))
                .findFirst()
                .orElseThrow(() -> new CalculationRefused("data set \"" + name.get() + "\" not in "
                        + datasets.stream().map(Dataset::name).toList()));
    }

    private ChartRequest request() {
        return new ChartRequest(
                ChartKind.ofWire(arguments.text("kind").orElseThrow()),
                dataset,
                column("x"),
                column("y"),
                arguments.text("function").map(Function::ofWire),
                column("color"),
                arguments.text("period").map(period -> Period.valueOf(period.toUpperCase(Locale.ROOT))),
                whole("bins"),
                arguments
                        .text("sort")
                        .map(sort -> ChartRequest.Order.valueOf(sort.toUpperCase(Locale.ROOT)))
                        .orElse(ChartRequest.Order.NONE),
                whole("limit"),
                arguments.text("title"),
                arguments.items("filters").stream().map(this::filter).toList());
    }

    private OptionalInt whole(String name) {
        return arguments
                .number(name)
                .map(number -> OptionalInt.of(number.intValue()))
                .orElse(OptionalInt.empty());
    }

    private Filter filter(Value given) {
        if (!(given instanceof Value.Fields fields)) {
            throw new CalculationRefused("a filter is an object with column, op and value, got " + given);
        }
        Column column = find(fields.text("column").orElse(""));
        List<Value> operands =
                switch (fields.get("value")) {
                    case Value.Absent none -> List.of();
                    case Value.Items items -> items.items();
                    case Value.Text one -> List.of(one);
                    case Value.Number one -> List.of(one);
                    case Value.Flag one -> List.of(one);
                    case Value.Fields other ->
                        throw new CalculationRefused("the value of a filter is no object, got " + other);
                };
        try {
            return new Filter(
                    column.name(), Filter.Operator.ofWire(fields.text("op").orElse("")), operands);
        } catch (IllegalArgumentException e) {
            throw new CalculationRefused(e.getMessage() == null ? "unusable filter" : e.getMessage());
        }
    }

    private Optional<Column> column(String argument) {
        return arguments.text(argument).map(this::find);
    }

    private Column find(String name) {
        return dataset.column(name).orElseGet(() -> {
            List<Column> alike = dataset.columns().stream()
                    .filter(column -> column.name().strip().equalsIgnoreCase(name.strip()))
                    .toList();
            if (alike.size() == 1) {
                return alike.getFirst();
            }
            List<String> names = dataset.columns().stream().map(Column::name).toList();
            throw new CalculationRefused("column \"" + name + "\" not in " + names
                    + nearest(name, names)
                            .map(near -> "; did you mean \"" + near + "\"?")
                            .orElse(""));
        });
    }

    private static Optional<String> nearest(String name, List<String> names) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        return names.stream()
                .filter(candidate -> distance(wanted, candidate.toLowerCase(Locale.ROOT)) < FAR
                        || (wanted.length() > 2
                                && candidate.toLowerCase(Locale.ROOT).contains(wanted)))
                .min(Comparator.comparingInt(candidate -> distance(wanted, candidate.toLowerCase(Locale.ROOT))));
    }

    /** Levenshtein's distance: how many characters are inserted, left out or replaced. */
    private static int distance(String one, String other) {
        int[] previous = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] current = new int[other.length() + 1];
            current[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[other.length()];
    }
}
