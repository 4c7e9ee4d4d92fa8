package io.hexagent.domain.strategy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** How numbers are written in messages. */
final class Figure {
    private static final MathContext DIGITS = new MathContext(10);

    private Figure() {}

    /** As short as it can be: {@code 0}, {@code 0.05}, {@code 100000}; at most ten digits. */
    static String text(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return String.valueOf(value);
        }
        return value == 0
                ? "0"
                : new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
    }

    /** A part as a percent with one digit: {@code 12.3 %}. */
    static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * part);
    }

    /** Two digits behind the point. */
    static String ratio(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
