package io.hexagent.infrastructure.tablesaw;

import java.util.ArrayList;
import java.util.List;

/** Tells the character between the cells from the first lines. */
final class Separator {
    private static final char[] CANDIDATES = {',', ';', '\t', '|'};
    private static final int LINES = 200;
    /** Stands in where cells are not separated at all. */
    static final char NONE = '\u001f';

    private Separator() {}

    /**
     * The candidate that splits the header into at least two cells and the most lines into just as many; the comma when
     * there is none.
     *
     * @param head the first characters of the file; its last line may be cut
     */
    static char of(String head, boolean whole) {
        char best = ',';
        double bestShare = 0;
        int bestCells = 0;
        for (char candidate : CANDIDATES) {
            List<Integer> cells = cells(head, candidate, whole);
            if (cells.isEmpty() || cells.getFirst() < 2) {
                continue;
            }
            int header = cells.getFirst();
            double share = cells.stream().filter(n -> n == header).count() / (double) cells.size();
            if (share > bestShare || (share == bestShare && header > bestCells)) {
                best = candidate;
                bestShare = share;
                bestCells = header;
            }
        }
        // One column without any separator in its header: a comma in its rows belongs to the cells, as in 1,5.
        return bestCells == 0 ? NONE : best;
    }

    static String words(char separator) {
        return switch (separator) {
            case '\t' -> "tabs";
            case ';' -> "semicolons";
            case '|' -> "vertical bars";
            default -> "the character \"" + separator + "\"";
        };
    }

    private static List<Integer> cells(String head, char separator, boolean whole) {
        var counts = new ArrayList<Integer>();
        int cells = 1;
        boolean quoted = false;
        boolean cellStart = true;
        int lineStart = 0;
        for (int i = 0; i < head.length() && counts.size() < LINES; i++) {
            char c = head.charAt(i);
            if (c == '"' && (quoted || cellStart)) {
                quoted = !quoted;
                cellStart = false;
            } else if (quoted) {
                continue;
            } else if (c == separator) {
                cells++;
                cellStart = true;
            } else if (c == '\n' || c == '\r') {
                if (i > lineStart) {
                    counts.add(cells);
                }
                cells = 1;
                cellStart = true;
                lineStart = i + 1;
            } else {
                cellStart = false;
            }
        }
        if (whole && lineStart < head.length() && counts.size() < LINES) {
            counts.add(cells);
        }
        return counts;
    }
}
