package io.hexagent.domain.tool;

/** Ties a tool's result to the call that a model made. Unique in its run. */
public record CallId(String value) {
    public CallId {
        if (value.isBlank() || value.length() > 256) {
            throw new IllegalArgumentException("a call id has 1 to 256 characters, got " + value.length());
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
