package io.hexagent.domain.dataset;

import io.hexagent.domain.value.Value;
import java.util.stream.Collectors;

/**
 * A table as CSV (RFC 4180), safe to open in a spreadsheet: text that would start a formula is led by an apostrophe.
 */
public final class CsvText {
    private static final String FORMULA_STARTS = "=+-@\t\r\n";

    private CsvText() {}

    public static String of(Table table) {
        var csv = new StringBuilder(
                table.columns().stream().map(CsvText::text).collect(Collectors.joining(",", "", "\r\n")));
        for (var row : table.rows()) {
            csv.append(row.stream().map(CsvText::cell).collect(Collectors.joining(",", "", "\r\n")));
        }
        return csv.toString();
    }

    private static String cell(Value value) {
        return switch (value) {
            case Value.Text text -> text(text.text());
            case Value.Number number -> number.number().toString();
            case Value.Flag flag -> Boolean.toString(flag.flag());
            case Value.Items items -> text(items.toString());
            case Value.Fields fields -> text(fields.toString());
            case Value.Absent absent -> "";
        };
    }

    private static String text(String text) {
        boolean formula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
        String safe = formula ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }
}
