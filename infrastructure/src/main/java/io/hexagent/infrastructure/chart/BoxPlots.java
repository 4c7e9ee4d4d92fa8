package io.hexagent.infrastructure.chart;

import io.hexagent.domain.dataset.Calculated;
import io.hexagent.domain.dataset.Calculation.Aggregate;
import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Grouping;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.Calculation.Rows;
import io.hexagent.domain.dataset.CalculationRefused;
import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.Filter;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.chart.Chart.Axis;
import io.hexagent.infrastructure.chart.Chart.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Quartiles, whiskers and outliers of each group. */
final class BoxPlots {
    static final int MOST_BOXES = 20;
    static final int MOST_OUTLIERS = 200;
    private static final double WHISKER = 1.5;
    private static final int FIGURES = 6;

    private final ChartRequest request;
    private final Calculator calculator;
    private final Column y;
    private final Optional<Column> group;
    private final List<String> notes = new ArrayList<>();

    private BoxPlots(ChartRequest request, Calculator calculator) {
        this.request = request;
        this.calculator = calculator;
        this.y = request.y().or(request::x).orElseGet(request::requiredY);
        this.group = request.y().isPresent() ? request.x().or(request::color) : request.color();
    }

    /** @throws CalculationRefused when the request does not fit the data */
    static Chart read(ChartRequest request, Calculator calculator) {
        return new BoxPlots(request, calculator).read();
    }

    private Chart read() {
        if (!y.type().isNumber()) {
            throw ScatterCharts.noNumber(y, "y of a box chart");
        }
        Calculated quartiles = quartiles();
        var boxes = new ArrayList<Chart.Box>();
        List<List<Value>> rows = new ArrayList<>();
        long values = 0;
        for (List<Value> row : quartiles.table().rows()) {
            Value key = group.isPresent() ? row.getFirst() : Value.Absent.ABSENT;
            List<Value> figures = row.subList(row.size() - FIGURES, row.size());
            if (figures.stream().allMatch(Value.Number.class::isInstance)) {
                Chart.Box box = box(key, figures.stream().map(BoxPlots::number).toList());
                boxes.add(box);
                values += (long) number(figures.getFirst());
                rows.add(List.of(
                        Value.of(box.group()),
                        figures.getFirst(),
                        value(box.lowWhisker()),
                        value(box.firstQuartile()),
                        value(box.median()),
                        value(box.thirdQuartile()),
                        value(box.highWhisker()),
                        Value.of(box.outliers().size())));
            }
        }
        if (boxes.isEmpty()) {
            throw new CalculationRefused("there is nothing to draw: no row has a value in " + y.name()
                    + request.condition().map(text -> " where " + text).orElse(""));
        }
        List<String> columns = List.of(
                group.map(Column::name).orElse("column"),
                "count",
                "low whisker",
                "25%",
                "median",
                "75%",
                "high whisker",
                "outliers");
        return new Chart(
                ChartKind.BOX,
                request.titleOr(group.map(column -> Titles.sentence(y.name()) + " by " + column.name())
                        .orElse("Distribution of " + y.name())),
                new Axis(group.map(Column::name).orElse(""), Scale.CATEGORY),
                new Axis(y.name(), Scale.NUMBER),
                Optional.empty(),
                new Chart.Marks.Boxes(boxes),
                quartiles.method() + "; whiskers reach the last values within 1.5 interquartile ranges of the box",
                Table.of(columns, rows),
                values,
                notes);
    }

    private Calculated quartiles() {
        List<Measure> measures = List.of(
                new Measure(Function.COUNT, Optional.of(y.name()), OptionalDouble.empty(), Optional.of("count")),
                named(Function.MIN, OptionalDouble.empty(), "min"),
                named(Function.QUANTILE, OptionalDouble.of(0.25), "25%"),
                named(Function.QUANTILE, OptionalDouble.of(0.5), "50%"),
                named(Function.QUANTILE, OptionalDouble.of(0.75), "75%"),
                named(Function.MAX, OptionalDouble.empty(), "max"));
        if (request.period().isPresent() || request.function().isPresent()) {
            throw new CalculationRefused(
                    "a box chart shows quartiles of rows; function and period belong to line and bar");
        }
        Calculated calculated = calculator.calculate(
                request.dataset(),
                new Aggregate(
                        measures,
                        group.map(column -> List.of(Grouping.of(column.name()))).orElse(List.of()),
                        request.filters(),
                        List.of(),
                        OptionalInt.of(MOST_BOXES)));
        notes.addAll(calculated.notes());
        long groups = calculated.table().totalRows();
        if (groups > MOST_BOXES) {
            notes.add("drawn are the first " + MOST_BOXES + " of " + groups + " groups; a filter chooses others");
        }
        return calculated;
    }

    private Measure named(Function function, OptionalDouble q, String name) {
        return new Measure(function, Optional.of(y.name()), q, Optional.of(name));
    }

    private Chart.Box box(Value key, List<Double> figures) {
        double min = figures.get(1);
        double first = figures.get(2);
        double third = figures.get(4);
        double max = figures.get(5);
        double low = first - WHISKER * (third - first);
        double high = third + WHISKER * (third - first);
        var outliers = new ArrayList<Double>();
        double lowWhisker = min;
        double highWhisker = max;
        if (min < low || max > high) {
            List<Double> inside = within(key, low, high);
            lowWhisker = inside.get(0);
            highWhisker = inside.get(1);
            if (min < low) {
                outliers.addAll(beyond(key, Filter.Operator.LT, low));
            }
            if (max > high) {
                outliers.addAll(beyond(key, Filter.Operator.GT, high));
            }
        }
        String label = group.isPresent() ? Position.label(key) : y.name();
        return new Chart.Box(label, lowWhisker, first, figures.get(3), third, highWhisker, outliers);
    }

    private List<Double> within(Value key, double low, double high) {
        List<Measure> ends = List.of(
                named(Function.MIN, OptionalDouble.empty(), "min"), named(Function.MAX, OptionalDouble.empty(), "max"));
        Filter between = new Filter(y.name(), Filter.Operator.BETWEEN, List.of(Value.of(low), Value.of(high)));
        return calculator
                .calculate(
                        request.dataset(),
                        new Aggregate(ends, List.of(), filters(key, between), List.of(), OptionalInt.empty()))
                .table()
                .rows()
                .getFirst()
                .stream()
                .map(BoxPlots::number)
                .toList();
    }

    private List<Double> beyond(Value key, Filter.Operator side, double fence) {
        Filter filter = new Filter(y.name(), side, List.of(Value.of(fence)));
        Table table = calculator
                .calculate(
                        request.dataset(),
                        new Rows(List.of(y.name()), filters(key, filter), List.of(), OptionalInt.of(MOST_OUTLIERS)))
                .table();
        if (table.totalRows() > table.rows().size()) {
            notes.add("of " + table.totalRows() + " outliers " + (side == Filter.Operator.LT ? "below" : "above")
                    + " the box of " + Position.label(key) + " the first "
                    + table.rows().size() + " are drawn");
        }
        return table.rows().stream().map(row -> number(row.getFirst())).toList();
    }

    private List<Filter> filters(Value key, Filter more) {
        var filters = new ArrayList<>(request.filters());
        group.ifPresent(column -> filters.add(
                key instanceof Value.Absent
                        ? new Filter(column.name(), Filter.Operator.IS_MISSING, List.of())
                        : new Filter(column.name(), Filter.Operator.EQ, List.of(key))));
        filters.add(more);
        return filters;
    }

    private static double number(Value value) {
        return value instanceof Value.Number number ? number.number().doubleValue() : Double.NaN;
    }

    /** Whole numbers without a fraction. */
    private static Value value(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15 ? Value.of((long) number) : Value.of(number);
    }
}
