package io.hexagent.presentation.cli;

import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table as aligned lines: numbers to the right and rounded for reading, long cells cut, a last line for the rest. */
final class TableText {
    /** Rows that are shown. */
    static final int MOST_ROWS = 40;

    private static final int WIDEST = 40;
    private static final int NARROW = 6;
    private static final String GAP = "  ";
    private static final BigDecimal TINY = new BigDecimal("0.0001");
    private static final BigDecimal HUGE = new BigDecimal("1e15");

    private TableText() {}

    static List<String> lines(Table table, Style style, int columns) {
        int shown = Math.min(MOST_ROWS, table.rows().size());
        int all = table.columns().size();
        var cells = new ArrayList<List<String>>();
        var numeric = new boolean[all];
        var least = new int[all];
        for (int j = 0; j < all; j++) {
            int column = j;
            List<Value> values = IntStream.range(0, shown)
                    .mapToObj(i -> table.rows().get(i).get(column))
                    .toList();
            numeric[j] = values.stream().anyMatch(value -> value instanceof Value.Number)
                    && values.stream().allMatch(value -> value instanceof Value.Number || value == Value.Absent.ABSENT);
            cells.add(column(values));
            // A figure that lost digits would be another figure.
            int widest = widest(cells.get(j));
            least[j] = numeric[j]
                    ? widest
                    : Math.min(
                            NARROW,
                            Math.max(
                                    widest,
                                    Text.width(Text.oneLine(table.columns().get(j)))));
        }
        int n = fitting(least, columns);
        List<String> names = table.columns().subList(0, n);
        int[] widths = widths(names, cells.subList(0, n), least, columns);
        var lines = new ArrayList<String>();
        lines.add(style.bold(row(names, widths, numeric)));
        lines.add(style.faint(
                IntStream.of(widths).mapToObj("─"::repeat).collect(java.util.stream.Collectors.joining(GAP))));
        for (int i = 0; i < shown; i++) {
            int at = i;
            lines.add(row(cells.stream().limit(n).map(column -> column.get(at)).toList(), widths, numeric));
        }
        if (table.totalRows() > shown) {
            long rest = table.totalRows() - shown;
            lines.add(style.faint("… " + rest + " more " + (rest == 1 ? "row" : "rows")));
        }
        if (n < all) {
            lines.add(style.faint("… no room for "
                    + Text.oneLine(String.join(", ", table.columns().subList(n, all)))));
        }
        return lines;
    }

    /** How many of the first columns have room side by side, at least one. */
    private static int fitting(int[] least, int page) {
        int used = 0;
        for (int j = 0; j < least.length; j++) {
            used += (j == 0 ? 0 : GAP.length()) + least[j];
            if (used > page && j > 0) {
                return j;
            }
        }
        return least.length;
    }

    private static int widest(List<String> cells) {
        return cells.stream().mapToInt(Text::width).max().orElse(1);
    }

    private static String row(List<String> cells, int[] widths, boolean[] numeric) {
        var line = new StringBuilder();
        for (int j = 0; j < cells.size(); j++) {
            line.append(j == 0 ? "" : GAP)
                    .append(Text.padded(Text.cut(cells.get(j), widths[j]), widths[j], numeric[j]));
        }
        return line.toString().stripTrailing();
    }

    /** As wide as the cells; when that is too wide for the page, the widest columns that can give way do. */
    private static int[] widths(List<String> names, List<List<String>> cells, int[] least, int page) {
        int[] widths = new int[names.size()];
        for (int j = 0; j < widths.length; j++) {
            int natural = Math.max(Text.width(Text.oneLine(names.get(j))), widest(cells.get(j)));
            widths[j] = Math.max(least[j], Math.clamp(natural, 1, WIDEST));
        }
        int room = page - GAP.length() * Math.max(0, widths.length - 1);
        while (IntStream.of(widths).sum() > room) {
            int widest = -1;
            for (int j = 0; j < widths.length; j++) {
                if (widths[j] > least[j] && (widest < 0 || widths[j] > widths[widest])) {
                    widest = j;
                }
            }
            if (widest < 0) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    private static List<String> column(List<Value> values) {
        int decimals = decimals(values);
        return values.stream().map(value -> cell(value, decimals)).toList();
    }

    /** Digits after the point that suit a whole column: two from 1 on, four below, none for whole numbers. */
    private static int decimals(List<Value> values) {
        int needed = 0;
        BigDecimal greatest = BigDecimal.ZERO;
        for (Value value : values) {
            if (value instanceof Value.Number number) {
                needed = Math.max(
                        needed, Math.max(0, number.number().stripTrailingZeros().scale()));
                greatest = greatest.max(number.number().abs());
            }
        }
        return Math.min(needed, greatest.compareTo(BigDecimal.ONE) > 0 ? 2 : 4);
    }

    private static String cell(Value value, int decimals) {
        return switch (value) {
            case Value.Number number -> number(number.number(), decimals);
            case Value.Text text -> Text.oneLine(text.text());
            case Value.Flag flag -> Boolean.toString(flag.flag());
            case Value.Items items -> Text.oneLine(items.toString());
            case Value.Fields fields -> Text.oneLine(fields.toString());
            case Value.Absent absent -> "–";
        };
    }

    private static String number(BigDecimal number, int decimals) {
        BigDecimal size = number.abs();
        if (number.signum() == 0) {
            return BigDecimal.ZERO.setScale(decimals).toPlainString();
        }
        if (size.compareTo(TINY) < 0 || size.compareTo(HUGE) >= 0) {
            return number.round(new java.math.MathContext(3))
                    .stripTrailingZeros()
                    .toString();
        }
        BigDecimal rounded = number.setScale(decimals, RoundingMode.HALF_UP);
        // A small figure among great ones keeps three digits that mean something.
        return size.compareTo(BigDecimal.ONE) < 0 && rounded.abs().compareTo(new BigDecimal("0.1")) < 0
                ? number.round(new java.math.MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString()
                : rounded.toPlainString();
    }
}
