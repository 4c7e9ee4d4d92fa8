package io.hexagent.domain.strategy;

import java.time.Instant;

/**
 * A position from its entry to its exit.
 *
 * @param units held
 * @param fees of both sides, in money
 * @param profit in money, after fees
 * @param profitPart of what was paid, fee included
 */
public record Trade(
        int entryBar,
        int exitBar,
        Instant entryTime,
        Instant exitTime,
        double entryPrice,
        double exitPrice,
        double units,
        double fees,
        double profit,
        double profitPart,
        Reason reason) {
    /** Why it ended. */
    public enum Reason {
        SIGNAL,
        STOP_LOSS,
        TAKE_PROFIT,
        /** It has not: it is valued at the last close, without a fee for selling. */
        OPEN
    }
}
