package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.value.Value;
import java.math.BigDecimal;

/** Numbers as they stand in results. */
final class Figures {
    private static final double EXACT = 1L << 53;

    private Figures() {}

    /** The number in the fewest digits; whole numbers without a fraction; absent for NaN and the infinities. */
    static Value value(double number) {
        if (!Double.isFinite(number)) {
            return Value.Absent.ABSENT;
        }
        if (number == Math.rint(number) && Math.abs(number) <= EXACT) {
            return Value.of((long) number);
        }
        return Value.of(BigDecimal.valueOf(number));
    }
}
