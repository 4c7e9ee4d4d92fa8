package io.hexagent.infrastructure.yaml;

import org.snakeyaml.engine.v2.common.ScalarStyle;

/**
 * Finds where each character of a scalar stands. Folding, indentation and chomping change white space alone, so the
 * other characters of text and document are the same and in the same order; quotes and escapes are stepped over.
 */
final class Offsets {
    private final int[] document;
    private final int end;
    private int at;
    /** After the last character that was found. */
    private int after;

    private Offsets(int[] document, Span span) {
        this.document = document;
        this.end = Math.min(span.end(), document.length);
        this.at = span.start();
        this.after = span.start();
    }

    /** One for each code point of the text, and one for its end. */
    static int[] of(int[] document, Span span, String text, ScalarStyle style) {
        var offsets = new Offsets(document, span);
        offsets.begin(style);
        int[] points = text.codePoints().toArray();
        int[] found = new int[points.length + 1];
        for (int i = 0; i < points.length; i++) {
            found[i] = isWhite(points[i]) ? offsets.after : offsets.next(style);
        }
        found[points.length] = offsets.after;
        return found;
    }

    private void begin(ScalarStyle style) {
        switch (style) {
            case SINGLE_QUOTED, DOUBLE_QUOTED -> at++;
            case LITERAL, FOLDED -> {
                while (at < end && document[at] != '\n' && document[at] != '\r') {
                    at++;
                }
            }
            default -> {}
        }
        after = Math.min(at, end);
    }

    private int next(ScalarStyle style) {
        while (at < end) {
            int length = style == ScalarStyle.DOUBLE_QUOTED && document[at] == '\\' ? escape() : 0;
            if (length < 0) {
                at -= length;
            } else if (length == 0 && isWhite(document[at])) {
                at++;
            } else {
                int found = at;
                boolean doubled = style == ScalarStyle.SINGLE_QUOTED && document[at] == '\'';
                at += length > 0 ? length : doubled ? 2 : 1;
                after = Math.min(at, end);
                return found;
            }
        }
        return Math.max(0, Math.min(after, end));
    }

    /** The length of the escape here; negative when it stands for white space. */
    private int escape() {
        if (at + 1 >= end) {
            return 1;
        }
        return switch (document[at + 1]) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            case 't', 'n', 'r', ' ', '\t', '\n', '\r' -> -2;
            default -> 2;
        };
    }

    private static boolean isWhite(int point) {
        return point == ' ' || point == '\t' || point == '\n' || point == '\r';
    }
}
