package io.hexagent.domain.run;

import java.util.Locale;

/** What a person, or the passing of time, decided about a request for input. */
public enum Decision {
    /** Here is what you wanted to know. */
    ANSWER,
    /** Call the tool as shown. */
    APPROVE,
    /** Call the tool with other arguments. */
    EDIT,
    /** Do not call the tool. */
    REJECT,
    /** Nobody decided in time. */
    EXPIRED;

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when no decision has the name */
    public static Decision ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
