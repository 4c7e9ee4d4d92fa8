package io.hexagent.infrastructure.tablesaw;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import io.hexagent.domain.dataset.UnusableDataset;
import io.hexagent.domain.dataset.UnusableDataset.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Takes the parser's cells: the first record as the header, the first rows as a sample that chooses each column's sink,
 * then every cell straight into its column's sink. Never builds a record, so that the parser runs to the end in one go.
 */
final class CsvRows extends CsvCallbackHandler<Object> {
    private static final int SAMPLE = 1000;
    private static final int CHECK_EVERY = 4096;

    private final TablesawCalculator.Options limits;
    private final SinkChoice choice;
    private final List<String> header = new ArrayList<>();
    private List<List<String>> sample = new ArrayList<>();
    private List<String> sampled = new ArrayList<>();
    private CellSink[] sinks = new CellSink[0];
    private boolean headerRead;
    private boolean sampling = true;
    private boolean empty;
    private int field;
    private boolean extra;
    private long line;
    private long shortRows;
    private long firstShort;
    private long longRows;
    private long firstLong;
    private int rows;

    /** Chooses a column's sink from its first cells; empty: the column is not wanted. */
    @FunctionalInterface
    interface SinkChoice {
        @Nullable
        CellSink choose(int column, List<String> firstCells);
    }

    CsvRows(TablesawCalculator.Options limits, SinkChoice choice) {
        this.limits = limits;
        this.choice = choice;
    }

    @Override
    protected RecordType getRecordType() {
        return empty ? RecordType.EMPTY : RecordType.DATA;
    }

    @Override
    protected int getFieldCount() {
        return field;
    }

    @Override
    protected void beginRecord(long startingLineNumber) {
        line = startingLineNumber;
        field = 0;
        empty = false;
        extra = false;
    }

    @Override
    protected void addField(char[] buffer, int offset, int length, boolean quoted) {
        int from = offset;
        int to = offset + length;
        while (from < to && isSpace(buffer[from])) {
            from++;
        }
        while (to > from && isSpace(buffer[to - 1])) {
            to--;
        }
        if (to - from > limits.maxCellChars()) {
            throw new UnusableDataset(
                    Reason.TOO_LARGE,
                    "line " + line + " has a cell of " + (to - from) + " characters; at most " + limits.maxCellChars()
                            + " are taken");
        }
        int column = field++;
        if (!headerRead) {
            if (column == limits.maxColumns()) {
                throw new UnusableDataset(
                        Reason.TOO_LARGE, "the file has more than " + limits.maxColumns() + " columns, the limit");
            }
            header.add(new String(buffer, from, to - from));
        } else if (column >= header.size()) {
            extra |= to > from;
        } else if (sampling) {
            sampled.add(new String(buffer, from, to - from));
        } else {
            CellSink sink = sinks[column];
            if (sink != null) {
                if (to > from) {
                    sink.add(buffer, from, to);
                } else {
                    sink.addMissing();
                }
            }
        }
    }

    static boolean isSpace(char c) {
        return c <= ' ' || c == '\u00a0' || c == '\ufeff';
    }

    @Override
    protected void setComment(char[] buffer, int offset, int length) {
        throw new IllegalStateException("comments are switched off");
    }

    @Override
    protected void setEmpty() {
        empty = true;
    }

    @Override
    protected @Nullable Object buildRecord() {
        if (empty || field == 0) {
            return null;
        }
        if (!headerRead) {
            headerRead = true;
            return null;
        }
        if (field < header.size()) {
            if (shortRows++ == 0) {
                firstShort = line;
            }
        } else if (extra && longRows++ == 0) {
            firstLong = line;
        }
        if (sampling) {
            while (sampled.size() < header.size()) {
                sampled.add("");
            }
            sample.add(sampled);
            sampled = new ArrayList<>(header.size());
            if (sample.size() == SAMPLE) {
                endSample();
            }
        } else {
            for (int column = field; column < sinks.length; column++) {
                CellSink sink = sinks[column];
                if (sink != null) {
                    sink.addMissing();
                }
            }
        }
        if (++rows > limits.maxRows()) {
            throw new UnusableDataset(
                    Reason.TOO_LARGE, "the file has more than " + limits.maxRows() + " rows, the limit");
        }
        if (rows % CHECK_EVERY == 0) {
            check();
        }
        return null;
    }

    private void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("reading was interrupted");
        }
        long bytes = 0;
        for (CellSink sink : sinks) {
            bytes += sink == null ? 0 : sink.bytes();
        }
        if (bytes > limits.maxTableBytes()) {
            throw new UnusableDataset(
                    Reason.TOO_LARGE,
                    "the table needs more than " + Sizes.words(limits.maxTableBytes()) + " of memory by line " + line
                            + ", the limit");
        }
    }

    @Override
    protected void terminate() {
        if (sampling) {
            endSample();
        }
    }

    private void endSample() {
        sampling = false;
        sinks = new CellSink[header.size()];
        for (int column = 0; column < sinks.length; column++) {
            int at = column;
            List<String> cells = sample.stream().map(row -> row.get(at)).toList();
            CellSink sink = choice.choose(column, cells);
            if (sink != null) {
                sinks[column] = sink;
                for (String cell : cells) {
                    if (cell.isEmpty()) {
                        sink.addMissing();
                    } else {
                        sink.add(cell.toCharArray(), 0, cell.length());
                    }
                }
            }
        }
        sample = List.of();
    }

    List<String> header() {
        return header;
    }

    int rows() {
        return rows;
    }

    /** The column's sink; null when the column was not wanted. */
    @Nullable
    CellSink sink(int column) {
        return sinks[column];
    }

    void note(ReadingNotes notes) {
        if (shortRows > 0) {
            notes.add(Sizes.count(shortRows, "row") + " too short, the first in line " + firstShort
                    + ": the cells at the end count as missing");
        }
        if (longRows > 0) {
            notes.add(Sizes.count(longRows, "row") + " too long, the first in line " + firstLong
                    + ": the cells beyond the " + header.size() + " columns of the header were left out");
        }
    }

    long longRows() {
        return longRows;
    }

    long firstLong() {
        return firstLong;
    }
}
