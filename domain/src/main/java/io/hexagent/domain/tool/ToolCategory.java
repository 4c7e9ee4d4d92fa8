package io.hexagent.domain.tool;

import java.util.Locale;

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

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
