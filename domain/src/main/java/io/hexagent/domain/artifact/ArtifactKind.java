package io.hexagent.domain.artifact;

import java.util.Locale;

/** What an artifact is. */
public enum ArtifactKind {
    CHART,
    TABLE,
    FILE;

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when no kind has the name */
    public static ArtifactKind ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
