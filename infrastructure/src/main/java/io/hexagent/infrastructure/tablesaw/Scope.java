package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.dataset.Calculated;
import io.hexagent.domain.dataset.Filter;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** The rows that a calculation is about, and the notes that gather while it goes on. Not safe for several threads. */
final class Scope {
    private final LoadedTable table;
    private final RowSet rows;
    private final int mostRows;
    private final List<String> notes = new ArrayList<>();

    private Scope(LoadedTable table, RowSet rows, int mostRows) {
        this.table = table;
        this.rows = rows;
        this.mostRows = mostRows;
    }

    static Scope of(LoadedTable table, List<Filter> filters, int mostRows) {
        var notes = new ArrayList<String>();
        RowSet rows = table.all();
        for (Filter filter : filters) {
            rows = RowFilter.of(table, filter).keep(rows, notes);
        }
        var scope = new Scope(table, rows, mostRows);
        scope.notes.addAll(notes);
        return scope;
    }

    LoadedTable table() {
        return table;
    }

    RowSet rows() {
        return rows;
    }

    /** The most rows that a result may have. */
    int mostRows() {
        return mostRows;
    }

    void note(String note) {
        notes.add(note);
    }

    void noteLeftOut(long count, String why) {
        if (count > 0) {
            notes.add(Sizes.count(count, "row") + " left out: " + why);
        }
    }

    /** @throws CancellationException when the caller has given up */
    void goOn() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("the calculation was interrupted");
        }
    }

    Calculated answer(String method, Table result, Value.Fields facts) {
        return new Calculated(method, result, facts, notes);
    }
}
