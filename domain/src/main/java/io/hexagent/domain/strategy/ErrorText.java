package io.hexagent.domain.strategy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Errors as a person sees them: the message, the line with a caret below, the cause, the fix and an example. Tabs are
 * shown as spaces, wide characters count as two columns, long lines are cut around the caret.
 */
public final class ErrorText {
    /** Columns of a terminal that a line of the document may take. */
    static final int WIDEST = 96;

    private static final int TAB = 4;
    /** East Asian wide and full-width characters, and pictures: the first and the last of each range. */
    private static final int[][] WIDE = {
        {0x1100, 0x115F},
        {0x2E80, 0x303E},
        {0x3041, 0xA4CF},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},
        {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},
        {0xFFE0, 0xFFE6},
        {0x1F300, 0x1FAFF},
        {0x20000, 0x3FFFD}
    };

    private static final String CUT = "…";

    private ErrorText() {}

    /** All errors, a blank line between them. @param code the document that they are about */
    public static String of(List<CompileError> errors, String code) {
        return errors.stream().map(error -> of(error, code)).collect(Collectors.joining("\n\n"));
    }

    /** One error. @param code the document that it is about */
    public static String of(CompileError error, String code) {
        var lines = new ArrayList<String>();
        lines.add(error.position()
                        .map(at -> "line " + at.line() + ", column " + at.column() + ": ")
                        .orElse("")
                + error.message() + " [" + error.code() + "]");
        error.position().ifPresent(at -> lines.addAll(marked(at, code)));
        if (!error.cause().isBlank()) {
            lines.add(error.cause());
        }
        if (!error.fix().isBlank()) {
            lines.add("Fix: " + error.fix());
        }
        if (!error.example().isBlank()) {
            lines.add("Example:");
            error.example().lines().forEach(line -> lines.add("    " + line));
        }
        return String.join("\n", lines);
    }

    private static List<String> marked(CompileError.Position at, String code) {
        List<String> lines = code.lines().toList();
        if (at.line() < 1 || at.line() > lines.size()) {
            return List.of();
        }
        List<Glyph> glyphs = glyphs(lines.get(at.line() - 1));
        int first = Math.clamp(at.column() - 1, 0, glyphs.size());
        int last = Math.clamp((long) first + at.length(), first, glyphs.size());
        int from = 0;
        int to = glyphs.size();
        if (width(glyphs, 0, to) > WIDEST) {
            from = first;
            while (from > 0 && width(glyphs, from - 1, first) <= WIDEST / 3) {
                from--;
            }
            to = from;
            while (to < glyphs.size() && width(glyphs, from, to + 1) <= WIDEST - 2) {
                to++;
            }
            last = Math.clamp(last, first, to);
        }
        String before = from > 0 ? CUT : "";
        String shown = before + text(glyphs, from, to) + (to < glyphs.size() ? CUT : "");
        int indent = before.length() + width(glyphs, from, first);
        int carets = Math.max(1, width(glyphs, first, last));
        return List.of("    " + shown, "    " + " ".repeat(indent) + "^".repeat(carets));
    }

    /** A character of a line as it is shown. */
    private record Glyph(String text, int width) {}

    private static List<Glyph> glyphs(String line) {
        var glyphs = new ArrayList<Glyph>();
        line.codePoints().forEach(point -> glyphs.add(glyph(point)));
        return glyphs;
    }

    private static Glyph glyph(int point) {
        if (point == '\t') {
            return new Glyph(" ".repeat(TAB), TAB);
        }
        int type = Character.getType(point);
        if (type == Character.CONTROL || type == Character.SURROGATE || type == Character.UNASSIGNED) {
            return new Glyph("\uFFFD", 1);
        }
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return new Glyph(type == Character.FORMAT ? "" : Character.toString(point), 0);
        }
        return new Glyph(Character.toString(point), isWide(point) ? 2 : 1);
    }

    private static boolean isWide(int point) {
        for (int[] range : WIDE) {
            if (point >= range[0] && point <= range[1]) {
                return true;
            }
        }
        return false;
    }

    private static int width(List<Glyph> glyphs, int from, int to) {
        int width = 0;
        for (int i = from; i < to; i++) {
            width += glyphs.get(i).width();
        }
        return width;
    }

    private static String text(List<Glyph> glyphs, int from, int to) {
        return glyphs.subList(from, to).stream().map(Glyph::text).collect(Collectors.joining());
    }
}
