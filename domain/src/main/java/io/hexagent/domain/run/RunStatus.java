package io.hexagent.domain.run;

import java.util.Locale;

/** The state of a run as one word, for rows, filters and clients. */
public enum RunStatus {
    QUEUED,
    RUNNING,
    AWAITING_INPUT,
    COMPLETED,
    FAILED,
    CANCELLED;

    /** Whether nothing more will happen. */
    public boolean isTerminal() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when no status has the name */
    public static RunStatus ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
