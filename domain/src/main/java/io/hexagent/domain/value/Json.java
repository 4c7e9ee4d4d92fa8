package io.hexagent.domain.value;

/**
 * JSON text and {@link Value}, both ways. Reading is strict (no duplicate keys, no trailing text, no comments) and
 * limited in length, depth and number size. Implementations are safe for use by many threads.
 */
public interface Json {
    /**
     * Reads one JSON value.
     *
     * @throws MalformedJson when the text is not exactly one JSON value, or over a limit
     */
    Value read(String text);

    /** Reads one JSON object. @throws MalformedJson as {@link #read}, and when the value is no object */
    default Value.Fields readFields(String text) {
        if (read(text) instanceof Value.Fields fields) {
            return fields;
        }
        throw new MalformedJson("expected a JSON object, got another kind of JSON value");
    }

    /** The value as compact JSON. */
    String write(Value value);

    /** The text is not the JSON that was expected. The message says what and where, and may be shown. */
    final class MalformedJson extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public MalformedJson(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
