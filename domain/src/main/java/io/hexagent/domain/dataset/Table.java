package io.hexagent.domain.dataset;

import io.hexagent.domain.value.Value;
import java.util.List;

/**
 * Rows of values under named columns. Numbers are {@link Value.Number}, days and times ISO-8601 text, missing cells
 * {@link Value.Absent}.
 *
 * @param rows each as long as {@code columns}
 * @param totalRows number of rows before a cut; at least {@code rows.size()}. A limit that was asked for is no cut
 */
public record Table(List<String> columns, List<List<Value>> rows, long totalRows) {
    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<Value> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "a row has " + row.size() + " cells under " + columns.size() + " columns");
            }
        }
        if (totalRows < rows.size()) {
            throw new IllegalArgumentException("totalRows " + totalRows + " is less than " + rows.size());
        }
    }

    public static Table of(List<String> columns, List<List<Value>> rows) {
        return new Table(columns, rows, rows.size());
    }

    /** The rows as objects keyed by column. */
    public List<Value> records() {
        return rows.stream()
                .<Value>map(row -> {
                    var record = Value.fields();
                    for (int i = 0; i < row.size(); i++) {
                        record.put(columns.get(i), row.get(i));
                    }
                    return record.build();
                })
                .toList();
    }

    /** {@code {columns: [...], rows: [[...]], total_rows}}, as it stands in tool results and on the wire. */
    public Value.Fields toValue() {
        return Value.fields()
                .put("columns", Value.texts(columns))
                .put("rows", Value.items(rows.stream().map(Value::items).toList()))
                .put("total_rows", totalRows)
                .build();
    }

    /** The table that {@link #toValue} wrote; empty columns and rows where the fields are missing. */
    public static Table of(Value.Fields fields) {
        List<List<Value>> rows = fields.items("rows").stream()
                .map(row -> row instanceof Value.Items items ? items.items() : List.<Value>of())
                .toList();
        long total = fields.number("total_rows").map(Number::longValue).orElse((long) rows.size());
        return new Table(fields.texts("columns"), rows, Math.max(total, rows.size()));
    }
}
