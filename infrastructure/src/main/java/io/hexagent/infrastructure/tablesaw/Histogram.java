package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.dataset.Calculated;
import io.hexagent.domain.dataset.Calculation.Distribution;
import io.hexagent.domain.dataset.CalculationRefused;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.value.Value;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** How the values of one column are spread: bins of equal width for numbers and times, counts for the rest. */
final class Histogram {
    private static final int FEWEST_BINS = 5;
    private static final int MOST_BINS = 50;
    private static final int MOST_BINS_ASKED = 1000;

    private Histogram() {}

    static Calculated of(Scope scope, Distribution distribution) {
        StoredColumn column = Names.column(scope.table(), distribution.column());
        return switch (column.type()) {
            case INTEGER, DECIMAL -> numbers(scope, column, distribution);
            case DATE, DATETIME -> times(scope, column, distribution);
            case BOOLEAN, TEXT -> values(scope, column);
        };
    }

    private static Calculated numbers(Scope scope, StoredColumn column, Distribution distribution) {
        Sample sample = Sample.present(column.numbers(scope.rows())).sorted();
        Bins bins = Bins.of(sample, distribution);
        var rows = new ArrayList<List<Value>>();
        for (int i = 0; i < bins.counts().length; i++) {
            rows.add(List.of(
                    Figures.value(bins.edges()[i]),
                    Figures.value(bins.edges()[i + 1]),
                    Value.of((long) bins.counts()[i]),
                    Figures.value(bins.counts()[i] / (double) sample.count())));
        }
        noteMissing(scope, column, sample.count());
        return scope.answer(
                bins.method(distribution) + "; sample standard deviation (n - 1); adjusted Fisher-Pearson skewness",
                Table.of(List.of("from", "to", "count", "share"), rows),
                Value.fields()
                        .put("count", sample.count())
                        .put("mean", Figures.value(sample.mean()))
                        .put("median", Figures.value(sample.quantile(0.5)))
                        .put("std", Figures.value(sample.std()))
                        .put("min", Figures.value(sample.min()))
                        .put("max", Figures.value(sample.max()))
                        .put("skewness", Figures.value(sample.skewness()))
                        .build());
    }

    private static Calculated times(Scope scope, StoredColumn column, Distribution distribution) {
        long[] keys = column.keys(scope.rows());
        double[] numbers = Arrays.stream(keys)
                .mapToDouble(key -> key == StoredColumn.MISSING ? Double.NaN : key)
                .toArray();
        Sample sample = Sample.present(numbers).sorted();
        Bins bins = Bins.of(sample, distribution);
        var rows = new ArrayList<List<Value>>();
        for (int i = 0; i < bins.counts().length; i++) {
            rows.add(List.of(
                    time(column, bins.edges()[i]),
                    time(column, bins.edges()[i + 1]),
                    Value.of((long) bins.counts()[i]),
                    Figures.value(bins.counts()[i] / (double) sample.count())));
        }
        noteMissing(scope, column, sample.count());
        boolean none = sample.count() == 0;
        return scope.answer(
                bins.method(distribution),
                Table.of(List.of("from", "to", "count", "share"), rows),
                Value.fields()
                        .put("count", sample.count())
                        .put("min", none ? Value.Absent.ABSENT : time(column, sample.min()))
                        .put("max", none ? Value.Absent.ABSENT : time(column, sample.max()))
                        .build());
    }

    /** An edge inside a day is named by that day's start in a column of days. */
    private static Value time(StoredColumn column, double edge) {
        return Value.of(
                column.type() == ColumnType.DATE
                        ? LocalDate.ofEpochDay((long) Math.floor(edge)).toString()
                        : StoredColumn.timestamp((long) Math.floor(edge)));
    }

    private static Calculated values(Scope scope, StoredColumn column) {
        ColumnCount count = ColumnCount.of(column, scope.rows());
        long present = scope.rows().size() - count.missing();
        List<Integer> order = IntStream.range(0, count.counts().length)
                .filter(key -> count.counts()[key] > 0)
                .boxed()
                .sorted(Comparator.comparingInt((Integer key) -> count.counts()[key])
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        List<List<Value>> rows = order.stream()
                .limit(scope.mostRows())
                .map(key -> List.of(
                        column.value(key),
                        Value.of((long) count.counts()[key]),
                        Figures.value(count.counts()[key] / (double) present)))
                .toList();
        noteMissing(scope, column, (int) present);
        return scope.answer(
                "count and share of each value, the most frequent first",
                new Table(List.of("value", "count", "share"), rows, order.size()),
                Value.fields()
                        .put("distinct", count.distinct())
                        .put("most_frequent", order.isEmpty() ? Value.Absent.ABSENT : column.value(order.getFirst()))
                        .build());
    }

    private static void noteMissing(Scope scope, StoredColumn column, int present) {
        scope.noteLeftOut(scope.rows().size() - present, "no value in \"" + column.name() + "\"");
    }

    /** Bins of equal width; each includes its lower edge, the last one its upper edge too. */
    private record Bins(double[] edges, int[] counts) {
        static Bins of(Sample sorted, Distribution distribution) {
            int n = sorted.count();
            if (n == 0) {
                return new Bins(new double[1], new int[0]);
            }
            double min = sorted.min();
            double max = sorted.max();
            int bins = min == max ? 1 : distribution.bins().orElseGet(() -> freedmanDiaconis(sorted));
            if (bins < 1 || bins > MOST_BINS_ASKED) {
                throw new CalculationRefused("bins must be 1 to " + MOST_BINS_ASKED + ", got " + bins);
            }
            var edges = new double[bins + 1];
            for (int i = 0; i <= bins; i++) {
                edges[i] = i == bins ? max : min + (max - min) / bins * i;
            }
            var counts = new int[bins];
            int bin = 0;
            for (int i = 0; i < n; i++) {
                while (bin < bins - 1 && sorted.get(i) >= edges[bin + 1]) {
                    bin++;
                }
                counts[bin]++;
            }
            return new Bins(edges, counts);
        }

        /** Freedman and Diaconis (1981): width 2 IQR / n^(1/3); by Sturges where the quartiles coincide. */
        private static int freedmanDiaconis(Sample sorted) {
            int n = sorted.count();
            double width = 2 * (sorted.quantile(0.75) - sorted.quantile(0.25)) / Math.cbrt(n);
            double bins = width > 0
                    ? Math.ceil((sorted.max() - sorted.min()) / width)
                    : Math.ceil(Math.log(n) / Math.log(2)) + 1;
            return (int) Math.clamp(bins, FEWEST_BINS, MOST_BINS);
        }

        String method(Distribution distribution) {
            return counts.length + " bins of equal width"
                    + (distribution.bins().isPresent() ? "" : " (Freedman-Diaconis, 5 to 50)");
        }
    }
}
