package io.hexagent.domain.web;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is asked of an address that somebody has named.
 *
 * @param uri http or https; other addresses are refused when they are fetched
 * @param headers sent as they are; on a redirect to another origin they stay behind, since they may hold secrets
 * @param body for methods that send one
 * @param caps how much may come back; the fetcher's own caps hold where they are tighter
 */
public record FetchRequest(
        Method method, URI uri, Map<String, String> headers, Optional<FetchBody> body, FetchCaps caps) {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final Pattern TEXT = Pattern.compile("[\\t\\x20-\\x7E\\x80-\\xFF]{0,8192}");

    /** Headers by which a connection works: who sets them, could have one request read as two. */
    private static final Set<String> CONNECTION = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** HTTP's methods. */
    public enum Method {
        GET,
        HEAD,
        POST,
        PUT,
        PATCH,
        DELETE;

        /** Whether a request may be sent again without harm. */
        public boolean isSafe() {
            return this == GET || this == HEAD;
        }
    }

    /** @throws IllegalArgumentException for a header that cannot be sent; the message names it, without its value */
    public FetchRequest {
        headers = new LinkedHashMap<>(headers);
        headers.forEach((name, value) -> {
            if (!TOKEN.matcher(name).matches()) {
                throw new IllegalArgumentException("\"" + name + "\" is no name of a header");
            }
            if (CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("the header " + name + " is set by the connection itself");
            }
            if (!TEXT.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "the value of the header " + name + " has characters that no header may have, or over 8192");
            }
        });
        headers = Map.copyOf(headers);
        if (body.isPresent() && method.isSafe()) {
            throw new IllegalArgumentException("a " + method + " sends no body");
        }
    }

    /** A GET without headers of its own. */
    public static FetchRequest get(URI uri, FetchCaps caps) {
        return new FetchRequest(Method.GET, uri, Map.of(), Optional.empty(), caps);
    }
}
