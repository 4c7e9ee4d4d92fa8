package io.hexagent.domain.strategy;

import java.time.Instant;
import java.util.Locale;

/** Finds bars that cannot have happened. */
public final class BarCheck {
    private BarCheck() {}

    public enum Kind {
        OUT_OF_ORDER,
        DUPLICATE,
        HIGH_BELOW_LOW,
        OUTSIDE_RANGE,
        MISSING_PRICE,
        NOT_POSITIVE;

        /** The name on the wire. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @param row from 1, as the source gave them */
    public record Fault(Kind kind, long row, Instant time, String message) {}
}
