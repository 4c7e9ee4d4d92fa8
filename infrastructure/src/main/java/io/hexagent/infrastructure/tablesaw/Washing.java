package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.dataset.CalculationRefused;
import io.hexagent.domain.dataset.Cleaned;
import io.hexagent.domain.dataset.Cleaning;
import io.hexagent.domain.dataset.Cleaning.MissingAction;
import io.hexagent.domain.dataset.Cleaning.OutlierAction;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Cleans one table: decides on the typed cells which rows go and what fills gaps, then reads the file once more and
 * writes it anew cell by cell, so that each change can be told as it was written before. Not safe for use by several
 * threads.
 */
final class Washing {
    static final byte STAYS = 0;
    static final byte DUPLICATE = 1;
    static final byte OUTLIER = 2;
    private static final byte INCOMPLETE = 3;

    final LoadedTable table;
    final List<StoredColumn> columns;
    private final Cleaning cleaning;
    final ChangeLog log;
    private final List<String> notes = new ArrayList<>();
    final int rows;
    final long[][] keys;
    final byte[] fate;
    /** For a row that goes: the row that it repeats, or the column for which it goes. */
    final int[] reason;

    final RowListing.Fences[] fences;
    final String[] fills;
    final boolean[] fillsFromAbove;

    /** @param mostBytes memory that may be taken beside the table's own */
    Washing(LoadedTable table, Cleaning cleaning, int mostChanges, long mostBytes) {
        this.table = table;
        this.columns = table.columns();
        this.cleaning = cleaning;
        this.log = new ChangeLog(mostChanges);
        this.rows = table.rows();
        if (8L * rows * columns.size() > mostBytes) {
            throw new CalculationRefused("the table has " + rows + " x " + columns.size()
                    + " cells; cleaning them needs more than " + Sizes.words(mostBytes) + " of memory");
        }
        this.keys = columns.stream().map(column -> column.keys(table.all())).toArray(long[][]::new);
        this.fate = new byte[rows];
        this.reason = new int[rows];
        this.fences = new RowListing.Fences[columns.size()];
        this.fills = new String[columns.size()];
        this.fillsFromAbove = new boolean[columns.size()];
        Arrays.fill(fills, "");
        Arrays.fill(fences, RowListing.Fences.NONE);
    }

    /** @param source hands the rows of the table's file to whom it is given */
    Cleaned wash(Consumer<RawRows.Taker> source, OutputStream into) {
        cleaning.duplicates().ifPresent(this::findDuplicates);
        if (cleaning.outliers().action() != OutlierAction.KEEP) {
            findOutliers(cleaning.outliers());
        }
        if (cleaning.missing().action() != MissingAction.KEEP) {
            lookAtGaps(cleaning.missing());
        }
        long left = left();
        if (left == 0) {
            throw new CalculationRefused("no row would be left; keep the rows with missing values or outliers, or name"
                    + " the columns that matter");
        }
        try {
            var writer = new BufferedWriter(new OutputStreamWriter(into, StandardCharsets.UTF_8));
            var pass = new Rewriting(this, writer);
            pass.header();
            source.accept(pass::row);
            if (pass.rows() != rows) {
                throw new IllegalStateException(
                        "the second reading has " + pass.rows() + " rows, the first had " + rows);
            }
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the cleaned table could not be written", e);
        }
        return new Cleaned(rows, left, log.tallies(), log.changes(), log.total(), notes);
    }

    private long left() {
        long left = 0;
        for (byte one : fate) {
            left += one == STAYS ? 1 : 0;
        }
        return left;
    }

    private int[] chosen(List<String> names) {
        return names.isEmpty()
                ? IntStream.range(0, columns.size()).toArray()
                : names.stream()
                        .mapToInt(name -> Names.find("column", name, table.names()))
                        .distinct()
                        .toArray();
    }

    private void findDuplicates(List<String> names) {
        int[] by = chosen(names);
        var seen = new HashMap<RowKey, Integer>();
        for (int row = 0; row < rows; row++) {
            Integer first = seen.putIfAbsent(new RowKey(keys, by, row), row);
            if (first != null) {
                fate[row] = DUPLICATE;
                reason[row] = first;
            }
        }
    }

    /** A row as far as some columns go. */
    private static final class RowKey {
        private final long[][] keys;
        private final int[] by;
        private final int row;
        private final int hash;

        RowKey(long[][] keys, int[] by, int row) {
            this.keys = keys;
            this.by = by;
            this.row = row;
            long mixed = 17;
            for (int column : by) {
                mixed = (mixed ^ keys[column][row]) * 0x9E3779B97F4A7C15L;
                mixed ^= mixed >>> 29;
            }
            this.hash = Long.hashCode(mixed);
        }

        @Override
        public boolean equals(Object other) {
            if (!(other instanceof RowKey that) || hash != that.hash) {
                return false;
            }
            for (int column : by) {
                if (keys[column][row] != keys[column][that.row]) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private void findOutliers(Cleaning.Outliers outliers) {
        List<StoredColumn> wanted = outliers.columns().isEmpty()
                ? columns.stream().filter(column -> column.type().isNumber()).toList()
                : outliers.columns().stream()
                        .map(name -> Names.numberColumn(table, name, "finding outliers"))
                        .distinct()
                        .toList();
        var dropped = new byte[rows];
        for (StoredColumn column : wanted) {
            int place = columns.indexOf(column);
            double[] numbers = staying(column);
            Sample sample = Sample.present(numbers).sorted();
            var fence = RowListing.Fences.of(sample, outliers.method(), outliers.factor());
            if (Double.isNaN(fence.lower()) || Double.isNaN(fence.upper())) {
                continue;
            }
            fences[place] = fence;
            notes.add("\"" + column.name() + "\": outliers lie " + fence.method() + ", that is below "
                    + text(fence.lower()) + " or above " + text(fence.upper()));
            if (outliers.action() == OutlierAction.DROP_ROWS) {
                for (int row = 0; row < rows; row++) {
                    if (fate[row] == STAYS && dropped[row] == STAYS && fence.isOutside(numbers[row])) {
                        dropped[row] = OUTLIER;
                        reason[row] = place;
                    }
                }
            }
        }
        // All bounds are found before any row goes, so that the order of the columns does not matter.
        for (int row = 0; row < rows; row++) {
            if (dropped[row] != STAYS) {
                fate[row] = dropped[row];
            }
        }
    }

    /** The column's numbers, NaN where missing and in rows that go. */
    private double[] staying(StoredColumn column) {
        double[] numbers = column.numbers(table.all());
        for (int row = 0; row < rows; row++) {
            if (fate[row] != STAYS) {
                numbers[row] = Double.NaN;
            }
        }
        return numbers;
    }

    private void lookAtGaps(Cleaning.Missing missing) {
        int[] chosen = chosen(missing.columns());
        switch (missing.action()) {
            case KEEP -> {}
            case DROP_ROWS -> dropIncomplete(chosen);
            case MEAN, MEDIAN -> fillWithFigure(missing, chosen);
            case MOST_FREQUENT -> {
                for (int place : chosen) {
                    fills[place] = mostFrequent(place);
                }
            }
            case PREVIOUS -> {
                for (int place : chosen) {
                    fillsFromAbove[place] = true;
                }
            }
        }
    }

    private void dropIncomplete(int[] chosen) {
        for (int row = 0; row < rows; row++) {
            for (int place : chosen) {
                if (fate[row] == STAYS && isGap(place, row)) {
                    fate[row] = INCOMPLETE;
                    reason[row] = place;
                }
            }
        }
    }

    private boolean isGap(int place, int row) {
        return keys[place][row] == StoredColumn.MISSING || isEmptiedOutlier(place, row);
    }

    private boolean isEmptiedOutlier(int place, int row) {
        return cleaning.outliers().action() == OutlierAction.BLANK && fences[place].isOutside(number(place, row));
    }

    double number(int place, int row) {
        long key = keys[place][row];
        return switch (columns.get(place).type()) {
            case INTEGER -> key == StoredColumn.MISSING ? Double.NaN : key;
            case DECIMAL -> key == StoredColumn.MISSING ? Double.NaN : StoredColumn.numberOf(key);
            case BOOLEAN, DATE, DATETIME, TEXT -> Double.NaN;
        };
    }

    private void fillWithFigure(Cleaning.Missing missing, int[] chosen) {
        for (int place : chosen) {
            StoredColumn column = columns.get(place);
            if (!column.type().isNumber()) {
                if (!missing.columns().isEmpty()) {
                    Names.numberColumn(
                            table,
                            column.name(),
                            "filling with the " + missing.action().wire());
                }
                if (hasGap(place)) {
                    notes.add("\"" + column.name() + "\" holds no numbers: its missing values were left alone");
                }
                continue;
            }
            double[] numbers = staying(column);
            for (int row = 0; row < rows; row++) {
                numbers[row] = settled(fences[place], numbers[row]);
            }
            Sample sample = Sample.present(numbers);
            double figure = missing.action() == MissingAction.MEAN
                    ? sample.mean()
                    : sample.sorted().quantile(0.5);
            if (sample.count() > 0 && Double.isFinite(figure)) {
                fills[place] = text(figure);
            }
        }
    }

    private boolean hasGap(int place) {
        for (int row = 0; row < rows; row++) {
            if (fate[row] == STAYS && keys[place][row] == StoredColumn.MISSING) {
                return true;
            }
        }
        return false;
    }

    /** A number after outliers were dealt with. */
    double settled(RowListing.Fences fence, double number) {
        if (!fence.isOutside(number)) {
            return number;
        }
        return switch (cleaning.outliers().action()) {
            case KEEP -> number;
            case DROP_ROWS, BLANK -> Double.NaN;
            case CLIP -> number < fence.lower() ? fence.lower() : fence.upper();
        };
    }

    /** Of several the first in order. */
    private String mostFrequent(int place) {
        var counts = new HashMap<Long, Integer>();
        for (int row = 0; row < rows; row++) {
            if (fate[row] == STAYS && !isGap(place, row)) {
                counts.merge(keys[place][row], 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .max(Map.Entry.<Long, Integer>comparingByValue()
                        .thenComparing(Map.Entry.<Long, Integer>comparingByKey().reversed()))
                .map(most -> columns.get(place).value(most.getKey()).toString())
                .orElse("");
    }

    static String text(double number) {
        return Figures.value(number).toString();
    }
}
