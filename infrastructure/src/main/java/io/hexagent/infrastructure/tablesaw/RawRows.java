package io.hexagent.infrastructure.tablesaw;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Hands on each row with its cells as they are written, spaces and all. Counts rows as {@link CsvRows} does: the first
 * is the header, which is passed over, and empty lines are none.
 */
final class RawRows extends CsvCallbackHandler<Object> {
    private static final int CHECK_EVERY = 4096;

    private final Taker taker;
    private final List<String> cells = new ArrayList<>();
    private boolean headerRead;
    private boolean empty;
    private long rows;

    /** Told each row in order. */
    @FunctionalInterface
    interface Taker {
        /** @param cells fewer or more than the header has when the row is too short or too long; used once */
        void row(List<String> cells);
    }

    RawRows(Taker taker) {
        this.taker = taker;
    }

    @Override
    protected RecordType getRecordType() {
        return empty ? RecordType.EMPTY : RecordType.DATA;
    }

    @Override
    protected int getFieldCount() {
        return cells.size();
    }

    @Override
    protected void beginRecord(long startingLineNumber) {
        cells.clear();
        empty = false;
    }

    @Override
    protected void addField(char[] buffer, int offset, int length, boolean quoted) {
        cells.add(new String(buffer, offset, length));
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
        if (empty || cells.isEmpty()) {
            return null;
        }
        if (!headerRead) {
            headerRead = true;
            return null;
        }
        if (++rows % CHECK_EVERY == 0 && Thread.currentThread().isInterrupted()) {
            throw new CancellationException("reading was interrupted");
        }
        taker.row(cells);
        return null;
    }
}
