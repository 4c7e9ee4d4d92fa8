package io.hexagent.infrastructure.tablesaw;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;

/**
 * Decides how the columns of one file are read and what their types are: by the first rows whether a column is worth
 * the fast way of numbers, after the last row whether that held. Not safe for use by several threads.
 */
final class ColumnTyping {
    /** So many of the first cells must be plain numbers for the fast way. */
    private static final double MOSTLY = 0.9;
    /** So many of all cells may be words such as "unknown" in a column of numbers. */
    private static final double MOST_WORDY = 0.05;

    private final CsvRows rows;
    private final char separator;
    private final boolean decimalCommas;
    private final BitSet again = new BitSet();
    private final Map<Integer, WordSink> readAgain = new HashMap<>();

    ColumnTyping(CsvRows rows, char separator) {
        this.rows = rows;
        this.separator = separator;
        boolean commas = false;
        for (int column = 0; column < rows.header().size(); column++) {
            if (rows.sink(column) instanceof NumberSink numbers) {
                commas |= numbers.decimalMark() == ',' && !numbers.failed() && numbers.provesMark();
            }
        }
        this.decimalCommas = commas;
        for (int column = 0; column < rows.header().size(); column++) {
            if (rows.sink(column) instanceof NumberSink numbers && !holds(numbers)) {
                again.set(column);
            }
        }
    }

    /** The sink of a column in the first reading. */
    static CellSink firstChoice(int column, List<String> firstCells, char separator) {
        int valued = 0;
        int points = 0;
        int commas = 0;
        for (String cell : firstCells) {
            if (cell.isEmpty() || Markers.isPlain(cell)) {
                continue;
            }
            valued++;
            points += NumberForm.POINT.fits(cell) ? 1 : 0;
            commas += NumberForm.COMMA.fits(cell) ? 1 : 0;
        }
        if (valued > 0 && points >= MOSTLY * valued) {
            return new NumberSink('.');
        }
        return valued > 0 && separator != ',' && commas >= MOSTLY * valued ? new NumberSink(',') : new WordSink();
    }

    /** The sink of a column in the second reading; null where the first one was good. */
    @Nullable
    CellSink secondChoice(int column, List<String> firstCells, char sameSeparator) {
        return again.get(column) ? new WordSink() : null;
    }

    BitSet columnsToReadAgain() {
        return again;
    }

    void readAgain(CsvRows second) {
        again.stream().forEach(column -> {
            if (second.sink(column) instanceof WordSink words) {
                readAgain.put(column, words);
            }
        });
    }

    private boolean holds(NumberSink numbers) {
        if (numbers.failed() || numbers.present() == 0) {
            return false;
        }
        boolean otherMark = numbers.decimalMark() == ',' ? !decimalCommas : decimalCommas;
        if (otherMark && numbers.mayBeGrouped()) {
            return false;
        }
        long wordy = 0;
        for (var entry : numbers.odd().entrySet()) {
            if (Markers.isWordy(entry.getKey())) {
                wordy += entry.getValue();
            } else if (!Markers.isPlain(entry.getKey())) {
                return false;
            }
        }
        return wordy <= MOST_WORDY * (numbers.present() + wordy);
    }

    LoadedTable table(ReadingNotes notes, Optional<TextEncoding> encoding) {
        List<String> names = names(notes);
        rows.note(notes);
        var columns = new ArrayList<StoredColumn>();
        var places = new ArrayList<Integer>();
        for (int column = 0; column < names.size(); column++) {
            StoredColumn typed = typed(column, names.get(column), notes);
            boolean nameless = rows.header().get(column).isEmpty();
            if (nameless
                    && typed.texts().length == 0
                    && typed.cells().countMissing() == rows.rows()
                    && names.size() > 1) {
                notes.add("column " + (column + 1) + " has neither a name nor values and was left out");
            } else {
                if (nameless) {
                    notes.add("column " + (column + 1) + " has no name in the header and is called \""
                            + names.get(column) + "\"");
                }
                columns.add(typed);
                places.add(column);
            }
        }
        return new LoadedTable(columns, rows.rows(), notes.list(), new LoadedTable.Origin(places, encoding));
    }

    private StoredColumn typed(int column, String name, ReadingNotes notes) {
        WordSink second = readAgain.get(column);
        if (second != null) {
            return new WordTyping(name, second, separator == ',', decimalCommas, notes).type();
        }
        return switch (rows.sink(column)) {
            case WordSink words -> new WordTyping(name, words, separator == ',', decimalCommas, notes).type();
            case NumberSink numbers -> {
                numbers.odd().forEach((word, count) -> notes.missing(name, word, count));
                if (numbers.isDecimal() && numbers.decimalMark() == ',') {
                    notes.add("column \"" + name + "\": numbers are written with " + NumberForm.COMMA.words());
                }
                yield numbers.isDecimal()
                        ? StoredColumn.of(DoubleColumn.create(name, numbers.decimalNumbers()))
                        : StoredColumn.of(LongColumn.create(name, numbers.wholeNumbers()));
            }
            case null -> throw new IllegalStateException("column " + column + " was not read");
        };
    }

    private List<String> names(ReadingNotes notes) {
        var names = new ArrayList<String>();
        var given = new HashSet<String>();
        for (String title : rows.header()) {
            given.add(clean(title));
        }
        Set<String> taken = new HashSet<>();
        boolean numeric = true;
        for (int column = 0; column < rows.header().size(); column++) {
            String title = clean(rows.header().get(column));
            numeric &= NumberForm.POINT.fits(title);
            String name = title.isEmpty() ? "column_" + (column + 1) : title;
            if (!taken.add(name)) {
                int n = 2;
                while (given.contains(name + "_" + n) || taken.contains(name + "_" + n)) {
                    n++;
                }
                notes.add("the name \"" + name + "\" stands more than once in the header; column " + (column + 1)
                        + " is called \"" + name + "_" + n + "\"");
                name = name + "_" + n;
                taken.add(name);
            }
            names.add(name);
        }
        if (numeric) {
            notes.add("all names in the header are numbers; the first line is always taken as the header");
        }
        return names;
    }

    private static String clean(String title) {
        return title.replaceAll("\\s+", " ").strip();
    }
}
