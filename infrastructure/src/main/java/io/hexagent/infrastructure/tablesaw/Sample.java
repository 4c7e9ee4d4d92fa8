package io.hexagent.infrastructure.tablesaw;

import java.util.Arrays;

/**
 * Some numbers, none missing, and the figures of them. Tablesaw's own are not used: its quantiles take (n + 1) p, its
 * standard deviation of one value is 0, and its sums do not carry the rounding along.
 */
final class Sample {
    private final double[] values;
    private final int from;
    private final int to;

    /** The range is only read. */
    Sample(double[] values, int from, int to) {
        this.values = values;
        this.from = from;
        this.to = to;
    }

    /** The numbers that are not NaN. */
    static Sample present(double[] numbers) {
        var present = new double[numbers.length];
        int n = 0;
        for (double number : numbers) {
            if (!Double.isNaN(number)) {
                present[n++] = number;
            }
        }
        return new Sample(present, 0, n);
    }

    int count() {
        return to - from;
    }

    double get(int i) {
        return values[from + i];
    }

    /** NaN when there are none. With Neumaier's compensation (ZAMM 54, 1974). */
    double sum() {
        if (from == to) {
            return Double.NaN;
        }
        double sum = 0;
        double lost = 0;
        for (int i = from; i < to; i++) {
            double value = values[i];
            double next = sum + value;
            lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }
        return sum + lost;
    }

    double mean() {
        return sum() / count();
    }

    /** The sum of the n-th powers of the differences from the mean. */
    private double moment(int power, double mean) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            double difference = values[i] - mean;
            sum += power == 2 ? difference * difference : difference * difference * difference;
        }
        return sum;
    }

    /** Sample variance (n - 1) in two passes, corrected for the mean's own rounding; NaN for fewer than two values. */
    double variance() {
        int n = count();
        if (n < 2) {
            return Double.NaN;
        }
        double mean = mean();
        double squares = 0;
        double differences = 0;
        for (int i = from; i < to; i++) {
            double difference = values[i] - mean;
            squares += difference * difference;
            differences += difference;
        }
        return Math.max(0, squares - differences * differences / n) / (n - 1);
    }

    double std() {
        return Math.sqrt(variance());
    }

    /** Adjusted Fisher-Pearson skewness G1, as pandas and Excel; NaN for fewer than three values or no spread. */
    double skewness() {
        double n = count();
        if (n < 3) {
            return Double.NaN;
        }
        double mean = mean();
        double second = moment(2, mean) / n;
        if (second == 0) {
            return Double.NaN;
        }
        double third = moment(3, mean) / n;
        return Math.sqrt(n * (n - 1)) / (n - 2) * third / Math.pow(second, 1.5);
    }

    double min() {
        double min = Double.NaN;
        for (int i = from; i < to; i++) {
            min = i == from ? values[i] : Math.min(min, values[i]);
        }
        return min;
    }

    double max() {
        double max = Double.NaN;
        for (int i = from; i < to; i++) {
            max = i == from ? values[i] : Math.max(max, values[i]);
        }
        return max;
    }

    Sample sorted() {
        double[] sorted = Arrays.copyOfRange(values, from, to);
        Arrays.sort(sorted);
        return new Sample(sorted, 0, sorted.length);
    }

    /** The quantile of type 7 (Hyndman and Fan, 1996) of a {@link #sorted} sample; NaN when it is empty. */
    double quantile(double q) {
        int n = count();
        if (n == 0) {
            return Double.NaN;
        }
        double at = q * (n - 1);
        int below = (int) Math.floor(at);
        double low = get(below);
        if (below + 1 >= n) {
            return low;
        }
        double part = at - below;
        return part == 0 ? low : low + part * (get(below + 1) - low);
    }
}
