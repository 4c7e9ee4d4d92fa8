package io.hexagent.infrastructure.chart;

import io.hexagent.domain.dataset.Calculated;
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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A point for each row. */
final class ScatterCharts {
    static final int MOST_POINTS = 5000;
    private static final int MOST_READ = 100_000;

    private ScatterCharts() {}

    /** @throws CalculationRefused when the request does not fit the data */
    static Chart read(ChartRequest request, Calculator calculator) {
        Column x = request.requiredX();
        Column y = request.requiredY();
        Scale scale = x.type().isTime() ? Scale.TIME : Titles.numberScale(x);
        if (!x.type().isNumber() && !x.type().isTime()) {
            throw noNumber(x, "x of a scatter chart");
        }
        if (!y.type().isNumber()) {
            throw noNumber(y, "y of a scatter chart");
        }
        if (request.function().isPresent() || request.period().isPresent()) {
            throw new CalculationRefused(
                    "a scatter chart shows rows as they are; function and period belong to line and bar");
        }
        var columns = new ArrayList<>(List.of(x.name(), y.name()));
        request.color().ifPresent(column -> columns.add(column.name()));
        List<Filter> filters = Stream.concat(
                        request.filters().stream(),
                        Stream.of(x, y).map(column -> new Filter(column.name(), Filter.Operator.IS_PRESENT, List.of())))
                .toList();
        Calculated calculated = calculator.calculate(
                request.dataset(), new Rows(columns, filters, List.of(), OptionalInt.of(MOST_READ)));

        var notes = new ArrayList<String>();
        List<List<Value>> rows = drawn(calculated.table(), notes);
        var series = series(rows, scale, request.color(), notes);
        if (series.isEmpty()) {
            throw new CalculationRefused("there is nothing to draw: no row has both " + x.name() + " and " + y.name()
                    + request.condition().map(text -> " where " + text).orElse(""));
        }
        return new Chart(
                ChartKind.SCATTER,
                request.titleOr(Titles.sentence(y.name()) + " against " + x.name()
                        + request.color().map(column -> " by " + column.name()).orElse("")),
                new Axis(x.name(), scale),
                new Axis(y.name(), Scale.NUMBER),
                request.color().map(Column::name),
                new Chart.Marks.Series(series, List.of()),
                calculated.method(),
                new Table(columns, rows, rows.size()),
                series.stream().mapToLong(one -> one.points().size()).sum(),
                notes);
    }

    static CalculationRefused noNumber(Column column, String where) {
        return new CalculationRefused(
                "\"" + column.name() + "\" is " + column.type().wire() + ", " + where + " is a number");
    }

    /** All rows, or so many of them at even distances. */
    private static List<List<Value>> drawn(Table table, List<String> notes) {
        List<List<Value>> all = table.rows();
        if (all.size() <= MOST_POINTS) {
            return all;
        }
        var some = new ArrayList<List<Value>>(MOST_POINTS);
        for (int i = 0; i < MOST_POINTS; i++) {
            some.add(all.get((int) ((long) i * all.size() / MOST_POINTS)));
        }
        notes.add("drawn are " + MOST_POINTS + " of " + table.totalRows() + " rows, at even distances"
                + (table.totalRows() > all.size() ? " among the first " + all.size() : ""));
        return some;
    }

    private static List<Chart.OneSeries> series(
            List<List<Value>> rows, Scale scale, Optional<Column> color, List<String> notes) {
        Map<String, List<Chart.Point>> byName = new LinkedHashMap<>();
        for (List<Value> row : rows) {
            Optional<Position> position = Position.of(row.get(0), scale);
            if (position.isPresent() && row.get(1) instanceof Value.Number number) {
                String name = color.isPresent() ? Position.label(row.get(2)) : "";
                byName.computeIfAbsent(name, key -> new ArrayList<>())
                        .add(new Chart.Point(position.get(), number.number().doubleValue()));
            }
        }
        List<Chart.OneSeries> series = byName.entrySet().stream()
                .map(entry -> new Chart.OneSeries(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(Chart.OneSeries::name, GroupedFigures.MISSING_LAST))
                .toList();
        if (series.size() <= Palette.MOST_SERIES) {
            return series;
        }
        notes.add("drawn are the " + Palette.MOST_SERIES + " of " + series.size() + " values of "
                + color.map(Column::name).orElse("") + " with the most rows; a filter chooses others");
        return series.stream()
                .sorted(Comparator.comparingInt(
                                (Chart.OneSeries one) -> one.points().size())
                        .reversed())
                .limit(Palette.MOST_SERIES)
                .sorted(Comparator.comparing(Chart.OneSeries::name, GroupedFigures.MISSING_LAST))
                .toList();
    }
}
