package io.hexagent.domain.strategy;

/**
 * Wilder's indicators (New Concepts in Technical Trading Systems, 1978), as TA-Lib computes them: the first value is an
 * average over the first window, each later one moves by a part 1 / length of the difference.
 */
final class Wilder {
    private static final double FULL = 100;
    /** What an oscillator from 0 to 100 shows where nothing moves. TA-Lib shows 0, which would read as oversold. */
    private static final double MIDDLE = 50;

    private Wilder() {}

    /**
     * 100 gains / (gains + losses), smoothed; 50 where there was neither. Defined {@code length} bars after its input.
     */
    static double[] rsi(double[] in, int length) {
        double[] out = Windows.undefined(in.length);
        Windows.stretches(in, (from, to) -> rsi(in, length, from, to, out));
        return out;
    }

    private static void rsi(double[] in, int length, int from, int to, double[] out) {
        if (to - from <= length) {
            return;
        }
        double gains = 0;
        double losses = 0;
        for (int i = from + 1; i <= from + length; i++) {
            double change = in[i] - in[i - 1];
            gains += Math.max(change, 0);
            losses += Math.max(-change, 0);
        }
        gains /= length;
        losses /= length;
        out[from + length] = oscillator(gains, losses);
        double step = 1.0 / length;
        for (int i = from + length + 1; i < to; i++) {
            double change = in[i] - in[i - 1];
            gains += (Math.max(change, 0) - gains) * step;
            losses += (Math.max(-change, 0) - losses) * step;
            out[i] = oscillator(gains, losses);
        }
    }

    private static double oscillator(double gains, double losses) {
        double both = gains + losses;
        return both > 0 ? FULL * (gains / both) : MIDDLE;
    }

    /** The average true range; the first bar has none, since it follows no close. */
    static double[] atr(double[] high, double[] low, double[] close, int length) {
        double[] out = Windows.undefined(close.length);
        if (close.length <= length) {
            return out;
        }
        double average = 0;
        for (int i = 1; i <= length; i++) {
            average += range(high, low, close, i);
        }
        average /= length;
        out[length] = average;
        for (int i = length + 1; i < close.length; i++) {
            average = (average * (length - 1) + range(high, low, close, i)) / length;
            out[i] = average;
        }
        return out;
    }

    private static double range(double[] high, double[] low, double[] close, int bar) {
        return Math.max(high[bar], close[bar - 1]) - Math.min(low[bar], close[bar - 1]);
    }

    /** The average directional index; defined from bar 2 length − 1 on. */
    static double[] adx(double[] high, double[] low, double[] close, int length) {
        double[] out = Windows.undefined(close.length);
        double up = 0;
        double down = 0;
        double ranges = 0;
        double sum = 0;
        double index = 0;
        for (int i = 1; i < close.length; i++) {
            double rise = high[i] - high[i - 1];
            double fall = low[i - 1] - low[i];
            boolean first = i < length;
            up += (rise > 0 && rise > fall ? rise : 0) - (first ? 0 : up / length);
            down += (fall > 0 && fall > rise ? fall : 0) - (first ? 0 : down / length);
            ranges += range(high, low, close, i) - (first ? 0 : ranges / length);
            if (first) {
                continue;
            }
            // The parts of the range cancel: |+DI − −DI| / (+DI + −DI). Without any movement the index stays as it is.
            boolean moved = ranges > 0 && up + down > 0;
            double direction = moved ? FULL * Math.abs(up - down) / (up + down) : 0;
            if (i < 2 * length) {
                sum += direction;
                index = sum / length;
            } else if (moved) {
                index = (index * (length - 1) + direction) / length;
            }
            if (i >= 2 * length - 1) {
                out[i] = index;
            }
        }
        return out;
    }
}
