package io.hexagent.domain.strategy;

import java.time.Instant;
import java.util.Arrays;

/**
 * Prices of one symbol, bar by bar, oldest first, in columns. Immutable; the arrays are copied on the way in and shared
 * inside this room only.
 */
public final class Bars {
    private final long[] times;
    private final double[] open;
    private final double[] high;
    private final double[] low;
    private final double[] close;
    private final double[] volume;

    /**
     * @param times when each bar opens, in milliseconds since the epoch, rising
     * @param volume of each bar; 0 where it is not known
     * @throws IllegalArgumentException when the columns differ in length; whether the prices make sense is for
     *     {@link BarCheck} to say
     */
    public Bars(long[] times, double[] open, double[] high, double[] low, double[] close, double[] volume) {
        int size = times.length;
        if (open.length != size
                || high.length != size
                || low.length != size
                || close.length != size
                || volume.length != size) {
            throw new IllegalArgumentException("the columns of bars differ in length");
        }
        this.times = times.clone();
        this.open = open.clone();
        this.high = high.clone();
        this.low = low.clone();
        this.close = close.clone();
        this.volume = volume.clone();
    }

    private Bars(Bars of, int from, int to) {
        times = Arrays.copyOfRange(of.times, from, to);
        open = Arrays.copyOfRange(of.open, from, to);
        high = Arrays.copyOfRange(of.high, from, to);
        low = Arrays.copyOfRange(of.low, from, to);
        close = Arrays.copyOfRange(of.close, from, to);
        volume = Arrays.copyOfRange(of.volume, from, to);
    }

    public int size() {
        return times.length;
    }

    /** The bars from one place (inclusive, 0-based) to another (exclusive). */
    public Bars slice(int from, int to) {
        return new Bars(this, from, to);
    }

    /** When a bar opens. */
    public Instant time(int bar) {
        return Instant.ofEpochMilli(times[bar]);
    }

    public double open(int bar) {
        return open[bar];
    }

    public double high(int bar) {
        return high[bar];
    }

    public double low(int bar) {
        return low[bar];
    }

    public double close(int bar) {
        return close[bar];
    }

    public double volume(int bar) {
        return volume[bar];
    }

    /** Not to be changed. */
    long[] times() {
        return times;
    }

    /** Not to be changed. */
    double[] column(Series.Price price) {
        return switch (price) {
            case OPEN -> open;
            case HIGH -> high;
            case LOW -> low;
            case CLOSE -> close;
            case VOLUME -> volume;
        };
    }
}
