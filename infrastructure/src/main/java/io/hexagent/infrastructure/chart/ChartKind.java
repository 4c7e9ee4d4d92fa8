package io.hexagent.infrastructure.chart;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a chart looks like. */
enum ChartKind {
    LINE,
    BAR,
    SCATTER,
    HISTOGRAM,
    BOX;

    /** The name on the wire. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ChartKind ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    static List<String> wires() {
        return Arrays.stream(values()).map(ChartKind::wire).toList();
    }
}
