package io.hexagent.infrastructure.tablesaw;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was decided while reading a file, one sentence each, at most {@link #MOST}. */
final class ReadingNotes {
    private static final int MOST = 50;
    private static final int MOST_MARKERS = 8;
    private static final int LONGEST = 40;

    private final List<String> notes = new ArrayList<>();
    private final Map<String, Map<String, Integer>> missing = new LinkedHashMap<>();

    void add(String note) {
        notes.add(note);
    }

    /** Tells that a word counts as a missing value. */
    void missing(String column, String word, int count) {
        if (count > 0) {
            missing.computeIfAbsent(column, name -> new LinkedHashMap<>()).merge(word, count, Integer::sum);
        }
    }

    List<String> list() {
        var all = new ArrayList<>(notes);
        missing.forEach((column, words) -> {
            var counted = words.entrySet().stream()
                    .limit(MOST_MARKERS)
                    .map(entry -> "\"" + cut(entry.getKey()) + "\" ("
                            + String.format(Locale.ROOT, "%,d", entry.getValue()) + ")")
                    .toList();
            all.add("column \"" + column + "\": counted as missing: " + String.join(", ", counted)
                    + (words.size() > MOST_MARKERS ? " and others" : ""));
        });
        if (all.size() > MOST) {
            int more = all.size() - MOST + 1;
            all.subList(MOST - 1, all.size()).clear();
            all.add("and " + more + " more notes");
        }
        return List.copyOf(all);
    }

    static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "\u2026";
    }
}
