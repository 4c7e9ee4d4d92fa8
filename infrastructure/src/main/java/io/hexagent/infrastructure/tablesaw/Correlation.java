package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.dataset.Calculated;
import io.hexagent.domain.dataset.Calculation.Correlate;
import io.hexagent.domain.dataset.CalculationRefused;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.value.Value;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Correlation of pairs of columns over the rows where both are present. Tablesaw's own gives NaN as soon as one value
 * is missing.
 */
final class Correlation {
    private static final int MOST_COLUMNS = 60;

    private Correlation() {}

    private record Pair(String a, String b, double coefficient, int n) {
        /** Two-sided, from Student's t with n - 2 degrees of freedom. */
        double p() {
            if (n < 3 || Double.isNaN(coefficient)) {
                return Double.NaN;
            }
            double rest = (1 - coefficient) * (1 + coefficient);
            if (rest <= 0) {
                return 0;
            }
            double t = Math.abs(coefficient) * Math.sqrt((n - 2) / rest);
            return 2 * new TDistribution(null, n - 2.0).cumulativeProbability(-t);
        }
    }

    static Calculated of(Scope scope, Correlate correlate) {
        List<StoredColumn> columns = correlate.columns().isEmpty()
                ? scope.table().columns().stream()
                        .filter(column -> column.type().isNumber())
                        .limit(MOST_COLUMNS)
                        .toList()
                : correlate.columns().stream()
                        .map(name -> Names.numberColumn(scope.table(), name, "a correlation"))
                        .distinct()
                        .toList();
        if (columns.size() < 2 || columns.size() > MOST_COLUMNS) {
            throw new CalculationRefused(
                    "a correlation needs 2 to " + MOST_COLUMNS + " different columns of numbers, there "
                            + (columns.size() == 1 ? "is 1" : "are " + columns.size()));
        }
        List<double[]> numbers =
                columns.stream().map(column -> column.numbers(scope.rows())).toList();
        var pairs = new ArrayList<Pair>();
        for (int a = 0; a < columns.size(); a++) {
            for (int b = a + 1; b < columns.size(); b++) {
                scope.goOn();
                pairs.add(
                        pair(columns.get(a).name(), columns.get(b).name(), numbers.get(a), numbers.get(b), correlate));
            }
        }
        List<List<Value>> rows = pairs.stream()
                .map(pair -> List.of(
                        Value.of(pair.a()), Value.of(pair.b()), Figures.value(pair.coefficient()), Value.of((long)
                                pair.n())))
                .toList();
        String method =
                switch (correlate.method()) {
                    case PEARSON -> "Pearson correlation over rows where both values are present";
                    case SPEARMAN ->
                        "Spearman rank correlation over rows where both values are present, ties at their mean rank";
                };
        int shown = Math.min(rows.size(), scope.mostRows());
        return scope.answer(
                method,
                new Table(List.of("a", "b", "coefficient", "n"), rows.subList(0, shown), rows.size()),
                facts(scope, pairs));
    }

    private static Value.Fields facts(Scope scope, List<Pair> pairs) {
        var facts = Value.fields();
        if (pairs.size() == 1) {
            Pair pair = pairs.getFirst();
            if (Double.isNaN(pair.coefficient())) {
                scope.note("the coefficient has no value: there are fewer than two rows or one column is constant");
            }
            return facts.put("coefficient", Figures.value(pair.coefficient()))
                    .put("n", pair.n())
                    .put("p_value", Figures.value(pair.p()))
                    .build();
        }
        pairs.stream()
                .filter(pair -> !Double.isNaN(pair.coefficient()))
                .reduce((x, y) -> Math.abs(y.coefficient()) > Math.abs(x.coefficient()) ? y : x)
                .ifPresent(pair -> facts.put("strongest_a", pair.a())
                        .put("strongest_b", pair.b())
                        .put("strongest", Figures.value(pair.coefficient())));
        return facts.build();
    }

    private static Pair pair(String a, String b, double[] left, double[] right, Correlate correlate) {
        var x = new double[left.length];
        var y = new double[left.length];
        int n = 0;
        for (int i = 0; i < left.length; i++) {
            if (!Double.isNaN(left[i]) && !Double.isNaN(right[i])) {
                x[n] = left[i];
                y[n++] = right[i];
            }
        }
        double coefficient =
                switch (correlate.method()) {
                    case PEARSON -> pearson(x, y, n);
                    case SPEARMAN -> pearson(ranks(x, n), ranks(y, n), n);
                };
        return new Pair(a, b, coefficient, n);
    }

    /** In two passes, so that large means do not cost digits; NaN for fewer than two pairs or a constant side. */
    private static double pearson(double[] x, double[] y, int n) {
        if (n < 2) {
            return Double.NaN;
        }
        Sample left = new Sample(x, 0, n);
        Sample right = new Sample(y, 0, n);
        if (left.min() == left.max() || right.min() == right.max()) {
            return Double.NaN;
        }
        double meanX = left.mean();
        double meanY = right.mean();
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < n; i++) {
            double dx = x[i] - meanX;
            double dy = y[i] - meanY;
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }
        double spread = Math.sqrt(xx) * Math.sqrt(yy);
        return spread == 0 ? Double.NaN : Math.clamp(xy / spread, -1, 1);
    }

    /** Ranks from 1, equal values at the mean of their ranks. */
    private static double[] ranks(double[] values, int n) {
        int[] order = new int[n];
        Arrays.setAll(order, i -> i);
        IntArrays.quickSort(order, (a, b) -> Double.compare(values[a], values[b]));
        var ranks = new double[n];
        int from = 0;
        while (from < n) {
            int to = from + 1;
            while (to < n && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + 1 + to) / 2.0;
            }
            from = to;
        }
        return ranks;
    }
}
