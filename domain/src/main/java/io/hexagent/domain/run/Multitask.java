package io.hexagent.domain.run;

import java.util.Locale;

/** What to do with a new run while another one of its conversation has not ended. */
public enum Multitask {
    /** Refuse the new one. */
    REJECT,
    /** The new one waits for the others to end. */
    ENQUEUE,
    /** Cancel the others. */
    INTERRUPT;

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when no strategy has the name */
    public static Multitask ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
