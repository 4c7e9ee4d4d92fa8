package io.hexagent.domain.strategy;

import java.util.List;

/** A number for each bar, as a rule names it. Undefined (NaN) until its window is full. */
public sealed interface Series {
    /** The same number at each bar. */
    record Constant(double value) implements Series {}

    /** A column of the bars. */
    enum Price implements Series {
        OPEN,
        HIGH,
        LOW,
        CLOSE,
        VOLUME
    }

    /**
     * An indicator over other series.
     *
     * @param inputs as many as {@link Indicator#inputs()}
     * @param settings as many as {@link Indicator#settings()}, in their order and bounds
     */
    record Indicated(Indicator indicator, List<Series> inputs, List<Double> settings) implements Series {
        public Indicated {
            inputs = List.copyOf(inputs);
            settings = List.copyOf(settings);
        }
    }

    enum Operator {
        PLUS,
        MINUS,
        TIMES,
        /** Undefined where the divisor is 0. */
        DIVIDED
    }

    record Arithmetic(Operator operator, Series left, Series right) implements Series {}

    record Negated(Series of) implements Series {}
}
