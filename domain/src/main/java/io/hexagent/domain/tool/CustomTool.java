package io.hexagent.domain.tool;

import io.hexagent.domain.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A tool that an owner described instead of programming it: one HTTP call.
 *
 * @param version changes whenever the definition does
 * @param parameters JSON schema of the arguments: an object
 * @param needsApproval whether a person must allow each call
 */
public record CustomTool(
        ToolName name,
        String version,
        String displayName,
        String description,
        ToolCategory category,
        Value.Fields parameters,
        HttpCall call,
        boolean needsApproval) {
    private static final Pattern SECRET = Pattern.compile("\\$\\{secret:([A-Za-z0-9_]{1,64})\\}");

    /** The places of a text at which the value of a setting is put; the first group is its name. */
    public static Pattern secrets() {
        return SECRET;
    }

    /** How a call is made. */
    public enum Method {
        GET,
        POST,
        PUT,
        PATCH,
        DELETE;

        /** Whether a call changes nothing. */
        public boolean reads() {
            return this == GET;
        }

        /** @throws IllegalArgumentException when no method has the name */
        public static Method ofWire(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * The request, and where in its answer the result is.
     *
     * @param url with {@code {argument}} at the places of arguments, which are escaped; arguments without a place go
     *     into the body as JSON, or into the query when there is none
     * @param headers whose values may have {@code ${secret:NAME}} in them
     * @param responsePath JSON pointer to the part of the answer that is the result; empty: all of it
     */
    public record HttpCall(Method method, String url, Map<String, String> headers, String responsePath) {
        public HttpCall {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }
    }
}
