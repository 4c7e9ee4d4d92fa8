package io.hexagent.infrastructure.chart;

import java.util.stream.DoubleStream;

/** From where to where an axis goes. */
record AxisRange(double least, double most) {
    private static final double STEPS = 8;

    /** The range of the values, out to round numbers, with zero when bars stand on it. */
    static AxisRange of(DoubleStream values, boolean withZero) {
        var statistics = values.filter(Double::isFinite).summaryStatistics();
        if (statistics.getCount() == 0) {
            return new AxisRange(0, 1);
        }
        double least = withZero ? Math.min(0, statistics.getMin()) : statistics.getMin();
        double most = withZero ? Math.max(0, statistics.getMax()) : statistics.getMax();
        if (least == most) {
            double half = least == 0 ? 1 : Math.abs(least) * 0.1;
            least -= half;
            most += half;
        }
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
        double room = span > 0 ? span * margin : Math.max(Math.abs(statistics.getMax()) * 0.1, 1);
        return new AxisRange(statistics.getMin() - room, statistics.getMax() + room);
    }

    /** The next number of the form 1, 2 or 5 times a power of ten. */
    private static double step(double rough) {
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double significand = rough / power;
        return power * (significand <= 1 ? 1 : significand <= 2 ? 2 : significand <= 5 ? 5 : 10);
    }
}
