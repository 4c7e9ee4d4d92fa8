package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.dataset.Calculated;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.dataset.Calculation.Trend;
import io.hexagent.domain.dataset.CalculationRefused;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One measure over time, with its change and its least-squares line. */
final class TrendLine {
    /** A line whose whole rise is a smaller part of the mean than this is called flat. */
    private static final double FLAT = 0.01;

    private final Scope scope;
    private final Trend trend;
    private final Measure measure;
    private final StoredColumn time;

    private TrendLine(Scope scope, Trend trend) {
        this.scope = scope;
        this.trend = trend;
        this.measure = Measures.resolved(scope.table(), trend.measure());
        this.time = Names.column(scope.table(), trend.time());
        if (!time.type().isTime() && time.type() != ColumnType.INTEGER) {
            List<String> times = scope.table().columns().stream()
                    .filter(column -> column.type().isTime())
                    .map(StoredColumn::name)
                    .toList();
            throw new CalculationRefused("a trend needs a column of dates, times or whole years, \"" + time.name()
                    + "\" is " + time.type().wire() + "; columns of dates: " + Names.listed(times));
        }
    }

    static Calculated of(Scope scope, Trend trend) {
        return new TrendLine(scope, trend).calculate();
    }

    /** A period's key and its value, NaN when it has none. */
    private record Point(long key, Value name, Value value) {
        double number() {
            return value instanceof Value.Number number ? number.number().doubleValue() : Double.NaN;
        }
    }

    private Calculated calculate() {
        var byTime = new Groups.By(time, trend.period());
        Groups overall = Groups.of(scope, List.of(byTime));
        Value[] values = Measures.of(scope, overall, measure);
        var points = new ArrayList<Point>();
        for (int group = 0; group < overall.count(); group++) {
            points.add(new Point(overall.key(group, 0), overall.name(group, 0), values[group]));
        }
        noteGaps(points);
        var facts = facts(points);
        String method = "least-squares line over the periods; the slope is the change from one period to the next";
        if (trend.groupBy().isEmpty()) {
            List<List<Value>> rows = points.stream()
                    .map(point -> List.of(point.name(), point.value()))
                    .toList();
            return scope.answer(method, cut(List.of("period", measure.label()), rows), facts.build());
        }
        StoredColumn group = Names.column(scope.table(), trend.groupBy().get());
        return byGroup(byTime, group, facts, method);
    }

    private Calculated byGroup(Groups.By byTime, StoredColumn group, Value.Builder facts, String method) {
        // Groups stand outside, so that each one's periods lie together.
        Groups groups = Groups.of(scope, List.of(new Groups.By(group, Optional.empty()), byTime));
        Value[] values = Measures.of(scope, groups, measure);
        var rows = new ArrayList<List<Value>>();
        var lines = new ArrayList<Value>();
        var points = new ArrayList<Point>();
        for (int i = 0; i < groups.count(); i++) {
            var point = new Point(groups.key(i, 1), groups.name(i, 1), values[i]);
            points.add(point);
            rows.add(List.of(point.name(), groups.name(i, 0), point.value()));
            if (i + 1 == groups.count() || groups.key(i + 1, 0) != groups.key(i, 0)) {
                lines.add(line(groups.name(i, 0), points));
                points.clear();
            }
        }
        String name = group.name().equals("period") ? "group" : group.name();
        return scope.answer(
                method,
                cut(List.of("period", name, measure.label()), rows),
                facts.put("groups", Value.items(lines)).build());
    }

    private Table cut(List<String> names, List<List<Value>> rows) {
        int shown = Math.min(rows.size(), scope.mostRows());
        return new Table(names, rows.subList(0, shown), rows.size());
    }

    private Value line(Value group, List<Point> points) {
        List<Point> valued = valued(points);
        var fields = Value.fields().put("group", group);
        if (valued.isEmpty()) {
            return fields.build();
        }
        change(fields, valued);
        return fields.put("slope", Figures.value(Fit.of(valued, stepped()).slope()))
                .build();
    }

    private Value.Builder facts(List<Point> points) {
        List<Point> valued = valued(points);
        var facts = Value.fields().put("periods", points.size());
        if (valued.isEmpty()) {
            return facts;
        }
        facts.put("first_period", valued.getFirst().name());
        facts.put("last_period", valued.getLast().name());
        change(facts, valued);
        Fit fit = Fit.of(valued, stepped());
        return facts.put("slope", Figures.value(fit.slope()))
                .put("r_squared", Figures.value(fit.rSquared()))
                .put("direction", fit.direction());
    }

    private static List<Point> valued(List<Point> points) {
        return points.stream().filter(point -> !Double.isNaN(point.number())).toList();
    }

    private static void change(Value.Builder fields, List<Point> valued) {
        double first = valued.getFirst().number();
        double last = valued.getLast().number();
        fields.put("first", valued.getFirst().value())
                .put("last", valued.getLast().value())
                .put("change", Figures.value(last - first))
                .put("change_percent", Figures.value(first == 0 ? Double.NaN : (last - first) / Math.abs(first) * 100));
    }

    /** Whether consecutive periods have consecutive keys, so that a gap counts. */
    private boolean stepped() {
        return trend.period().isPresent();
    }

    private void noteGaps(List<Point> points) {
        if (points.size() < 2) {
            return;
        }
        long span = points.getLast().key() - points.getFirst().key() + 1;
        boolean cyclic = trend.period()
                .map(period ->
                        period == Period.MONTH_OF_YEAR || period == Period.DAY_OF_WEEK || period == Period.HOUR_OF_DAY)
                .orElse(false);
        if (stepped() && !cyclic && span > points.size()) {
            scope.note(Sizes.count(
                            span - points.size(), trend.period().orElseThrow().wire()) + " in between without rows");
        }
        if (!stepped() && points.size() > 2) {
            long step = points.get(1).key() - points.get(0).key();
            boolean even = true;
            for (int i = 2; i < points.size() && even; i++) {
                even = points.get(i).key() - points.get(i - 1).key() == step;
            }
            if (!even) {
                scope.note("the values of \"" + time.name()
                        + "\" are not evenly spaced; the slope is from one to the next");
            }
        }
    }

    /** The least-squares line through the points. */
    private record Fit(double slope, double rSquared, String direction) {
        static Fit of(List<Point> points, boolean stepped) {
            int n = points.size();
            var x = new double[n];
            var y = new double[n];
            for (int i = 0; i < n; i++) {
                x[i] = stepped ? points.get(i).key() - points.getFirst().key() : i;
                y[i] = points.get(i).number();
            }
            if (n < 2) {
                return new Fit(Double.NaN, Double.NaN, "flat");
            }
            double meanX = new Sample(x, 0, n).mean();
            double meanY = new Sample(y, 0, n).mean();
            double xx = 0;
            double xy = 0;
            double yy = 0;
            double size = 0;
            for (int i = 0; i < n; i++) {
                double dx = x[i] - meanX;
                double dy = y[i] - meanY;
                xx += dx * dx;
                xy += dx * dy;
                yy += dy * dy;
                size += Math.abs(y[i]) / n;
            }
            double slope = xy / xx;
            double rise = slope * (x[n - 1] - x[0]);
            String direction = Math.abs(rise) <= FLAT * size ? "flat" : rise > 0 ? "rising" : "falling";
            return new Fit(slope, yy == 0 ? Double.NaN : Math.min(1, xy * xy / (xx * yy)), direction);
        }
    }
}
