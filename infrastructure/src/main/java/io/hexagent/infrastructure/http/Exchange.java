package io.hexagent.infrastructure.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Asks one HTTP server and waits for its whole answer. Implementations are safe for use by many threads; an interrupt
 * ends a call with {@link java.util.concurrent.CancellationException}, the flag set.
 */
@FunctionalInterface
public interface Exchange {
    /** @throws Outage when there is no whole answer; an answer of any status is one */
    Answer send(Request request);

    /**
     * @param uri http or https
     * @param body empty: none
     * @param repeatable whether the server may get it twice
     */
    record Request(String method, URI uri, Map<String, String> headers, Optional<String> body, boolean repeatable) {
        public Request {
            headers = Map.copyOf(headers);
        }

        public static Request get(URI uri, Map<String, String> headers) {
            return new Request("GET", uri, headers, Optional.empty(), true);
        }

        /** The address without its query, which may hold secrets. */
        @Override
        public String toString() {
            return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
        }
    }

    /** @param headers with names in lower case; of several of one name the first */
    record Answer(int status, Map<String, String> headers, byte[] bytes) {
        public Answer {
            headers = Map.copyOf(headers);
            bytes = bytes.clone();
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }

        /** The bytes as UTF-8. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }

        public boolean isOk() {
            return status >= 200 && status < 300;
        }

        @Override
        public String toString() {
            return "status " + status + ", " + bytes.length + " bytes";
        }
    }
}
