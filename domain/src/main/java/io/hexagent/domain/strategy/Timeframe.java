package io.hexagent.domain.strategy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How long one bar lasts. */
public enum Timeframe {
    ONE_MINUTE("1m", Duration.ofMinutes(1)),
    FIVE_MINUTES("5m", Duration.ofMinutes(5)),
    FIFTEEN_MINUTES("15m", Duration.ofMinutes(15)),
    THIRTY_MINUTES("30m", Duration.ofMinutes(30)),
    ONE_HOUR("1h", Duration.ofHours(1)),
    FOUR_HOURS("4h", Duration.ofHours(4)),
    ONE_DAY("1d", Duration.ofDays(1)),
    ONE_WEEK("1w", Duration.ofDays(7));

    private final String wire;
    private final Duration length;

    Timeframe(String wire, Duration length) {
        this.wire = wire;
        this.length = length;
    }

    /** The timeframe of a wire name such as {@code 1d}; upper and lower case are the same. */
    public static Optional<Timeframe> of(String wire) {
        String name = wire.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(one -> one.wire.equals(name)).findFirst();
    }

    /** The name on the wire, such as {@code 1d}. */
    public String wire() {
        return wire;
    }

    public Duration length() {
        return length;
    }

    @Override
    public String toString() {
        return wire;
    }
}
