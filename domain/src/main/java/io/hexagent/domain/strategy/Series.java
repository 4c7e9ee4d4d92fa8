package io.hexagent.domain.strategy;

import java.util.List;

/** A number for each bar, as a rule names it. Undefined (NaN) until its window is full. */
public sealed interface Series {
    /** The same number at each bar. */
    record Constant(double value) implements Series {
        public Constant {
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                throw new IllegalArgumentException("a rule's number is " + value);
            }
        }
    }

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
     * @throws IllegalArgumentException when they are not, with what is allowed
     */
    record Indicated(Indicator indicator, List<Series> inputs, List<Double> settings) implements Series {
        public Indicated {
            inputs = List.copyOf(inputs);
            settings = List.copyOf(settings);
            if (inputs.size() != indicator.inputs()) {
                throw new IllegalArgumentException(
                        indicator.function() + " takes " + indicator.inputs() + " series, not " + inputs.size());
            }
            if (settings.size() != indicator.settings().size()) {
                throw new IllegalArgumentException(indicator.function() + " takes "
                        + indicator.settings().size() + " settings, not " + settings.size());
            }
            for (int i = 0; i < settings.size(); i++) {
                indicator.settings().get(i).check(indicator, settings.get(i));
            }
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
