package io.hexagent.domain.strategy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** The figure by which the best of several trials is chosen; the highest is the best. */
public enum Objective {
    SHARPE,
    SORTINO,
    CALMAR,
    CAGR,
    TOTAL_RETURN,
    PROFIT_FACTOR;

    /** The objective of a wire name such as {@code total_return}. */
    public static Optional<Objective> of(String wire) {
        return Arrays.stream(values()).filter(one -> one.wire().equals(wire)).findFirst();
    }

    /** The name on the wire, as the figure's. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty where the figure is not defined; such a trial is never the best. */
    public OptionalDouble of(Metrics metrics) {
        return switch (this) {
            case SHARPE -> metrics.sharpe();
            case SORTINO -> metrics.sortino();
            case CALMAR -> metrics.calmar();
            case CAGR -> metrics.cagr();
            case TOTAL_RETURN -> OptionalDouble.of(metrics.totalReturn());
            case PROFIT_FACTOR -> metrics.profitFactor();
        };
    }
}
