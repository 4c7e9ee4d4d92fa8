package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.dataset.Calculated;
import io.hexagent.domain.dataset.Calculation.Describe;
import io.hexagent.domain.dataset.Calculation.MissingValues;
import io.hexagent.domain.dataset.Calculation.Statistics;
import io.hexagent.domain.dataset.CalculationRefused;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.Profile;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Figures of columns one by one: what they are, their statistics, their missing cells. */
final class ColumnFigures {
    private static final int EXAMPLES = 5;

    private ColumnFigures() {}

    static Calculated describe(Scope scope, Describe describe) {
        Profile profile = scope.table().profile();
        List<StoredColumn> columns = columns(scope, describe.columns());
        var rows = new ArrayList<List<Value>>();
        for (StoredColumn stored : columns) {
            Column column = profile.columns().get(scope.table().names().indexOf(stored.name()));
            rows.add(List.of(
                    Value.of(column.name()),
                    Value.of(column.type().wire()),
                    Value.of(column.missing()),
                    Value.of(column.distinct()),
                    column.min(),
                    column.max(),
                    Value.of(examples(scope, stored, column))));
        }
        profile.notes().forEach(scope::note);
        return scope.answer(
                "types decided over all rows",
                Table.of(List.of("column", "type", "missing", "distinct", "min", "max", "examples"), rows),
                Value.fields()
                        .put("rows", profile.rows())
                        .put("columns", profile.columns().size())
                        .build());
    }

    private static String examples(Scope scope, StoredColumn stored, Column column) {
        if (!column.values().isEmpty()) {
            return String.join(
                    ", ",
                    column.values().stream()
                            .limit(EXAMPLES)
                            .map(ReadingNotes::cut)
                            .toList());
        }
        var examples = new LinkedHashSet<String>();
        int rows = Math.min(scope.rows().size(), 1000);
        for (long key : stored.keys(RowSet.all(rows))) {
            if (key != StoredColumn.MISSING && examples.size() < EXAMPLES) {
                examples.add(ReadingNotes.cut(stored.value(key).toString()));
            }
        }
        return String.join(", ", examples);
    }

    static Calculated statistics(Scope scope, Statistics statistics) {
        List<StoredColumn> columns = statistics.columns().isEmpty()
                ? scope.table().columns().stream()
                        .filter(column -> column.type().isNumber())
                        .toList()
                : statistics.columns().stream()
                        .map(name -> Names.numberColumn(scope.table(), name, "statistics"))
                        .toList();
        if (columns.isEmpty()) {
            throw new CalculationRefused("no column holds numbers; columns: "
                    + Names.listed(scope.table().names()));
        }
        Map<String, Double> extra = new LinkedHashMap<>();
        for (double q : statistics.quantiles()) {
            if (!(q >= 0 && q <= 1)) {
                throw new CalculationRefused("quantile " + q + " is not between 0 and 1");
            }
            extra.put(percent(q), q);
        }
        List.of("25%", "50%", "75%").forEach(extra::remove);
        var names = new ArrayList<>(
                List.of("column", "count", "missing", "mean", "std", "min", "25%", "50%", "75%", "max"));
        names.addAll(extra.keySet());
        var rows = new ArrayList<List<Value>>();
        for (StoredColumn column : columns) {
            scope.goOn();
            Sample sample = Sample.present(column.numbers(scope.rows())).sorted();
            var row = new ArrayList<Value>();
            row.add(Value.of(column.name()));
            row.add(Value.of((long) sample.count()));
            row.add(Value.of((long) scope.rows().size() - sample.count()));
            row.add(Figures.value(sample.mean()));
            row.add(Figures.value(sample.std()));
            row.add(Figures.value(sample.min()));
            row.add(Figures.value(sample.quantile(0.25)));
            row.add(Figures.value(sample.quantile(0.5)));
            row.add(Figures.value(sample.quantile(0.75)));
            row.add(Figures.value(sample.max()));
            extra.values().forEach(q -> row.add(Figures.value(sample.quantile(q))));
            rows.add(row);
        }
        return scope.answer(
                "arithmetic mean; sample standard deviation (n - 1); quantiles of type 7",
                Table.of(names, rows),
                Value.fields().put("rows_used", scope.rows().size()).build());
    }

    private static String percent(double q) {
        return BigDecimal.valueOf(q).movePointRight(2).stripTrailingZeros().toPlainString() + "%";
    }

    static Calculated missing(Scope scope, MissingValues missing) {
        List<StoredColumn> columns = columns(scope, missing.columns());
        int all = scope.rows().size();
        var incomplete = new boolean[all];
        var rows = new ArrayList<List<Value>>();
        long total = 0;
        for (StoredColumn column : columns) {
            scope.goOn();
            long[] keys = column.keys(scope.rows());
            long count = 0;
            for (int i = 0; i < keys.length; i++) {
                if (keys[i] == StoredColumn.MISSING) {
                    count++;
                    incomplete[i] = true;
                }
            }
            total += count;
            rows.add(List.of(Value.of(column.name()), Value.of(count), Figures.value(count / (double) all)));
        }
        long rowsWithMissing = 0;
        for (boolean one : incomplete) {
            rowsWithMissing += one ? 1 : 0;
        }
        return scope.answer(
                "count and share of cells without a value",
                Table.of(List.of("column", "missing", "share"), rows),
                Value.fields()
                        .put("total_missing", total)
                        .put("rows_with_missing", rowsWithMissing)
                        .put("complete_rows", all - rowsWithMissing)
                        .put("rows", all)
                        .build());
    }

    private static List<StoredColumn> columns(Scope scope, List<String> names) {
        return names.isEmpty()
                ? scope.table().columns()
                : names.stream().map(name -> Names.column(scope.table(), name)).toList();
    }
}
