package io.hexagent.domain.strategy;

/** Indicators that are neither a plain window nor Wilder's. Undefined (NaN) until their windows are full. */
final class Indicators {
    private static final double MIDDLE = 50;

    private Indicators() {}

    /**
     * Fast less slow exponential average. As in TA-Lib both begin at the same bar, where the slower one's window is
     * full: the faster one's seed is the simple average of the window that ends there, not that of its own first
     * window.
     */
    static double[] macd(double[] in, int fast, int slow) {
        double[] out = Windows.undefined(in.length);
        int longer = Math.max(fast, slow);
        Windows.stretches(in, (from, to) -> {
            if (to - from < longer) {
                return;
            }
            int first = from + longer - 1;
            double quick = Windows.mean(in, first - fast + 1, fast);
            double steady = Windows.mean(in, first - slow + 1, slow);
            out[first] = quick - steady;
            for (int i = first + 1; i < to; i++) {
                quick += 2.0 / (fast + 1) * (in[i] - quick);
                steady += 2.0 / (slow + 1) * (in[i] - steady);
                out[i] = quick - steady;
            }
        });
        return out;
    }

    /** Where the close stands between the lowest and the highest, 0 to 100; 50 where these are the same. */
    static double[] within(double[] close, double[] lowest, double[] highest) {
        double[] out = new double[close.length];
        for (int i = 0; i < out.length; i++) {
            double range = highest[i] - lowest[i];
            out[i] = range == 0 ? MIDDLE : 100 * ((close[i] - lowest[i]) / range);
        }
        return out;
    }

    /** The first bar's volume, then plus the volume of bars that close higher, less that of bars that close lower. */
    static double[] obv(double[] close, double[] volume) {
        double[] out = new double[close.length];
        double balance = 0;
        for (int i = 0; i < out.length; i++) {
            if (i == 0 || close[i] > close[i - 1]) {
                balance += volume[i];
            } else if (close[i] < close[i - 1]) {
                balance -= volume[i];
            }
            out[i] = balance;
        }
        return out;
    }
}
