package io.hexagent.domain.tool;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a tool is about. */
public enum ToolCategory {
    CALCULATION,
    DATA,
    CHART,
    KNOWLEDGE,
    WEB,
    MARKET,
    CODE,
    AGENT,
    OTHER;

    /** The category of a name on the wire; empty when there is none. */
    public static Optional<ToolCategory> ofWire(String wire) {
        return Arrays.stream(values())
                .filter(category -> category.wire().equals(wire))
                .findFirst();
    }

    /** All names on the wire. */
    public static List<String> wires() {
        return Arrays.stream(values()).map(ToolCategory::wire).toList();
    }

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
