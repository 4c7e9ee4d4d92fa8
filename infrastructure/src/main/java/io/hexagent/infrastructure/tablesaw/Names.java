package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.dataset.CalculationRefused;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds things by the names people give them. */
final class Names {
    private static final int MOST_LISTED = 50;

    private Names() {}

    /**
     * The place of a name: as it is, else without regard to case and spaces when that is unique.
     *
     * @throws CalculationRefused when there is none; the message lists the names and suggests the nearest
     */
    static int find(String what, String name, List<String> names) {
        int exact = names.indexOf(name);
        if (exact >= 0) {
            return exact;
        }
        String plain = plain(name);
        int found = -1;
        for (int i = 0; i < names.size(); i++) {
            if (plain(names.get(i)).equals(plain)) {
                if (found >= 0) {
                    throw new CalculationRefused(what + " \"" + name + "\" may be \"" + names.get(found) + "\" or \""
                            + names.get(i) + "\"; use one of these names");
                }
                found = i;
            }
        }
        if (found < 0) {
            throw new CalculationRefused(notFound(what, name, names));
        }
        return found;
    }

    static StoredColumn column(LoadedTable table, String name) {
        return table.columns().get(find("column", name, table.names()));
    }

    static StoredColumn numberColumn(LoadedTable table, String name, String purpose) {
        StoredColumn column = column(table, name);
        if (!column.type().isNumber()) {
            List<String> numbers = table.columns().stream()
                    .filter(other -> other.type().isNumber())
                    .map(StoredColumn::name)
                    .toList();
            throw new CalculationRefused(purpose + " needs a column of numbers, \"" + column.name() + "\" is "
                    + column.type().wire() + "; columns of numbers: " + listed(numbers));
        }
        return column;
    }

    static String notFound(String what, String name, List<String> names) {
        return what + " \"" + name + "\" not in " + listed(names)
                + nearest(name, names)
                        .map(near -> "; did you mean \"" + near + "\"?")
                        .orElse("");
    }

    /** The most similar name, when there is one that is similar enough. */
    static Optional<String> nearest(String name, List<String> names) {
        String plain = plain(name);
        return names.stream()
                .filter(other -> !other.isEmpty())
                .min(Comparator.comparingDouble(other -> unlikeness(plain, plain(other))))
                .filter(other -> unlikeness(plain, plain(other)) <= 0.45);
    }

    private static double unlikeness(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return 1;
        }
        double edits = edits(a, b) / (double) Math.max(a.length(), b.length());
        boolean part = Math.min(a.length(), b.length()) >= 3 && (a.contains(b) || b.contains(a));
        return part ? Math.min(edits, 0.4) : edits;
    }

    /** Edits between two texts: insertions, deletions, replacements and swaps of neighbours (Damerau, restricted). */
    private static int edits(String a, String b) {
        var rows = new int[3][b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            rows[1][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] before = rows[(i - 1 + 1) % 3];
            int[] now = rows[(i + 1) % 3];
            int[] twoBefore = rows[(i + 2) % 3];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(replaced, Math.min(before[j], now[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    now[j] = Math.min(now[j], twoBefore[j - 2] + 1);
                }
            }
        }
        return rows[(a.length() + 1) % 3][b.length()];
    }

    static String listed(List<String> names) {
        return names.stream()
                .limit(MOST_LISTED)
                .collect(Collectors.joining(", ", "[", names.size() > MOST_LISTED ? ", \u2026]" : "]"));
    }

    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
