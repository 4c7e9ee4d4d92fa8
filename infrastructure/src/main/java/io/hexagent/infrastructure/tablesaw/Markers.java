package io.hexagent.infrastructure.tablesaw;

import java.util.Locale;
import java.util.Set;

/** Words that people and programs write where a value is missing. */
final class Markers {
    private static final Set<String> PLAIN = Set.of(
            "na", "n/a", "n.a.", "#n/a", "<na>", "null", "nil", "nan", "-nan", "none", "-", "--", "---", "\u2013",
            "\u2014", "?", ".", "..", "...", "\\n");
    private static final Set<String> IN_TEXT = Set.of("na", "n/a", "#n/a", "<na>", "null", "nan", "\\n");
    private static final Set<String> WORDY = Set.of(
            "missing",
            "unknown",
            "unk",
            "undefined",
            "not available",
            "not applicable",
            "not known",
            "no data",
            "nodata",
            "empty",
            "blank",
            "void",
            "x",
            "*",
            "**",
            "tbd",
            "pending",
            "error",
            "err",
            "#div/0!",
            "#value!",
            "#ref!",
            "#name?",
            "#num!",
            "#null!",
            "inf",
            "+inf",
            "-inf",
            "infinity",
            "-infinity",
            "not measured",
            "n.d.",
            "nd",
            "trace",
            "invalid",
            "bad",
            "absent",
            "not reported",
            "suppressed",
            "withheld");

    private Markers() {}

    /** Whether the word stands for a missing value in a column of numbers, days or flags. */
    static boolean isPlain(String word) {
        return word.length() <= 6 && PLAIN.contains(word.toLowerCase(Locale.ROOT));
    }

    /** Whether the word stands for a missing value in a column of text, where "none" and "-" may be values. */
    static boolean isInText(String word) {
        return word.length() <= 6 && IN_TEXT.contains(word.toLowerCase(Locale.ROOT));
    }

    /** Whether the word may stand for a missing value where nearly all others are numbers or days. */
    static boolean isWordy(String word) {
        return word.length() <= 16 && WORDY.contains(word.toLowerCase(Locale.ROOT));
    }
}
