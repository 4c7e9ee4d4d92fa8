package io.hexagent.infrastructure.offline;

import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Writes numbers for reading: two decimals, more for small ones; groups of three digits from 10,000 on. */
final class Figures {
    private static final BigDecimal GROUPED_FROM = BigDecimal.valueOf(10_000);
    private static final BigDecimal HUGE = new BigDecimal("1e15");
    private static final BigDecimal TINY = new BigDecimal("1e-6");

    private Figures() {}

    static String of(Value value) {
        return switch (value) {
            case Value.Number number -> of(number.number());
            case Value.Absent absent -> "no value";
            case Value.Text text -> text.text();
            case Value.Flag flag -> String.valueOf(flag.flag());
            case Value.Items items -> items.toString();
            case Value.Fields fields -> fields.toString();
        };
    }

    static String of(BigDecimal number) {
        BigDecimal size = number.abs();
        if (size.signum() != 0 && (size.compareTo(HUGE) >= 0 || size.compareTo(TINY) < 0)) {
            return number.round(new MathContext(5)).stripTrailingZeros().toString();
        }
        BigDecimal rounded = size.compareTo(BigDecimal.ONE) >= 0 || size.signum() == 0
                ? number.setScale(2, RoundingMode.HALF_UP)
                : number.round(new MathContext(4, RoundingMode.HALF_UP));
        return grouped(rounded.stripTrailingZeros());
    }

    /** All digits that matter in arithmetic, up to 15. */
    static String exact(BigDecimal number) {
        BigDecimal rounded = number.precision() - number.scale() > 15
                ? number.stripTrailingZeros()
                : number.round(new MathContext(15, RoundingMode.HALF_UP)).stripTrailingZeros();
        boolean unreadable = rounded.scale() < -20 || rounded.scale() > 25;
        return unreadable ? rounded.round(new MathContext(15)).toString() : rounded.toPlainString();
    }

    /** A part of 1 in percent: {@code 44.19%}. */
    static String percent(BigDecimal part) {
        return of(part.movePointRight(2)) + "%";
    }

    private static String grouped(BigDecimal number) {
        String plain = number.toPlainString();
        if (number.abs().compareTo(GROUPED_FROM) < 0) {
            return plain;
        }
        int point = plain.indexOf('.');
        int end = point < 0 ? plain.length() : point;
        int start = plain.startsWith("-") ? 1 : 0;
        var grouped = new StringBuilder(plain);
        for (int i = end - 3; i > start; i -= 3) {
            grouped.insert(i, ',');
        }
        return grouped.toString();
    }
}
