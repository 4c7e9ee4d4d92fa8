package io.hexagent.infrastructure.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** English word forms: how a name falls into words, a word's lemma and stem, and how far two spellings lie apart. */
final class Words {
    private static final Map<String, String> IRREGULAR = Map.ofEntries(
            Map.entry("men", "man"),
            Map.entry("women", "woman"),
            Map.entry("children", "child"),
            Map.entry("people", "person"),
            Map.entry("mice", "mouse"),
            Map.entry("feet", "foot"),
            Map.entry("species", "species"),
            Map.entry("series", "series"),
            Map.entry("data", "data"),
            Map.entry("sales", "sale"),
            Map.entry("gas", "gas"),
            Map.entry("gases", "gas"),
            Map.entry("analyses", "analysis"),
            Map.entry("diagnoses", "diagnosis"),
            Map.entry("indices", "index"),
            Map.entry("sexes", "sex"),
            Map.entry("taxes", "tax"),
            Map.entry("movies", "movie"),
            Map.entry("calories", "calorie"),
            Map.entry("cookies", "cookie"),
            Map.entry("houses", "house"),
            Map.entry("purchases", "purchase"),
            Map.entry("courses", "course"),
            Map.entry("nurses", "nurse"),
            Map.entry("cases", "case"),
            Map.entry("responses", "response"),
            Map.entry("expenses", "expense"),
            Map.entry("warehouses", "warehouse"),
            Map.entry("leaves", "leaf"),
            Map.entry("lives", "life"));
    private static final List<String> ENDINGS = List.of(
            "ization", "ational", "ations", "ation", "ments", "ment", "ancies", "ancy", "ance", "ence", "ings", "ing",
            "ions", "ion", "ers", "edly", "ied", "ies", "ed", "ly", "al", "ty", "es", "er", "y", "e", "s");

    private Words() {}

    /** The words of a name in lower case: split at anything but letters and digits, and where camel case rises. */
    static List<String> split(String name) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Character.isLetterOrDigit(c)) {
                if (c != '\'' && c != '’') {
                    flush(word, words);
                }
                continue;
            }
            if (!word.isEmpty() && rises(name, i)) {
                flush(word, words);
            }
            word.append(c);
        }
        flush(word, words);
        return words;
    }

    /** Whether a new word of a camel-case name begins at the index. */
    static boolean rises(String name, int i) {
        if (i == 0 || !Character.isUpperCase(name.charAt(i))) {
            return false;
        }
        if (Character.isLowerCase(name.charAt(i - 1))) {
            return true;
        }
        return Character.isUpperCase(name.charAt(i - 1))
                && i + 2 < name.length()
                && Character.isLowerCase(name.charAt(i + 1))
                && Character.isLowerCase(name.charAt(i + 2));
    }

    private static void flush(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString().toLowerCase(Locale.ROOT));
            word.setLength(0);
        }
    }

    /** The singular of a noun; other words as they are, in lower case. */
    static String lemma(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        String irregular = IRREGULAR.get(lower);
        if (irregular != null) {
            return irregular;
        }
        int n = lower.length();
        if (n < 4 || !lower.endsWith("s") || lower.endsWith("ss") || lower.endsWith("us") || lower.endsWith("is")) {
            return lower;
        }
        if (lower.endsWith("ies")) {
            return n > 4 ? lower.substring(0, n - 3) + "y" : lower.substring(0, n - 1);
        }
        if (lower.endsWith("sses")
                || lower.endsWith("xes")
                || lower.endsWith("ches")
                || lower.endsWith("shes")
                || lower.endsWith("zzes")) {
            return lower.substring(0, n - 2);
        }
        return lower.substring(0, n - 1);
    }

    /** What is left of a word without its usual endings: {@code weighing}, {@code weighed} → {@code weigh}. */
    static String stem(String word) {
        String stem = lemma(word);
        for (String ending : ENDINGS) {
            if (stem.endsWith(ending) && stem.length() - ending.length() >= 3) {
                stem = stem.substring(0, stem.length() - ending.length());
                break;
            }
        }
        int n = stem.length();
        boolean doubled = n > 3 && stem.charAt(n - 1) == stem.charAt(n - 2) && "lsz".indexOf(stem.charAt(n - 1)) < 0;
        return doubled ? stem.substring(0, n - 1) : stem;
    }

    /** Whether one is the other with a slip of the pen: one edit from 5 letters on, two from 9 on. */
    static boolean misspelt(String written, String meant) {
        int shorter = Math.min(written.length(), meant.length());
        boolean adverb = written.endsWith("ly") && !meant.endsWith("ly");
        if (shorter < 5 || adverb || written.equals(meant)) {
            return false;
        }
        int allowed = shorter >= 9 ? 2 : 1;
        return Math.abs(written.length() - meant.length()) <= allowed && distance(written, meant) <= allowed;
    }

    /** Edits from one word to the other: insert, delete, replace, swap neighbours (optimal string alignment). */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            cost[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            cost[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int replaced = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1), cost[i - 1][j - 1] + replaced);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
