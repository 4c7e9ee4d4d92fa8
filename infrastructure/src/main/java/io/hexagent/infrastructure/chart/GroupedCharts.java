package io.hexagent.infrastructure.chart;

import io.hexagent.domain.dataset.Calculated;
import io.hexagent.domain.dataset.Calculation.Aggregate;
import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Grouping;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.dataset.Calculation.Sort;
import io.hexagent.domain.dataset.CalculationRefused;
import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.chart.Chart.Axis;
import io.hexagent.infrastructure.chart.Chart.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Lines and bars: one figure for each group of rows. */
final class GroupedCharts {
    static final int MOST_ROWS = 5000;
    static final int MOST_NAMED_BARS = 60;
    static final int MOST_ORDERED_BARS = 200;
    private static final int USUAL_NAMED_BARS = 30;

    private final ChartRequest request;
    private final Calculator calculator;
    private final Column x;
    private final Optional<Column> color;
    private final Measure measure;
    private final List<String> notes = new ArrayList<>();
    private Optional<Period> period;

    private GroupedCharts(ChartRequest request, Calculator calculator) {
        this.request = request;
        this.calculator = calculator;
        this.x = request.requiredX();
        this.color = request.color().filter(column -> !column.name().equals(x.name()));
        this.measure = measure(request);
        this.period = period(request);
    }

    /** @throws CalculationRefused when the request does not fit the data */
    static Chart read(ChartRequest request, Calculator calculator) {
        return new GroupedCharts(request, calculator).read();
    }

    private static Measure measure(ChartRequest request) {
        Function function = request.function().orElse(request.y().isPresent() ? Function.MEAN : Function.COUNT);
        if (request.y().isEmpty() && function != Function.COUNT) {
            throw new CalculationRefused("function \"" + function.wire() + "\" needs y, one of "
                    + request.dataset().columns().stream()
                            .filter(column -> column.type().isNumber())
                            .map(Column::name)
                            .toList());
        }
        return new Measure(function, request.y().map(Column::name), OptionalDouble.empty(), Optional.empty());
    }

    private Optional<Period> period(ChartRequest request) {
        if (request.period().isPresent() && !x.type().isTime()) {
            throw new CalculationRefused("period \"" + request.period().get().wire()
                    + "\" needs a date column for x, \"" + x.name() + "\" is "
                    + x.type().wire());
        }
        if (request.period().isEmpty()
                && request.kind() == ChartKind.BAR
                && x.type().isTime()
                && x.distinct() > MOST_NAMED_BARS) {
            Period fitting = Periods.fitting(x, MOST_NAMED_BARS);
            notes.add("grouped by " + Periods.words(fitting) + ", since " + x.name() + " has " + x.distinct()
                    + " different values; period chooses another");
            return Optional.of(fitting);
        }
        return request.period();
    }

    private Chart read() {
        if (request.kind() == ChartKind.BAR && x.type().isNumber() && !ordered() && x.distinct() > MOST_ORDERED_BARS) {
            throw new CalculationRefused("\"" + x.name() + "\" has " + x.distinct()
                    + " different numbers, a bar chart at"
                    + " most " + MOST_ORDERED_BARS + " bars; a histogram shows how they are distributed, sort and limit"
                    + " choose some");
        }
        Calculated calculated = calculate();
        notes.addAll(calculated.notes());
        var figures = new GroupedFigures(calculated.table(), x, color, scale(), period, notes);
        if (request.kind() == ChartKind.BAR) {
            int most = x.type().isNumber() || x.type().isTime() ? MOST_ORDERED_BARS : MOST_NAMED_BARS;
            figures.arrange(order(), limit(), most);
        } else if (ordered()) {
            notes.add("a line follows " + x.name() + ", so that sort was not used");
        }
        figures.keepSeries(Palette.MOST_SERIES, color.map(Column::name).orElse(""));
        List<Chart.OneSeries> series = figures.series();
        if (series.isEmpty()) {
            throw new CalculationRefused("there is nothing to draw: no row has both "
                    + x.name() + " and " + request.y().map(Column::name).orElse("a count")
                    + request.condition().map(text -> " where " + text).orElse(""));
        }
        String label = label(calculated.table());
        return new Chart(
                request.kind(),
                request.titleOr(Titles.sentence(label) + by()),
                new Axis(
                        period.map(unit -> x.name() + ", by " + Periods.words(unit))
                                .orElse(x.name()),
                        scale()),
                new Axis(Titles.sentence(label), Scale.NUMBER),
                color.map(Column::name),
                new Chart.Marks.Series(series, figures.categories()),
                calculated.method(),
                figures.table(label),
                series.stream().mapToLong(one -> one.points().size()).sum(),
                notes);
    }

    private Calculated calculate() {
        Calculated calculated = aggregate();
        // Bars of one colour are cut to the highest anyway, and the calculator has put those first.
        while (tooMany(calculated) && (request.kind() == ChartKind.LINE || color.isPresent())) {
            Optional<Period> coarser = x.type().isTime() ? Periods.coarser(period) : Optional.empty();
            if (coarser.isEmpty()) {
                throw new CalculationRefused(x.name()
                        + color.map(column -> " and " + column.name()).orElse("") + " give "
                        + calculated.table().totalRows() + " points, a chart has at most " + MOST_ROWS
                        + "; filter the rows, or choose a scatter chart or a histogram");
            }
            period = coarser;
            notes.add("grouped by " + Periods.words(coarser.get()) + ", since finer steps give "
                    + calculated.table().totalRows() + " points and a chart has at most " + MOST_ROWS);
            calculated = aggregate();
        }
        return calculated;
    }

    private static boolean tooMany(Calculated calculated) {
        return calculated.table().totalRows() > MOST_ROWS;
    }

    private Calculated aggregate() {
        var groupBy = new ArrayList<Grouping>();
        groupBy.add(new Grouping(x.name(), period));
        color.ifPresent(column -> groupBy.add(Grouping.of(column.name())));
        List<Measure> measures = request.function().isEmpty() && request.y().isPresent()
                ? List.of(measure, Measure.count())
                : List.of(measure);
        // With one series the calculator itself finds the greatest or least; with several, whole groups are compared.
        List<Sort> sort = request.kind() == ChartKind.BAR && color.isEmpty() && order() != ChartRequest.Order.NONE
                ? List.of(new Sort(measure.label(), order() == ChartRequest.Order.DESC))
                : List.of();
        return calculator.calculate(
                request.dataset(),
                new Aggregate(measures, groupBy, request.filters(), sort, OptionalInt.of(MOST_ROWS)));
    }

    private boolean ordered() {
        return request.order() != ChartRequest.Order.NONE;
    }

    private boolean named() {
        return !x.type().isNumber() && !x.type().isTime();
    }

    /** Many names without an order stand by their value, the greatest first, and only those that can be read. */
    private boolean cutUnasked() {
        return named() && !ordered() && request.limit().isEmpty() && x.distinct() > USUAL_NAMED_BARS;
    }

    private ChartRequest.Order order() {
        return cutUnasked() ? ChartRequest.Order.DESC : request.order();
    }

    private OptionalInt limit() {
        return cutUnasked() ? OptionalInt.of(USUAL_NAMED_BARS) : request.limit();
    }

    private Scale scale() {
        if (request.kind() == ChartKind.BAR
                || named()
                || period.filter(Periods::recurs).isPresent()) {
            return Scale.CATEGORY;
        }
        return x.type().isTime() ? Scale.TIME : Titles.numberScale(x);
    }

    /** The measure's name; the column's own when each group is a single row, whose mean is the row's value. */
    private String label(Table table) {
        int count = table.columns().size() - 1;
        boolean single = request.function().isEmpty()
                && request.y().isPresent()
                && table.rows().stream().allMatch(row -> row.get(count).equals(Value.of(1)));
        return single ? request.requiredY().name() : measure.label();
    }

    private String by() {
        String group = period.map(Periods::words).orElse(x.name());
        String preposition = period.isEmpty() && scale() == Scale.TIME ? " over " : " by ";
        return preposition
                + group
                + color.map(column -> " and " + column.name()).orElse("");
    }
}
