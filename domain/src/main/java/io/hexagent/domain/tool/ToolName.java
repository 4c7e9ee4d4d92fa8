package io.hexagent.domain.tool;

/** What a model calls a tool by. A model may ask for any name; {@link ToolSpec} says which names a tool may have. */
public record ToolName(String value) {
    public ToolName {
        if (value.isBlank() || value.length() > 128) {
            throw new IllegalArgumentException("a tool's name has 1 to 128 characters, got " + value.length());
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
