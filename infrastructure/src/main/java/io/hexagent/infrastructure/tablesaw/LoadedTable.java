package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.Profile;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table that was read, with what was noted while reading. It holds Tablesaw's columns without Tablesaw's Table:
 * loading that class searches the whole class path for readers. Its cells are never changed; safe for many threads.
 */
final class LoadedTable {
    private final List<StoredColumn> columns;
    private final int rows;
    private final List<String> notes;
    private final Origin origin;
    private volatile @Nullable Profile profile;

    /**
     * Where the table comes from in its file.
     *
     * @param places for each column its place among the cells of a line
     * @param encoding as it was found after the first lines had misled; empty: as the first lines tell
     */
    record Origin(List<Integer> places, Optional<TextEncoding> encoding) {
        Origin {
            places = List.copyOf(places);
        }
    }

    LoadedTable(List<StoredColumn> columns, int rows, List<String> notes, Origin origin) {
        this.columns = List.copyOf(columns);
        this.rows = rows;
        this.notes = List.copyOf(notes);
        this.origin = origin;
    }

    Origin origin() {
        return origin;
    }

    List<StoredColumn> columns() {
        return columns;
    }

    List<String> names() {
        return columns.stream().map(StoredColumn::name).toList();
    }

    int rows() {
        return rows;
    }

    RowSet all() {
        return RowSet.all(rows);
    }

    long bytes() {
        return 4096 + columns.stream().mapToLong(StoredColumn::bytes).sum();
    }

    /** Counted on the first call: a calculation needs none of it. */
    Profile profile() {
        Profile known = profile;
        if (known == null) {
            known = new Profile(rows, columns.stream().map(this::describe).toList(), notes);
            profile = known;
        }
        return known;
    }

    Column describe(StoredColumn column) {
        ColumnCount count = ColumnCount.of(column, all());
        return new Column(
                column.name(),
                column.type(),
                count.missing(),
                count.distinct(),
                column.value(count.least()),
                column.value(count.greatest()),
                count.mostFrequent(column));
    }
}
