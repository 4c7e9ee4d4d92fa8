package io.hexagent.domain.web;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What came of a {@link FetchRequest}. Everything in it was written outside: it is data, never an instruction. */
public sealed interface Fetched {

    /** A whole answer, whatever its status. Immutable. */
    final class Answer implements Fetched {
        private final int status;
        private final String contentType;
        private final byte[] bytes;
        private final URI uri;
        private final Map<String, String> headers;

        /**
         * @param contentType as it was sent; empty when there was none
         * @param bytes the body, decompressed
         * @param uri where the answer came from, after all redirects
         * @param headers the first of each name
         */
        public Answer(int status, String contentType, byte[] bytes, URI uri, Map<String, String> headers) {
            this.status = status;
            this.contentType = contentType;
            this.bytes = bytes.clone();
            this.uri = uri;
            this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            this.headers.putAll(headers);
        }

        public int status() {
            return status;
        }

        /** Whether the status is one of 200 to 299. */
        public boolean isOk() {
            return status >= 200 && status < 300;
        }

        /** The media type in lower case without parameters; {@code application/octet-stream} when none was sent. */
        public String mediaType() {
            int end = contentType.indexOf(';');
            String type = (end < 0 ? contentType : contentType.substring(0, end))
                    .strip()
                    .toLowerCase(Locale.ROOT);
            return type.isEmpty() ? "application/octet-stream" : type;
        }

        /** The charset that the content type names and that is known here. */
        public Optional<Charset> charset() {
            for (String parameter : contentType.split(";", -1)) {
                String[] pair = parameter.strip().split("=", 2);
                if (pair.length == 2 && pair[0].strip().equalsIgnoreCase("charset")) {
                    try {
                        return Optional.of(
                                Charset.forName(pair[1].replace("\"", "").strip()));
                    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
                        return Optional.empty();
                    }
                }
            }
            return Optional.empty();
        }

        /** A copy of the body. */
        public byte[] bytes() {
            return bytes.clone();
        }

        /** The body's size in bytes. */
        public int size() {
            return bytes.length;
        }

        /** The body in its charset, or in UTF-8 where it names none; what cannot be read becomes U+FFFD. */
        public String text() {
            return charset()
                    .orElse(StandardCharsets.UTF_8)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }

        public URI uri() {
            return uri;
        }

        /** The first header of the name, in any case. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        /** How long the server asks to be left alone, when it says so in seconds. */
        public Optional<Duration> retryAfter() {
            return header("Retry-After")
                    .filter(text -> text.matches("\\d{1,9}"))
                    .map(text -> Duration.ofSeconds(Long.parseLong(text)));
        }
    }

    /**
     * There is no answer, or none that may be read.
     *
     * @param message names the host and what is allowed, never a header, a body or an address; may be shown
     */
    record Refused(Reason reason, String message) implements Fetched {}

    /** Why there is no answer. */
    enum Reason {
        /** It is no http or https address of a host. */
        NO_ADDRESS(false),
        /** The host, or one that it redirects to, is not public and not allowed by the operator. */
        PRIVATE(false),
        /** Too many redirects, one that goes nowhere, or one to another origin that would carry the body along. */
        REDIRECT(false),
        /** The answer is of a media type, or compressed in a way, that is not allowed. */
        TYPE(false),
        /** The body has more bytes than allowed. */
        TOO_LARGE(false),
        /** It took longer than allowed. */
        TIME(true),
        /** Unknown host, refused connection, or no secure one. */
        UNREACHABLE(true),
        /** The connection broke, or what came is no HTTP. */
        BROKEN(true);

        private final boolean passing;

        Reason(boolean passing) {
            this.passing = passing;
        }

        /** Whether the same request may succeed later. */
        public boolean isPassing() {
            return passing;
        }
    }
}
