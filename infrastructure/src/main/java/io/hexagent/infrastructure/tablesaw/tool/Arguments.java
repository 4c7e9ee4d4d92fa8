package io.hexagent.infrastructure.tablesaw.tool;

import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Grouping;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.dataset.Calculation.Sort;
import io.hexagent.domain.dataset.CalculationRefused;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.Filter;
import io.hexagent.domain.value.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** A tool's arguments in the words of the domain. */
record Arguments(Value.Fields fields) {

    /**
     * The data set that the arguments name, by name or id, or the first.
     *
     * @throws CalculationRefused when there is none
     */
    static Dataset dataset(Value.Fields fields, List<Dataset> datasets) {
        if (datasets.isEmpty()) {
            throw new CalculationRefused("there is no data set; add a CSV file first");
        }
        Optional<String> asked = fields.text("dataset");
        if (asked.isEmpty()) {
            return datasets.getFirst();
        }
        String name = asked.get().strip();
        return datasets.stream()
                .filter(dataset ->
                        dataset.name().equals(name) || dataset.id().value().equals(name))
                .findFirst()
                .or(() -> datasets.stream()
                        .filter(dataset -> dataset.name().equalsIgnoreCase(name)
                                || withoutEnding(dataset.name()).equalsIgnoreCase(name))
                        .findFirst())
                .orElseThrow(() -> new CalculationRefused("data set \"" + name + "\" not in "
                        + datasets.stream().map(Dataset::name).collect(Collectors.joining(", ", "[", "]"))));
    }

    private static String withoutEnding(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    String required(String name) {
        return fields.text(name).orElseThrow(() -> new CalculationRefused("argument \"" + name + "\" is missing"));
    }

    Optional<String> text(String name) {
        return fields.text(name);
    }

    List<String> texts(String name) {
        return fields.texts(name);
    }

    OptionalInt whole(String name) {
        return fields.number(name)
                .map(number -> OptionalInt.of(number.intValue()))
                .orElse(OptionalInt.empty());
    }

    OptionalDouble number(String name) {
        return fields.number(name)
                .map(number -> OptionalDouble.of(number.doubleValue()))
                .orElse(OptionalDouble.empty());
    }

    List<Double> numbers(String name) {
        return fields.items(name).stream()
                .filter(Value.Number.class::isInstance)
                .map(item -> ((Value.Number) item).number().doubleValue())
                .toList();
    }

    Optional<Period> period() {
        return fields.text("period").map(Arguments::period);
    }

    List<Filter> filters() {
        return fields.items("filters").stream().map(Arguments::filter).toList();
    }

    private static Filter filter(Value item) {
        Value.Fields filter = object("filters", item);
        Value value = filter.get("value");
        List<Value> operands =
                switch (value) {
                    case Value.Items items -> items.items();
                    case Value.Absent absent -> List.of();
                    case Value.Text text -> List.of(text);
                    case Value.Number number -> List.of(number);
                    case Value.Flag flag -> List.of(flag);
                    case Value.Fields fields -> throw new CalculationRefused("a filter's value is no object");
                };
        return new Filter(
                new Arguments(filter).required("column"),
                Filter.Operator.ofWire(new Arguments(filter).required("op")),
                operands);
    }

    List<Measure> measures() {
        return fields.items("measures").stream()
                .map(item -> {
                    Value.Fields measure = object("measures", item);
                    return new Measure(
                            Function.ofWire(new Arguments(measure).required("function")),
                            measure.text("column"),
                            new Arguments(measure).number("q"),
                            measure.text("as"));
                })
                .toList();
    }

    List<Grouping> groupBy() {
        return fields.items("group_by").stream()
                .map(item -> {
                    if (item instanceof Value.Text column) {
                        return Grouping.of(column.text());
                    }
                    Value.Fields grouping = object("group_by", item);
                    return new Grouping(
                            new Arguments(grouping).required("column"),
                            grouping.text("period").map(Arguments::period));
                })
                .toList();
    }

    List<Sort> sort() {
        return fields.items("sort").stream()
                .map(item -> {
                    Value.Fields sort = object("sort", item);
                    return new Sort(
                            new Arguments(sort).required("by"),
                            sort.text("order").filter("desc"::equals).isPresent());
                })
                .toList();
    }

    private static Period period(String wire) {
        return Arrays.stream(Period.values())
                .filter(period -> period.wire().equals(wire))
                .findFirst()
                .orElseThrow(() -> new CalculationRefused("period \"" + wire + "\" not in "
                        + Arrays.stream(Period.values())
                                .map(Period::wire)
                                .collect(Collectors.joining(", ", "[", "]"))));
    }

    private static Value.Fields object(String name, Value item) {
        if (item instanceof Value.Fields fields) {
            return fields;
        }
        throw new CalculationRefused("each item of \"" + name + "\" is an object, got \"" + item + "\"");
    }
}
