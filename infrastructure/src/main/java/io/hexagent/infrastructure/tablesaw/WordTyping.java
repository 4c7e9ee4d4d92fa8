package io.hexagent.infrastructure.tablesaw;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.IntColumn;

/**
 * Decides the type of one column from all its distinct texts, and fills the column. A form of numbers or days is taken
 * when every text fits it, but for words that stand for a missing value. Not safe for use by several threads.
 */
final class WordTyping {
    private final ColumnWords column;
    private final String name;
    private final List<String> words;
    private final int[] codes;
    private final int[] counts;
    private final boolean[] marker;
    private final ReadingNotes notes;
    private final long valued;
    private final boolean commaSplits;
    private final boolean decimalCommas;

    /**
     * @param commaSplits whether the comma separates the cells of the file
     * @param decimalCommas whether another column of the file certainly has decimal commas
     */
    WordTyping(String name, WordSink sink, boolean commaSplits, boolean decimalCommas, ReadingNotes notes) {
        this.column = new ColumnWords(name, sink, notes);
        this.name = name;
        this.words = column.words;
        this.codes = column.codes;
        this.counts = column.counts;
        this.marker = column.marker;
        this.notes = notes;
        this.valued = column.valued;
        this.commaSplits = commaSplits;
        this.decimalCommas = decimalCommas;
    }

    StoredColumn type() {
        if (valued > 0) {
            Optional<StoredColumn> typed = flags().or(
                            () -> new NumberTyping(column, commaSplits, decimalCommas).typed())
                    .or(() -> new DayTyping(column).typed());
            if (typed.isPresent()) {
                return typed.get();
            }
        }
        return text();
    }

    private Optional<StoredColumn> flags() {
        return column.fitting(word -> word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false"))
                .map(fits -> {
                    column.noteMissing(fits);
                    BooleanColumn cells = BooleanColumn.create(name, 0);
                    for (int code : codes) {
                        if (code < 0 || !fits[code]) {
                            cells.appendMissing();
                        } else {
                            cells.append((byte) (words.get(code).equalsIgnoreCase("true") ? 1 : 0));
                        }
                    }
                    return StoredColumn.of(cells);
                });
    }

    private StoredColumn text() {
        var missing = new boolean[words.size()];
        boolean codesOfTwoLetters = areCodesOfTwoLetters();
        for (int code = 0; code < missing.length; code++) {
            String word = words.get(code);
            missing[code] = valued == 0 ? marker[code] : Markers.isInText(word);
            if (missing[code] && word.equals("NA") && codesOfTwoLetters) {
                missing[code] = false;
                notes.add("column \"" + name
                        + "\": \"NA\" is kept as a value, since the others are codes of two letters too");
            }
            if (missing[code]) {
                notes.missing(name, word, counts[code]);
            }
        }
        Integer[] order = new Integer[words.size()];
        Arrays.setAll(order, code -> code);
        Arrays.sort(order, Comparator.comparing(words::get, CodePointOrder.COMPARATOR));
        var places = new int[words.size()];
        var sorted = new String[words.size()];
        int size = 0;
        for (int code : order) {
            if (missing[code]) {
                places[code] = Integer.MIN_VALUE;
            } else {
                sorted[size] = words.get(code);
                places[code] = size++;
            }
        }
        var cells = new int[codes.length];
        for (int row = 0; row < cells.length; row++) {
            cells[row] = codes[row] < 0 ? Integer.MIN_VALUE : places[codes[row]];
        }
        return StoredColumn.of(IntColumn.create(name, cells), Arrays.copyOf(sorted, size));
    }

    private boolean areCodesOfTwoLetters() {
        boolean any = false;
        for (int code = 0; code < words.size(); code++) {
            String word = words.get(code);
            if (!marker[code]) {
                if (word.length() != 2 || !word.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
                    return false;
                }
                any = true;
            }
        }
        return any;
    }
}
