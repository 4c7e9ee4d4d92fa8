package io.hexagent.infrastructure.chart;

import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Figures of groups, sorted into positions and series, and cut to what can be read. Used by one thread. */
final class GroupedFigures {
    static final Comparator<String> MISSING_LAST =
            Comparator.<String, Boolean>comparing(Position.MISSING::equals).thenComparing(Comparator.naturalOrder());

    private final Column x;
    private final Optional<Column> color;
    private final Optional<Period> period;
    private final List<String> notes;
    private List<Figure> figures = new ArrayList<>();

    private record Figure(Value cell, Position position, String series, Value.Number number) {
        double value() {
            return number.number().doubleValue();
        }
    }

    GroupedFigures(
            Table table,
            Column x,
            Optional<Column> color,
            Chart.Scale scale,
            Optional<Period> period,
            List<String> notes) {
        this.x = x;
        this.color = color;
        this.period = period;
        this.notes = notes;
        int value = color.isPresent() ? 2 : 1;
        int missing = 0;
        for (List<Value> row : table.rows()) {
            Optional<Position> position = Position.of(row.getFirst(), scale);
            if (position.isPresent() && row.get(value) instanceof Value.Number number) {
                String series = color.isPresent() ? Position.label(row.get(1)) : "";
                figures.add(new Figure(row.getFirst(), position.get(), series, number));
            } else {
                missing++;
            }
        }
        if (missing > 0) {
            notes.add(missing + (missing == 1 ? " group is" : " groups are") + " not drawn, having no value");
        }
        if (period.filter(Periods::recurs).isPresent()) {
            figures.sort(Comparator.comparingInt(
                    figure -> Position.inCycle(figure.cell().toString())));
        }
    }

    /** Orders whole positions by their values and leaves at most so many. */
    void arrange(ChartRequest.Order order, OptionalInt limit, int most) {
        Map<Position, Double> totals = new LinkedHashMap<>();
        figures.forEach(figure -> totals.merge(figure.position(), figure.value(), Double::sum));
        List<Position> positions = new ArrayList<>(totals.keySet());
        Comparator<Position> byTotal = Comparator.comparingDouble(position -> totals.getOrDefault(position, 0.0));
        switch (order) {
            case ASC -> positions.sort(byTotal);
            case DESC -> positions.sort(byTotal.reversed());
            case NONE -> {}
        }
        int kept = Math.min(limit.orElse(most), most);
        if (positions.size() > kept) {
            if (limit.isEmpty() || limit.getAsInt() > most || x.distinct() > limit.getAsInt()) {
                notes.add("drawn are the " + kept + " "
                        + switch (order) {
                            case ASC -> "lowest";
                            case DESC -> "highest";
                            case NONE -> "first";
                        }
                        + " of " + Math.max(positions.size(), x.distinct()) + " values of " + x.name());
            }
            positions = positions.subList(0, kept);
        }
        Map<Position, Integer> rank = new HashMap<>();
        for (Position position : positions) {
            rank.put(position, rank.size());
        }
        figures = figures.stream()
                .filter(figure -> rank.containsKey(figure.position()))
                .sorted(Comparator.comparingInt(figure -> rank.getOrDefault(figure.position(), 0)))
                .toList();
    }

    /** Leaves the series with the highest values when there are too many to tell apart. */
    void keepSeries(int most, String what) {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        figures.forEach(figure -> values.computeIfAbsent(figure.series(), name -> new ArrayList<>())
                .add(figure.value()));
        if (values.size() <= most) {
            return;
        }
        Comparator<String> byMean = Comparator.comparingDouble(name -> values.getOrDefault(name, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0));
        Set<String> kept = new HashSet<>(
                values.keySet().stream().sorted(byMean.reversed()).limit(most).toList());
        figures = figures.stream()
                .filter(figure -> kept.contains(figure.series()))
                .toList();
        notes.add("drawn are the " + most + " of " + values.size() + " values of " + what
                + " with the highest figures; a filter chooses others");
    }

    /** The series in the order of their names, points in the order of the axis. */
    List<Chart.OneSeries> series() {
        Map<String, List<Chart.Point>> byName = new LinkedHashMap<>();
        figures.stream()
                .map(Figure::series)
                .distinct()
                .sorted(MISSING_LAST)
                .forEach(name -> byName.put(name, new ArrayList<>()));
        for (Figure figure : figures) {
            byName.getOrDefault(figure.series(), new ArrayList<>())
                    .add(new Chart.Point(displayed(figure.position()), figure.value()));
        }
        return byName.entrySet().stream()
                .map(entry -> new Chart.OneSeries(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The names on the axis, in order; empty when it has none. */
    List<String> categories() {
        return figures.stream()
                .map(figure -> displayed(figure.position()))
                .filter(Position.OfCategory.class::isInstance)
                .map(position -> ((Position.OfCategory) position).label())
                .distinct()
                .toList();
    }

    private Position displayed(Position position) {
        return position instanceof Position.OfCategory category
                ? new Position.OfCategory(Periods.display(category.label(), period))
                : position;
    }

    /** The figures that are drawn, the value under the label. */
    Table table(String label) {
        var columns = new ArrayList<String>();
        columns.add(x.name());
        color.ifPresent(column -> columns.add(column.name()));
        columns.add(label);
        List<List<Value>> rows = figures.stream()
                .map(figure -> color.isPresent()
                        ? List.of(figure.cell(), Value.of(figure.series()), figure.number())
                        : List.<Value>of(figure.cell(), figure.number()))
                .toList();
        return Table.of(columns, rows);
    }
}
