package io.hexagent.domain.strategy;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Prices of one symbol, bar by bar, oldest first, in columns. Immutable; the arrays are copied on the way in and shared
 * inside this room only.
 */
public final class Bars {
    private static final int BLOCK = 8192;

    private final long[] times;
    private final double[] open;
    private final double[] high;
    private final double[] low;
    private final double[] close;
    private final double[] volume;

    @Nullable
    private String fingerprint;

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

    /**
     * SHA-256, hexadecimal, of the columns time, open, high, low, close and volume, one after the other, each number as
     * the 8 bytes of its bits, the highest first. Computed once.
     */
    String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            MessageDigest digest = Digests.sha256();
            ByteBuffer block = ByteBuffer.allocate(BLOCK * Long.BYTES);
            for (int from = 0; from < times.length; from += BLOCK) {
                int count = Math.min(BLOCK, times.length - from);
                block.asLongBuffer().put(times, from, count);
                digest.update(block.array(), 0, count * Long.BYTES);
            }
            for (Series.Price price : Series.Price.values()) {
                double[] column = column(price);
                for (int from = 0; from < column.length; from += BLOCK) {
                    int count = Math.min(BLOCK, column.length - from);
                    block.asDoubleBuffer().put(column, from, count);
                    digest.update(block.array(), 0, count * Double.BYTES);
                }
            }
            known = HexFormat.of().formatHex(digest.digest());
            fingerprint = known;
        }
        return known;
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
