package io.hexagent.infrastructure.tablesaw;

import java.util.ArrayList;
import java.util.List;

/** Tells the character between the cells from the first lines. */
final class Separator {
    private static final char[] CANDIDATES = {',', ';', '\t', '|'};
    private static final int LINES = 200;
    private static final double NEARLY_ALL = 0.9;

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
        return bestCells == 0 ? behindATitle(head, whole) : best;
    }

    /**
     * The header is not split by any candidate. A candidate that splits nearly all rows alike is taken all the same, so
     * that the reader can say that the first line does not name the columns. One comma a row belongs to its cell, as in
     * 1,5.
     */
    private static char behindATitle(String head, boolean whole) {
        for (char candidate : CANDIDATES) {
            List<Integer> cells = cells(head, candidate, whole);
            if (cells.size() > 2) {
                int second = cells.get(1);
                long alike = cells.stream().filter(n -> n == second).count();
                if (second >= (candidate == ',' ? 3 : 2) && alike >= NEARLY_ALL * (cells.size() - 1)) {
                    return candidate;
                }
            }
        }
        return NONE;
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
            } else if (c != ' ') {
                cellStart = false;
            }
        }
        if (whole && lineStart < head.length() && counts.size() < LINES) {
            counts.add(cells);
        }
        return counts;
    }
}
