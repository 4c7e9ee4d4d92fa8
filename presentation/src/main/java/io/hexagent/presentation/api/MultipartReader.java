package io.hexagent.presentation.api;

import io.micronaut.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code multipart/form-data} (RFC 7578) part by part from a stream, in memory that does not grow with the parts:
 * a file goes to its reader while it still comes in. Not safe for use by several threads.
 */
final class MultipartReader {
    private static final int BUFFER = 1 << 16;
    private static final int MOST_HEADERS = 8192;
    private static final int MOST_PARTS = 100;
    private static final int LONGEST_BOUNDARY = 70;
    private static final Pattern BOUNDARY = Pattern.compile("(?i);\\s*boundary=(?:\"([^\"\\r\\n]+)\"|([^;\\s\"]+))");
    private static final Pattern NAME = Pattern.compile("(?i);\\s*name=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;\\s]+))");
    private static final Pattern FILE_NAME =
            Pattern.compile("(?i);\\s*filename=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;\\s]+))");

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer;
    private int from;
    private int to;
    private int parts;
    private boolean ended;

    /**
     * @param contentType the request's Content-Type, with its boundary
     * @throws Problem 400 when there is no usable boundary
     */
    MultipartReader(InputStream in, String contentType) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        String text = boundary.find() ? group(boundary) : "";
        if (text.isEmpty() || text.length() > LONGEST_BOUNDARY) {
            throw malformed("its Content-Type names no boundary of 1 to " + LONGEST_BOUNDARY + " characters");
        }
        this.in = in;
        this.delimiter = ("\r\n--" + text).getBytes(StandardCharsets.ISO_8859_1);
        this.buffer = new byte[BUFFER];
        // The first delimiter has no line break before it: this one stands in for it.
        buffer[0] = '\r';
        buffer[1] = '\n';
        this.to = 2;
    }

    /** One part. @param fileName present for a file @param content to the part's end; it need not be closed */
    record Part(String name, Optional<String> fileName, InputStream content) {}

    /**
     * The next part; what is left of the one before is skipped.
     *
     * @throws Problem 400 when the body is no such form
     */
    Optional<Part> next() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        try (InputStream rest = new Content()) {
            rest.skipNBytes(0);
            rest.transferTo(java.io.OutputStream.nullOutputStream());
        }
        if (!fill(delimiter.length + 2)) {
            throw malformed("it ends in the middle");
        }
        from += delimiter.length;
        if (buffer[from] == '-' && buffer[from + 1] == '-') {
            ended = true;
            return Optional.empty();
        }
        if (++parts > MOST_PARTS) {
            throw malformed("it has more than " + MOST_PARTS + " parts");
        }
        line();
        Map<String, String> headers = headers();
        String disposition = headers.getOrDefault("content-disposition", "");
        Matcher name = NAME.matcher(disposition);
        if (!name.find()) {
            throw malformed("a part has no name");
        }
        Matcher file = FILE_NAME.matcher(disposition);
        return Optional.of(new Part(
                unescaped(group(name)),
                file.find() ? Optional.of(baseName(unescaped(group(file)))) : Optional.empty(),
                new Content()));
    }

    private Map<String, String> headers() throws IOException {
        var headers = new HashMap<String, String>();
        int read = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            read += line.length();
            int colon = line.indexOf(':');
            if (colon < 1 || read > MOST_HEADERS) {
                throw malformed("a part's headers cannot be read");
            }
            headers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    /** Up to the next line break, which is taken too. */
    private String line() throws IOException {
        for (int length = 0; length < MOST_HEADERS; length++) {
            if (!fill(length + 2)) {
                throw malformed("it ends in the middle");
            }
            if (buffer[from + length] == '\r' && buffer[from + length + 1] == '\n') {
                String line = new String(buffer, from, length, StandardCharsets.UTF_8);
                from += length + 2;
                return line;
            }
        }
        throw malformed("a part's header is longer than " + MOST_HEADERS + " bytes");
    }

    /** Sees to it that so many bytes are in the buffer; false when the stream ends before. */
    private boolean fill(int count) throws IOException {
        if (to - from >= count) {
            return true;
        }
        if (buffer.length - from < count) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        while (to - from < count) {
            int n = in.read(buffer, to, buffer.length - to);
            if (n < 0) {
                return false;
            }
            to += n;
        }
        return true;
    }

    /** How many bytes at the front of the buffer are surely no part of a delimiter. */
    private int safe() {
        for (int i = from; i < to; i++) {
            int j = 0;
            while (j < delimiter.length && i + j < to && buffer[i + j] == delimiter[j]) {
                j++;
            }
            if (j == delimiter.length || i + j == to) {
                return i - from;
            }
        }
        return to - from;
    }

    /** The bytes up to the next delimiter. */
    private final class Content extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int safe = safe();
            if (safe == 0) {
                if (!fill(delimiter.length)) {
                    throw malformed("it ends in the middle");
                }
                safe = safe();
                if (safe == 0) {
                    return -1;
                }
            }
            int n = Math.min(safe, length);
            System.arraycopy(buffer, from, target, offset, n);
            from += n;
            return n;
        }
    }

    private static Problem malformed(String why) {
        return Problem.of(HttpStatus.BAD_REQUEST, "malformed_form", "the multipart form cannot be read: " + why);
    }

    private static String group(Matcher matcher) {
        String quoted = matcher.group(1);
        return quoted == null ? String.valueOf(matcher.group(2)) : quoted;
    }

    private static String unescaped(String text) {
        return text.replaceAll("\\\\(.)", "$1").replace("%22", "\"");
    }

    /** Some clients send whole paths. */
    private static String baseName(String name) {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }
}
