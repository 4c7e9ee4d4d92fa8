package io.hexagent.infrastructure.chart;

import java.awt.Color;
import java.util.List;

/**
 * Colours that people with any colour vision tell apart on white: those of Okabe and Ito (Color Universal Design, 2008)
 * without yellow and black, and two of Paul Tol's muted ones.
 */
final class Palette {
    private static final List<String> HEX =
            List.of("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#882255", "#999933");

    /** The most series of a chart: more could not be told apart. */
    static final int MOST_SERIES = HEX.size();

    /** What was done, and its colour. */
    record Side(String name, String hex) {}

    static final Side BOUGHT = new Side("bought", "#009E73");
    static final Side SOLD = new Side("sold", "#D55E00");

    private Palette() {}

    /** The colours as {@code #RRGGBB}, in the order in which series take them. */
    static List<String> hex() {
        return HEX;
    }

    static Color color(int series) {
        return Color.decode(HEX.get(series % HEX.size()));
    }
}
