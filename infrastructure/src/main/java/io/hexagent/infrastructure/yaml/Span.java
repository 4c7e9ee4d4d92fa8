package io.hexagent.infrastructure.yaml;

/** A piece of a text, in code points from 0; the end is exclusive. */
public record Span(int start, int end) {
    public Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("a span from " + start + " to " + end);
        }
    }
}
