package io.hexagent.infrastructure.bars;

import io.hexagent.domain.strategy.Symbol;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The symbols of files, and which of them are near. */
final class Symbols {
    private static final int LONGEST = 32;
    private static final List<String> ENDINGS = List.of(".csv", ".tsv", ".txt");

    private Symbols() {}

    /** A file's name as a symbol: {@code goog daily.csv} is {@code GOOG-DAILY}. */
    static Symbol of(String fileName) {
        String name = fileName.strip();
        for (String ending : ENDINGS) {
            if (name.toLowerCase(Locale.ROOT).endsWith(ending)) {
                name = name.substring(0, name.length() - ending.length());
                break;
            }
        }
        String plain =
                name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9._-]+", "-").replaceAll("^[._-]+", "");
        String cut = plain.substring(0, Math.min(LONGEST, plain.length()));
        return new Symbol(cut.isEmpty() ? "DATA" : cut);
    }

    /** The symbols, those first that differ least from one that was asked for. */
    static List<Symbol> nearest(Symbol asked, List<Symbol> there, int most) {
        return there.stream()
                .distinct()
                .sorted(Comparator.comparingInt((Symbol one) -> distance(asked.name(), one.name()))
                        .thenComparing(Symbol::name))
                .limit(most)
                .toList();
    }

    /** How many characters are inserted, left out or replaced; one that begins with the other is near. */
    private static int distance(String one, String other) {
        if (one.startsWith(other) || other.startsWith(one)) {
            return 1;
        }
        int[] above = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[other.length()];
    }
}
