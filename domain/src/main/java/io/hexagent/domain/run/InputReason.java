package io.hexagent.domain.run;

import java.util.Locale;

/** Why a run waits for a person. */
public enum InputReason {
    /** It wants to know something. */
    QUESTION,
    /** It wants to call a tool and needs leave. */
    APPROVAL;

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when no reason has the name */
    public static InputReason ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
