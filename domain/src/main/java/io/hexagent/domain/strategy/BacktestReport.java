package io.hexagent.domain.strategy;

import java.util.List;

/**
 * What a strategy would have done.
 *
 * @param equity at the close of each bar, in money; double[bars]
 * @param trades in their order; the last may be open
 * @param entries the bars at whose close the entry rule held and the exit rule did or did not; 0-based, rising
 * @param exits the bars at whose close the exit rule held
 * @param firstBar the first bar at which both rules are defined
 * @param benchmark buying at the second bar's open, all in, at the same fee and slippage, and holding
 * @param warnings what a reader should not overlook, a sentence each
 */
public record BacktestReport(
        Strategy strategy,
        Bars bars,
        MarketHours hours,
        Curve equity,
        List<Trade> trades,
        Signals entries,
        Signals exits,
        int firstBar,
        Metrics metrics,
        Metrics benchmark,
        Manifest manifest,
        List<String> warnings) {
    public BacktestReport {
        trades = List.copyOf(trades);
        warnings = List.copyOf(warnings);
    }

    /** A number for each bar. Immutable. */
    public static final class Curve {
        private final double[] values;

        /** The array is taken as it is: whoever makes a curve gives it away. */
        Curve(double[] values) {
            this.values = values;
        }

        public int size() {
            return values.length;
        }

        public double at(int bar) {
            return values[bar];
        }
    }

    /** The bars at which a rule held. Immutable. */
    public static final class Signals {
        private final long[] words;
        private final int size;

        /** One bit for each bar, the lowest first; the array is given away. */
        Signals(long[] words, int size) {
            this.words = words;
            this.size = size;
        }

        public int size() {
            return size;
        }

        public boolean at(int bar) {
            return (words[bar >> 6] >>> bar & 1) != 0;
        }
    }

    /**
     * What is needed to get the same bits again.
     *
     * @param bars SHA-256 of the bars' columns, hexadecimal
     * @param strategy SHA-256 of the document
     * @param source of the bars
     * @param engine version of the engine's conventions
     * @param java version of the JVM
     */
    public record Manifest(String bars, String strategy, String source, String engine, String java, long seed) {}
}
