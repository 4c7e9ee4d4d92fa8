package io.hexagent.domain.strategy;

import java.util.Arrays;

/**
 * Indicators over the last bars. Each is one pass; undefined (NaN) until its window is full of defined values, and
 * begun anew behind a value that is undefined. Running sums are taken afresh once in a window, so that they do not
 * drift, and a window of equal values has exactly that value for its average and 0 for its deviation.
 */
final class Windows {
    private static final double SHRUNK = 1e-6;

    private Windows() {}

    /** Works on the places from one (inclusive) to another (exclusive), all of them defined. */
    @FunctionalInterface
    interface Stretch {
        void over(int from, int to);
    }

    /** Goes over the longest stretches of defined values, in their order. */
    static void stretches(double[] in, Stretch work) {
        int to = 0;
        while (to < in.length) {
            int from = to;
            while (from < in.length && Double.isNaN(in[from])) {
                from++;
            }
            to = from;
            while (to < in.length && !Double.isNaN(in[to])) {
                to++;
            }
            if (from < to) {
                work.over(from, to);
            }
        }
    }

    static double[] undefined(int size) {
        var out = new double[size];
        Arrays.fill(out, Double.NaN);
        return out;
    }

    /** The mean of a window. */
    static double mean(double[] in, int from, int length) {
        double sum = 0;
        boolean same = true;
        for (int i = from; i < from + length; i++) {
            sum += in[i];
            same &= in[i] == in[from];
        }
        return same ? in[from] : sum / length;
    }

    static double[] sma(double[] in, int length) {
        double[] out = undefined(in.length);
        stretches(in, (from, to) -> sma(in, length, from, to, out));
        return out;
    }

    private static void sma(double[] in, int length, int from, int to, double[] out) {
        double sum = 0;
        int equal = 0;
        int fresh = from + length - 1;
        for (int i = from; i < to; i++) {
            equal = i > from && in[i] == in[i - 1] ? equal + 1 : 1;
            if (i < fresh) {
                if (i >= from + length) {
                    sum += in[i] - in[i - length];
                }
            } else {
                sum = sum(in, i - length + 1, i + 1);
                fresh = i + length;
            }
            if (i >= from + length - 1) {
                out[i] = equal >= length ? in[i] : sum / length;
            }
        }
    }

    private static double sum(double[] in, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += in[i];
        }
        return sum;
    }

    /** Weights 1, 2, … length, the newest the heaviest. */
    static double[] wma(double[] in, int length) {
        double[] out = undefined(in.length);
        stretches(in, (from, to) -> wma(in, length, from, to, out));
        return out;
    }

    private static void wma(double[] in, int length, int from, int to, double[] out) {
        double weights = length * (length + 1.0) / 2;
        double sum = 0;
        double weighted = 0;
        int equal = 0;
        int fresh = from + length - 1;
        for (int i = from; i < to; i++) {
            equal = i > from && in[i] == in[i - 1] ? equal + 1 : 1;
            if (i < from + length - 1) {
                continue;
            }
            if (i == fresh) {
                sum = 0;
                weighted = 0;
                for (int k = 1; k <= length; k++) {
                    double value = in[i - length + k];
                    sum += value;
                    weighted += k * value;
                }
                fresh = i + length;
            } else {
                weighted += length * in[i] - sum;
                sum += in[i] - in[i - length];
            }
            out[i] = equal >= length ? in[i] : weighted / weights;
        }
    }

    /** Seeded with the simple average of the first window; each value then moves it by 2 / (length + 1). */
    static double[] ema(double[] in, int length) {
        double[] out = undefined(in.length);
        stretches(in, (from, to) -> {
            if (to - from < length) {
                return;
            }
            double step = 2.0 / (length + 1);
            double average = mean(in, from, length);
            out[from + length - 1] = average;
            for (int i = from + length; i < to; i++) {
                average += step * (in[i] - average);
                out[i] = average;
            }
        });
        return out;
    }

    /** Of the population: the squares are divided by the length. Welford's way, rolling. */
    static double[] stddev(double[] in, int length) {
        double[] out = undefined(in.length);
        stretches(in, (from, to) -> stddev(in, length, from, to, out));
        return out;
    }

    private static void stddev(double[] in, int length, int from, int to, double[] out) {
        double mean = 0;
        double squares = 0;
        double most = 0;
        int equal = 0;
        int fresh = from + length - 1;
        for (int i = from; i < to; i++) {
            equal = i > from && in[i] == in[i - 1] ? equal + 1 : 1;
            if (i < from + length - 1) {
                continue;
            }
            if (i < fresh) {
                double added = in[i];
                double left = in[i - length];
                double before = mean;
                mean += (added - left) / length;
                squares += (added - left) * (added - mean + left - before);
                most = Math.max(most, squares);
            }
            // What is left of a much larger sum is mostly rounding.
            if (i >= fresh || squares < SHRUNK * most) {
                mean = sum(in, i - length + 1, i + 1) / length;
                squares = 0;
                for (int k = i - length + 1; k <= i; k++) {
                    squares += (in[k] - mean) * (in[k] - mean);
                }
                most = squares;
                fresh = i + length;
            }
            out[i] = equal >= length ? 0 : Math.sqrt(squares / length);
        }
    }

    static double[] highest(double[] in, int length) {
        return extreme(in, length, 1);
    }

    static double[] lowest(double[] in, int length) {
        return extreme(in, length, -1);
    }

    /** A queue of places whose values fall: its head is the highest of the window. */
    private static double[] extreme(double[] in, int length, int sign) {
        double[] out = undefined(in.length);
        var ring = new int[Integer.highestOneBit(Math.max(1, length)) << 1];
        int mask = ring.length - 1;
        stretches(in, (from, to) -> {
            int head = 0;
            int tail = 0;
            for (int i = from; i < to; i++) {
                double value = sign * in[i];
                while (tail > head && sign * in[ring[tail - 1 & mask]] <= value) {
                    tail--;
                }
                ring[tail++ & mask] = i;
                if (ring[head & mask] <= i - length) {
                    head++;
                }
                if (i >= from + length - 1) {
                    out[i] = in[ring[head & mask]];
                }
            }
        });
        return out;
    }

    /** The value some bars ago. */
    static double[] previous(double[] in, int bars) {
        double[] out = undefined(in.length);
        if (bars < in.length) {
            System.arraycopy(in, 0, out, bars, in.length - bars);
        }
        return out;
    }

    /** 100 (value / the value some bars ago − 1); undefined where that was 0. */
    static double[] roc(double[] in, int bars) {
        double[] out = undefined(in.length);
        for (int i = bars; i < in.length; i++) {
            if (in[i - bars] != 0) {
                out[i] = 100 * (in[i] / in[i - bars] - 1);
            }
        }
        return out;
    }
}
