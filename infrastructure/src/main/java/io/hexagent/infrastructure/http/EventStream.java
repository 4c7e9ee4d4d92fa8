package io.hexagent.infrastructure.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads server-sent events (WHATWG HTML, section 9.2) from bytes: {@code event} and {@code data} fields, lines ended by
 * LF, CR LF or CR. Comments, {@code id} and {@code retry} are passed over. An event that the end of the stream cuts off
 * is not told: it may be half of one.
 */
public final class EventStream {
    private static final int CHUNK = 8_192;

    /** Told each event, in order, on the thread that reads. What it throws ends the reading. */
    @FunctionalInterface
    public interface Listener {
        /** @param name empty when the event has none */
        void event(String name, String data);
    }

    private final InputStream in;
    private final int limit;
    private final byte[] chunk = new byte[CHUNK];
    private byte[] line = new byte[512];
    private int lineLength;
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private String name = "";
    private boolean afterReturn;

    private EventStream(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /**
     * Reads to the end.
     *
     * @param limit the most bytes of one line, and the most characters of one event
     * @throws IOException when reading fails or an event is over the limit
     */
    public static void read(InputStream in, int limit, Listener listener) throws IOException {
        new EventStream(in, limit).readAll(listener);
    }

    private void readAll(Listener listener) throws IOException {
        for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
            int start = 0;
            for (int i = 0; i < length; i++) {
                byte b = chunk[i];
                if (b != '\n' && b != '\r') {
                    afterReturn = false;
                    continue;
                }
                if (b == '\n' && afterReturn) {
                    afterReturn = false;
                    start = i + 1;
                    continue;
                }
                afterReturn = b == '\r';
                line(start, i, listener);
                start = i + 1;
            }
            keep(start, length);
        }
    }

    private void line(int start, int end, Listener listener) throws IOException {
        if (lineLength == 0) {
            field(chunk, start, end, listener);
        } else {
            keep(start, end);
            int length = lineLength;
            lineLength = 0;
            field(line, 0, length, listener);
        }
    }

    private void keep(int start, int end) throws IOException {
        int more = end - start;
        if (lineLength + more > limit) {
            throw new IOException("a line of the event stream has more than " + limit + " bytes");
        }
        if (lineLength + more > line.length) {
            line = Arrays.copyOf(line, Math.max(line.length * 2, lineLength + more));
        }
        System.arraycopy(chunk, start, line, lineLength, more);
        lineLength += more;
    }

    private void field(byte[] bytes, int start, int end, Listener listener) throws IOException {
        if (start == end) {
            dispatch(listener);
        } else if (begins(bytes, start, end, "data")) {
            append(value(bytes, start + 4, end));
        } else if (begins(bytes, start, end, "event")) {
            name = value(bytes, start + 5, end);
        }
    }

    private void append(String value) throws IOException {
        if (data.length() + value.length() > limit) {
            throw new IOException("an event has more than " + limit + " characters");
        }
        if (hasData) {
            data.append('\n');
        }
        data.append(value);
        hasData = true;
    }

    private void dispatch(Listener listener) {
        if (hasData) {
            listener.event(name, data.toString());
        }
        hasData = false;
        data.setLength(0);
        name = "";
    }

    private static boolean begins(byte[] bytes, int start, int end, String field) {
        int length = field.length();
        if (end - start < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[start + i] != field.charAt(i)) {
                return false;
            }
        }
        return end - start == length || bytes[start + length] == ':';
    }

    private static String value(byte[] bytes, int colon, int end) {
        int start = colon + 1;
        if (start >= end) {
            return "";
        }
        if (bytes[start] == ' ') {
            start++;
        }
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }
}
