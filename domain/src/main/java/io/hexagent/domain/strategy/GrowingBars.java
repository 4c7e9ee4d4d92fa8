package io.hexagent.domain.strategy;

import java.util.Arrays;

/** Bars that are being put together. */
final class GrowingBars {
    final long[] times;
    int size;
    private final double[] open;
    private final double[] high;
    private final double[] low;
    private final double[] close;
    private final double[] volume;

    GrowingBars(int most) {
        times = new long[most];
        open = new double[most];
        high = new double[most];
        low = new double[most];
        close = new double[most];
        volume = new double[most];
    }

    void add(long time, double opened, double highest, double lowest, double closed, double traded) {
        times[size] = time;
        open[size] = opened;
        high[size] = highest;
        low[size] = lowest;
        close[size] = closed;
        volume[size++] = traded;
    }

    /** Takes one more bar into the last one. */
    void join(double highest, double lowest, double closed, double traded) {
        int last = size - 1;
        high[last] = Math.max(high[last], highest);
        low[last] = Math.min(low[last], lowest);
        close[last] = closed;
        volume[last] += traded;
    }

    Bars bars() {
        return new Bars(
                Arrays.copyOf(times, size),
                Arrays.copyOf(open, size),
                Arrays.copyOf(high, size),
                Arrays.copyOf(low, size),
                Arrays.copyOf(close, size),
                Arrays.copyOf(volume, size));
    }
}
