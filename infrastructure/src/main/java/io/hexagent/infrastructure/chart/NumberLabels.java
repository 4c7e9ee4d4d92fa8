package io.hexagent.infrastructure.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * Numbers beside an axis: as many decimals as its range needs, thousands separated, from a million on in one unit for
 * the whole axis (M, B for thousand millions, T).
 */
final class NumberLabels {
    private static final double TINY = 1e-4;
    private static final double HUGE = 1e15;
    private static final int MOST_DECIMALS = 8;

    private final double unit;
    private final String suffix;
    private final int decimals;
    private final boolean scientific;
    private final boolean grouping;

    private NumberLabels(double least, double most, boolean grouping) {
        double largest = Math.max(Math.abs(least), Math.abs(most));
        double span = most > least ? most - least : largest;
        this.grouping = grouping;
        this.scientific = largest >= HUGE || (largest > 0 && largest < TINY);
        this.unit = largest >= 1e12 ? 1e12 : largest >= 1e9 ? 1e9 : largest >= 1e6 ? 1e6 : 1;
        this.suffix = unit == 1e12 ? "T" : unit == 1e9 ? "B" : unit == 1e6 ? "M" : "";
        int needed = span > 0 ? 3 - (int) Math.floor(Math.log10(span / unit)) : 0;
        this.decimals = Math.clamp(needed, 0, MOST_DECIMALS);
    }

    /** @param year whether the numbers are years, which have no separators */
    static NumberLabels between(double least, double most, boolean year) {
        return new NumberLabels(least, most, !year);
    }

    String of(double number) {
        if (!grouping && Math.abs(number - Math.rint(number)) > 1e-6) {
            // There is no year 2012.5.
            return "";
        }
        if (scientific) {
            BigDecimal rounded = new BigDecimal(number).round(new MathContext(4));
            return rounded.signum() == 0
                    ? "0"
                    : new DecimalFormat("0.###E0", symbols()).format(rounded).replace("E", "e");
        }
        BigDecimal scaled = BigDecimal.valueOf(number / unit).setScale(decimals, RoundingMode.HALF_EVEN);
        if (scaled.signum() == 0) {
            return "0";
        }
        var format = new DecimalFormat(grouping ? "#,##0" : "0", symbols());
        format.setMaximumFractionDigits(decimals);
        return format.format(scaled) + suffix;
    }

    private static DecimalFormatSymbols symbols() {
        var symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
        symbols.setMinusSign('\u2212');
        return symbols;
    }
}
