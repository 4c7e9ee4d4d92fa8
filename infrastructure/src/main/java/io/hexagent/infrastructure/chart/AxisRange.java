package io.hexagent.infrastructure.chart;

import java.util.stream.DoubleStream;

/** From where to where an axis goes. */
record AxisRange(double least, double most) {
    private static final double STEPS = 8;
    private static final double CLOSE = 1e-11;
    private static final double LEAST_SPAN = 1e-8;
    private static final double MOST = 1e100;

    /** The range of the values, out to round numbers, with zero when bars stand on it. */
    static AxisRange of(DoubleStream values, boolean withZero) {
        var statistics = values.filter(Double::isFinite).summaryStatistics();
        if (statistics.getCount() == 0) {
            return new AxisRange(0, 1);
        }
        double least = withZero ? Math.min(0, statistics.getMin()) : statistics.getMin();
        double most = withZero ? Math.max(0, statistics.getMax()) : statistics.getMax();
        if (most - least <= CLOSE * Math.max(Math.abs(least), Math.abs(most))) {
            double half = least == 0 ? 1 : Math.abs(least) * 0.1;
            least -= half;
            most += 2 * half;
        }
        check(least, most);
        double step = step((most - least) / STEPS);
        double from = Math.floor(least / step) * step;
        double to = Math.ceil(most / step) * step;
        return new AxisRange(from, to);
    }

    /** The range of the values with a margin on both sides. */
    static AxisRange around(DoubleStream values, double margin) {
        var statistics = values.filter(Double::isFinite).summaryStatistics();
        if (statistics.getCount() == 0) {
            return new AxisRange(0, 1);
        }
        double span = statistics.getMax() - statistics.getMin();
        boolean wide = span > CLOSE * Math.max(Math.abs(statistics.getMin()), Math.abs(statistics.getMax()));
        double room = wide ? span * margin : Math.max(Math.abs(statistics.getMax()) * 0.1, 1);
        check(statistics.getMin() - room, statistics.getMax() + room);
        return new AxisRange(statistics.getMin() - room, statistics.getMax() + room);
    }

    /** XChart searches without end for ticks whose distance is below 1e-10, or beyond what a double holds. */
    private static void check(double least, double most) {
        if (most - least < LEAST_SPAN || Math.max(Math.abs(least), Math.abs(most)) > MOST) {
            throw new ChartPainter.CannotPaint(
                    "numbers from " + least + " to " + most + " cannot be drawn; the spec has them", null);
        }
    }

    /** The next number of the form 1, 2 or 5 times a power of ten. */
    private static double step(double rough) {
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double significand = rough / power;
        return power * (significand <= 1 ? 1 : significand <= 2 ? 2 : significand <= 5 ? 5 : 10);
    }
}
