package io.hexagent.domain.value;

/** Text that every store and every encoding takes: no NUL, no lone surrogate. */
public final class Clean {
    private static final char REPLACEMENT = '\uFFFD';

    private Clean() {}

    /** The text with each NUL and each lone surrogate replaced by U+FFFD; the same instance when there is none. */
    public static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPair(text, i)) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                return replace(text, i);
            }
        }
        return text;
    }

    private static String replace(String text, int from) {
        var clean = new StringBuilder(text.length()).append(text, 0, from);
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPair(text, i)) {
                clean.append(c).append(text.charAt(++i));
            } else {
                clean.append(c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        return clean.toString();
    }

    private static boolean isPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }
}
