package io.hexagent.domain.strategy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person wants after having seen a result. */
public enum FeedbackIntent {
    /** Another strategy, or other terms. */
    MODIFY_SPEC,
    /** The same once more, on other days. */
    RERUN_BACKTEST,
    /** The rules written differently. */
    MODIFY_CODE,
    END;

    /** The name on the wire, such as {@code modify_spec}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<FeedbackIntent> ofWire(String wire) {
        return Arrays.stream(values()).filter(one -> one.wire().equals(wire)).findFirst();
    }
}
