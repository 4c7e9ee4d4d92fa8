package io.hexagent.infrastructure.tablesaw;

import java.util.List;
import java.util.Optional;

/**
 * The distinct texts of one column, each with its count, and which of them stand for a missing value. Its arrays are
 * read by the classes of this package that decide the column's type, and not changed.
 */
final class ColumnWords {
    /** So many of the cells may be words such as "unknown" in a column that is otherwise of numbers. */
    private static final double MOST_WORDY = 0.05;

    final String name;
    final List<String> words;
    final int[] codes;
    final int[] counts;
    final boolean[] marker;
    final ReadingNotes notes;
    /** Number of cells that are neither empty nor markers of a missing value. */
    final long valued;

    ColumnWords(String name, WordSink sink, ReadingNotes notes) {
        this.name = name;
        this.words = sink.words();
        this.codes = sink.codes();
        this.counts = sink.counts();
        this.marker = new boolean[words.size()];
        this.notes = notes;
        long cells = 0;
        for (int code = 0; code < marker.length; code++) {
            marker[code] = Markers.isPlain(words.get(code));
            if (!marker[code]) {
                cells += counts[code];
            }
        }
        this.valued = cells;
    }

    /** Whether a text fits; told again for each distinct text. */
    interface Fit {
        boolean test(String word);
    }

    /**
     * The texts that do not fit, when all of them are words for a missing value and there are few; empty when the form
     * is not the column's.
     */
    Optional<boolean[]> fitting(Fit fit) {
        var fits = new boolean[words.size()];
        long wordy = 0;
        long fitted = 0;
        for (int code = 0; code < fits.length; code++) {
            if (marker[code]) {
                continue;
            }
            String word = words.get(code);
            fits[code] = fit.test(word);
            if (fits[code]) {
                fitted += counts[code];
            } else if (Markers.isWordy(word)) {
                wordy += counts[code];
            } else {
                return Optional.empty();
            }
        }
        return fitted > 0 && wordy <= MOST_WORDY * valued ? Optional.of(fits) : Optional.empty();
    }

    /** Notes the texts that do not fit as missing values. */
    void noteMissing(boolean[] fits) {
        for (int code = 0; code < fits.length; code++) {
            if (!fits[code]) {
                notes.missing(name, words.get(code), counts[code]);
            }
        }
    }
}
