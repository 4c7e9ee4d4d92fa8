package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.dataset.Calculated;
import io.hexagent.domain.dataset.Calculation.OutlierMethod;
import io.hexagent.domain.dataset.Calculation.Outliers;
import io.hexagent.domain.dataset.Calculation.Rows;
import io.hexagent.domain.dataset.Calculation.Sort;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.value.Value;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** Rows of the table themselves: chosen ones in some order, and those that lie outside. */
final class RowListing {
    private static final double IQR_FACTOR = 1.5;
    private static final double ZSCORE_FACTOR = 3;

    private RowListing() {}

    static Calculated rows(Scope scope, Rows rows) {
        List<StoredColumn> columns = rows.columns().isEmpty()
                ? scope.table().columns()
                : rows.columns().stream()
                        .map(name -> Names.column(scope.table(), name))
                        .distinct()
                        .toList();
        int[] order = new int[scope.rows().size()];
        Arrays.setAll(order, place -> place);
        // The last key first: the sort is stable.
        for (Sort sort : rows.sort().reversed()) {
            scope.goOn();
            sort(order, Names.column(scope.table(), sort.by()).keys(scope.rows()), sort.descending());
        }
        int wanted = Math.min(order.length, rows.limit().orElse(Integer.MAX_VALUE));
        int shown = Math.min(wanted, scope.mostRows());
        int[] listed = new int[shown];
        for (int i = 0; i < shown; i++) {
            listed[i] = scope.rows().row(order[i]);
        }
        if (shown < order.length) {
            scope.note("the first " + shown + " of " + Sizes.count(order.length, "row"));
        }
        return scope.answer(
                rows.sort().isEmpty() ? "rows in file order" : "rows sorted, missing values last",
                new Table(columns.stream().map(StoredColumn::name).toList(), cells(columns, RowSet.of(listed)), wanted),
                Value.fields().put("rows_matched", order.length).build());
    }

    private static void sort(int[] order, long[] keys, boolean descending) {
        // Missing keys are the least; turned to the greatest they come last in both directions.
        IntArrays.mergeSort(order, (a, b) -> {
            boolean aMissing = keys[a] == StoredColumn.MISSING;
            boolean bMissing = keys[b] == StoredColumn.MISSING;
            if (aMissing || bMissing) {
                return Boolean.compare(aMissing, bMissing);
            }
            return descending ? Long.compare(keys[b], keys[a]) : Long.compare(keys[a], keys[b]);
        });
    }

    private static List<List<Value>> cells(List<StoredColumn> columns, RowSet rows) {
        var cells = new ArrayList<List<Value>>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            cells.add(new ArrayList<>(columns.size()));
        }
        for (StoredColumn column : columns) {
            long[] keys = column.keys(rows);
            for (int i = 0; i < keys.length; i++) {
                cells.get(i).add(column.value(keys[i]));
            }
        }
        return cells;
    }

    static Calculated outliers(Scope scope, Outliers outliers) {
        StoredColumn column = Names.numberColumn(scope.table(), outliers.column(), "finding outliers");
        double[] numbers = column.numbers(scope.rows());
        Sample sample = Sample.present(numbers).sorted();
        Fences fences = Fences.of(sample, outliers.method(), outliers.factor());
        int[] found = new int[numbers.length];
        int count = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] < fences.lower() || numbers[i] > fences.upper()) {
                found[count++] = scope.rows().row(i);
            }
        }
        int[] listed = Arrays.copyOf(found, Math.min(count, scope.mostRows()));
        var columns = new ArrayList<StoredColumn>();
        columns.add(column);
        scope.table().columns().stream().filter(other -> other != column).forEach(columns::add);
        List<List<Value>> rows = cells(columns, RowSet.of(listed));
        var numbered = new ArrayList<List<Value>>();
        for (int i = 0; i < listed.length; i++) {
            var row = new ArrayList<Value>();
            row.add(Value.of(listed[i] + 1L));
            row.addAll(rows.get(i));
            numbered.add(row);
        }
        var names = new ArrayList<String>();
        names.add(scope.table().names().contains("row") ? "row number" : "row");
        columns.forEach(one -> names.add(one.name()));
        scope.noteLeftOut(numbers.length - sample.count(), "no value in \"" + column.name() + "\"");
        return scope.answer(
                fences.method(),
                new Table(names, numbered, count),
                Value.fields()
                        .put("count", count)
                        .put(
                                "share",
                                sample.count() == 0
                                        ? Value.Absent.ABSENT
                                        : Figures.value(count / (double) sample.count()))
                        .put("lower", Figures.value(fences.lower()))
                        .put("upper", Figures.value(fences.upper()))
                        .put("rows_used", sample.count())
                        .build());
    }

    /** The bounds beyond which a value is an outlier. */
    record Fences(double lower, double upper, String method) {
        static final Fences NONE = new Fences(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, "");

        boolean isOutside(double number) {
            return number < lower || number > upper;
        }

        static Fences of(Sample sorted, OutlierMethod method, OptionalDouble factor) {
            return switch (method) {
                case IQR -> byQuartiles(sorted, factor.orElse(IQR_FACTOR));
                case ZSCORE -> byDeviations(sorted, factor.orElse(ZSCORE_FACTOR));
            };
        }

        static Fences byQuartiles(Sample sorted, double factor) {
            double first = sorted.quantile(0.25);
            double third = sorted.quantile(0.75);
            return new Fences(
                    first - factor * (third - first),
                    third + factor * (third - first),
                    "outside the quartiles (type 7) by more than " + Figures.value(factor) + " interquartile ranges");
        }

        static Fences byDeviations(Sample sample, double factor) {
            double mean = sample.mean();
            double std = sample.std();
            return new Fences(
                    mean - factor * std,
                    mean + factor * std,
                    "more than " + Figures.value(factor) + " sample standard deviations (n - 1) from the mean");
        }
    }
}
