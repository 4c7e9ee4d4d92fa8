package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.dataset.Cleaned.Kind;
import io.hexagent.domain.dataset.ColumnType;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/** The second reading of a table that is cleaned: each row is written anew or goes, and each change is told. */
final class Rewriting {
    private final Washing plan;
    private final BufferedWriter writer;
    private final String[] above;
    private int row;

    /** @param plan what is to become of each row and cell */
    Rewriting(Washing plan, BufferedWriter writer) {
        this.plan = plan;
        this.writer = writer;
        this.above = new String[plan.columns.size()];
        Arrays.fill(above, "");
    }

    /** How many rows were read. */
    int rows() {
        return row;
    }

    void header() throws IOException {
        line(plan.table.names().toArray(String[]::new));
    }

    void row(List<String> cells) {
        if (row >= plan.rows) {
            throw new IllegalStateException("the second reading has more than " + plan.rows + " rows");
        }
        try {
            if (plan.fate[row] == Washing.STAYS) {
                var written = new String[plan.columns.size()];
                for (int place = 0; place < written.length; place++) {
                    int at = plan.table.origin().places().get(place);
                    written[place] = cell(place, at < cells.size() ? cells.get(at) : "");
                    above[place] = written[place].isEmpty() ? above[place] : written[place];
                }
                line(written);
            } else {
                gone();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the cleaned table could not be written", e);
        }
        row++;
    }

    private void gone() {
        switch (plan.fate[row]) {
            case Washing.DUPLICATE ->
                plan.log.add(row + 1L, "", Kind.DUPLICATE, "the same as row " + (plan.reason[row] + 1L), "row dropped");
            case Washing.OUTLIER ->
                plan.log.add(
                        row + 1L,
                        plan.columns.get(plan.reason[row]).name(),
                        Kind.OUTLIER,
                        plan.columns.get(plan.reason[row]).cell(row).toString(),
                        "row dropped");
            default ->
                plan.log.add(
                        row + 1L,
                        plan.columns.get(plan.reason[row]).name(),
                        Kind.INCOMPLETE,
                        "no value",
                        "row dropped");
        }
    }

    private String cell(int place, String raw) {
        StoredColumn column = plan.columns.get(place);
        String stripped = stripped(raw);
        boolean missing = plan.keys[place][row] == StoredColumn.MISSING;
        String text = missing ? "" : written(place, stripped);
        if (missing && !stripped.isEmpty()) {
            plan.log.add(row + 1L, column.name(), Kind.EMPTIED, raw, "");
        } else if (!text.equals(stripped)) {
            plan.log.add(row + 1L, column.name(), Kind.CONVERTED, raw, text);
        } else if (!stripped.equals(raw)) {
            plan.log.add(row + 1L, column.name(), Kind.TRIMMED, raw, stripped);
        }
        if (plan.fences[place].isOutside(plan.number(place, row))) {
            double settled = plan.settled(plan.fences[place], plan.number(place, row));
            String other = Double.isNaN(settled) ? "" : Washing.text(settled);
            plan.log.add(row + 1L, column.name(), Kind.OUTLIER, text, other);
            text = other;
        }
        String fill = plan.fillsFromAbove[place] ? above[place] : plan.fills[place];
        if (text.isEmpty() && !fill.isEmpty()) {
            plan.log.add(row + 1L, column.name(), Kind.FILLED, "", fill);
            text = fill;
        }
        return text;
    }

    /** The cell's value as text; as it was written where that is plain already. */
    private String written(int place, String stripped) {
        StoredColumn column = plan.columns.get(place);
        return column.type() == ColumnType.DECIMAL && isPlain(stripped, plan.number(place, row))
                ? stripped
                : column.value(plan.keys[place][row]).toString();
    }

    private void line(String[] cells) throws IOException {
        if (cells.length == 1 && cells[0].isEmpty()) {
            // An empty line would be none.
            writer.write("\"\"");
        }
        for (int i = 0; i < cells.length; i++) {
            if (i > 0) {
                writer.write(',');
            }
            writer.write(quoted(cells[i]));
        }
        writer.write('\n');
    }

    /** Whether the text is that number with digits, a point and a sign alone. */
    private static boolean isPlain(String text, double number) {
        boolean point = false;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c == '.' && !point && digits > 0) {
                point = true;
            } else if (c != '-' || i > 0) {
                return false;
            }
        }
        return digits > 0 && Character.isDigit(text.charAt(text.length() - 1)) && Double.parseDouble(text) == number;
    }

    private static String stripped(String raw) {
        int from = 0;
        int to = raw.length();
        while (from < to && CsvRows.isSpace(raw.charAt(from))) {
            from++;
        }
        while (to > from && CsvRows.isSpace(raw.charAt(to - 1))) {
            to--;
        }
        return raw.substring(from, to);
    }

    private static String quoted(String text) {
        boolean special = text.startsWith("sep=") || text.startsWith("#");
        for (int i = 0; i < text.length() && !special; i++) {
            special = ",;|\t\"\r\n".indexOf(text.charAt(i)) >= 0;
        }
        return special ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }
}
