package io.hexagent.domain.dataset;

import java.util.List;
import java.util.Locale;

/**
 * What cleaning did.
 *
 * @param rowsBefore without the header
 * @param tallies how often each change was made, by column
 * @param changes the changes in the order of the rows, up to a limit
 * @param totalChanges all of them; at least {@code changes.size()}
 * @param notes what a reader should know: bounds, fill values, columns that an action did not fit
 */
public record Cleaned(
        long rowsBefore,
        long rowsAfter,
        List<Tally> tallies,
        List<Change> changes,
        long totalChanges,
        List<String> notes) {
    public Cleaned {
        tallies = List.copyOf(tallies);
        changes = List.copyOf(changes);
        notes = List.copyOf(notes);
    }

    /** What was done to a cell or a row. */
    public enum Kind {
        /** Spaces around it are gone. */
        TRIMMED,
        /** A number, day or flag is written in the usual form. */
        CONVERTED,
        /** A word for a missing value, such as NA, is an empty cell. */
        EMPTIED,
        /** The row is gone: it is the same as an earlier one. */
        DUPLICATE,
        /** The value was too far from the others. */
        OUTLIER,
        /** A missing value has been filled in. */
        FILLED,
        /** The row is gone: a value was missing. */
        INCOMPLETE;

        /** The name on the wire. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param row from 1, as in the data set before
     * @param column empty for a whole row
     */
    public record Change(long row, String column, Kind kind, String before, String after) {}

    /** @param example the first of them */
    public record Tally(String column, Kind kind, long times, Change example) {}
}
