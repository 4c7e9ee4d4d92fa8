package io.hexagent.infrastructure.chart;

import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.domain.value.Value;
import java.util.Locale;

/** Words and scales of axes. */
final class Titles {
    private static final int FIRST_YEAR = 1500;
    private static final int LAST_YEAR = 2200;

    private Titles() {}

    /** The text with a capital at its beginning, unless it is a name that begins with a small letter itself. */
    static String sentence(String label) {
        int space = label.indexOf(' ');
        boolean words = space > 0 && label.substring(0, space).chars().allMatch(c -> c >= 'a' && c <= 'z');
        return words || label.equals("count")
                ? label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1)
                : label;
    }

    /** Whole numbers that can only be years are read as years. */
    static Chart.Scale numberScale(Column column) {
        return column.type() == ColumnType.INTEGER && year(column.min()) && year(column.max())
                ? Chart.Scale.YEAR
                : Chart.Scale.NUMBER;
    }

    private static boolean year(Value value) {
        return value instanceof Value.Number number
                && number.number().doubleValue() >= FIRST_YEAR
                && number.number().doubleValue() <= LAST_YEAR;
    }
}
