package io.hexagent.infrastructure.tablesaw;

/** Some rows of a table in file order, or all of them without a list. Immutable: the array is never changed. */
final class RowSet {
    private final int size;
    private final int[] rows;

    private RowSet(int size, int[] rows) {
        this.size = size;
        this.rows = rows;
    }

    static RowSet all(int size) {
        return new RowSet(size, new int[0]);
    }

    static RowSet of(int[] rows) {
        return new RowSet(rows.length, rows);
    }

    static RowSet one(int row) {
        return new RowSet(1, new int[] {row});
    }

    int size() {
        return size;
    }

    /** The table's row (from 0) at a place of this set. */
    int row(int place) {
        return rows.length == 0 ? place : rows[place];
    }
}
