package io.hexagent.domain.language;

import java.util.Locale;

/** How a question ended: answered, refused because nothing here can answer it, or with a question back. */
public enum AnswerKind {
    ANSWERED,
    REFUSED,
    QUESTION;

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when no kind has the name */
    public static AnswerKind ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
