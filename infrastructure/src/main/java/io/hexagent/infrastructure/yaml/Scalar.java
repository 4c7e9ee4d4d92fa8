package io.hexagent.infrastructure.yaml;

/** A text of a document, with the place of each of its characters in the document. Immutable. */
public final class Scalar implements Node {
    private final String text;
    private final boolean plain;
    private final Span span;
    private final int[] offsets;

    /** @param offsets of each code point of the text in the document, and of its end; given away */
    Scalar(String text, boolean plain, Span span, int[] offsets) {
        this.text = text;
        this.plain = plain;
        this.span = span;
        this.offsets = offsets;
    }

    /** What it says, without quotes and escapes. */
    public String text() {
        return text;
    }

    /** Whether it stands without quotes. */
    public boolean isPlain() {
        return plain;
    }

    @Override
    public Span span() {
        return span;
    }

    /** Where a piece of the text stands in the document. @param piece in code points of the text */
    public Span place(Span piece) {
        int last = offsets.length - 1;
        int start = offsets[Math.min(piece.start(), last)];
        int end = piece.end() > piece.start() ? offsets[Math.min(piece.end() - 1, last)] + 1 : start;
        return new Span(start, Math.max(start, end));
    }
}
