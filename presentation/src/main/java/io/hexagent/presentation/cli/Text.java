package io.hexagent.presentation.cli;

/** Text made safe and fit for a terminal. */
final class Text {
    /**
     * First and last of the wide blocks of Unicode's East Asian Width, coarsely: Hangul, CJK, full-width forms, emoji.
     */
    private static final int[] WIDE = {
        0x1100, 0x115F, 0x2E80, 0xA4CF, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE30, 0xFE6F, 0xFF00, 0xFF60, 0x1F300,
        0x1FAFF, 0x20000, 0x3FFFD
    };

    private Text() {}

    /** Without control characters (which could steer a terminal), line breaks kept. */
    static String clean(String text) {
        return text.codePoints()
                .filter(c -> !isBidirectional(c))
                .map(c -> c != '\n' && Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** On one line. */
    static String oneLine(String text) {
        return clean(text).replaceAll("\\s*\\n\\s*", " ").strip();
    }

    /** On one line of at most so many columns; what is cut ends with {@code …}. */
    static String cut(String text, int columns) {
        String line = oneLine(text);
        if (width(line) <= columns) {
            return line;
        }
        var kept = new StringBuilder();
        int used = 0;
        for (int c : line.codePoints().toArray()) {
            used += width(c);
            if (used > columns - 1) {
                break;
            }
            kept.appendCodePoint(c);
        }
        return kept.toString().stripTrailing() + "…";
    }

    /** How many columns of a terminal the text takes. */
    static int width(String text) {
        return text.codePoints().map(Text::width).sum();
    }

    static String padded(String text, int columns, boolean right) {
        String space = " ".repeat(Math.max(0, columns - width(text)));
        return right ? space + text : text + space;
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        for (int i = 0; i < WIDE.length; i += 2) {
            if (c >= WIDE[i] && c <= WIDE[i + 1]) {
                return 2;
            }
        }
        return 1;
    }

    private static boolean isBidirectional(int c) {
        return c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }
}
