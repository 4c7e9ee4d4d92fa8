package io.hexagent.application.strategy.session;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as people read them. */
final class Figures {
    private Figures() {}

    /** A part in percent: 0.0612 is 6.12 %. */
    static String percent(double part) {
        return plain(part * 100, 2) + " %";
    }

    static String percent(OptionalDouble part) {
        return part.isPresent() ? percent(part.getAsDouble()) : "not defined";
    }

    static String number(OptionalDouble number) {
        return number.isPresent() ? plain(number.getAsDouble(), 2) : "not defined";
    }

    static String money(double amount) {
        return Double.isFinite(amount)
                ? new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(amount)
                : "not defined";
    }

    /** In the fewest digits. */
    static String plain(double number) {
        return plain(number, 9);
    }

    private static String plain(double number, int digits) {
        return Double.isFinite(number)
                ? BigDecimal.valueOf(number)
                        .setScale(digits, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros()
                        .toPlainString()
                : "not defined";
    }
}
