package io.hexagent.domain.strategy;

import io.hexagent.domain.strategy.BacktestReport.Signals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;

/**
 * Tries a strategy with each combination of some values in the place of its own numbers, on the same bars. The
 * strategy's document is not compiled again: see {@link Place} for how a number is named.
 */
public final class Sweep {
    private Sweep() {}

    /**
     * A number of the strategy that takes several values.
     *
     * @param name for the reader, such as {@code fast}
     * @param values at least one
     */
    public record Parameter(String name, Place place, List<Double> values) {
        /** The most values that one parameter may have. */
        public static final int MOST_VALUES = 100_000;

        public Parameter {
            values = List.copyOf(values);
            if (name.isBlank()) {
                throw new IllegalArgumentException("a parameter has no name");
            }
            if (values.isEmpty()) {
                throw new IllegalArgumentException("parameter " + name + " has no values");
            }
        }

        /** The values from one to another, both inclusive. */
        public static Parameter range(String name, Place place, double from, double to, double step) {
            double count = Math.floor((to - from) / step * (1 + 1e-12) + 1e-9) + 1;
            if (!(step > 0 && count >= 1 && count <= MOST_VALUES)) {
                throw new IllegalArgumentException("parameter " + name + " from " + Figure.text(from) + " to "
                        + Figure.text(to) + " by " + Figure.text(step)
                        + " is no range: the step has to be above 0, the end not before the start, and the values at"
                        + " most "
                        + MOST_VALUES);
            }
            var values = new ArrayList<Double>();
            for (int i = 0; i < count; i++) {
                // 0.1 + 2 · 0.1 is not 0.3: rounded as a person would write it
                values.add(Double.parseDouble(Figure.text(from + i * step)));
            }
            return new Parameter(name, place, values);
        }
    }

    /**
     * @param values in the order of the parameters
     * @param score by the objective; empty where it is not defined
     */
    public record Trial(List<Double> values, Metrics metrics, OptionalDouble score) {
        public Trial {
            values = List.copyOf(values);
        }
    }

    /**
     * @param trials of the whole grid, the last parameter changing first
     * @param best of {@code trials}; empty when none has a score. Of equals the first
     * @param deflation of the best's Sharpe ratio; empty with fewer than two trials that have one
     * @param warnings a sentence each
     */
    public record Report(
            List<Parameter> parameters,
            Objective objective,
            List<Trial> trials,
            OptionalInt best,
            Optional<Deflation> deflation,
            List<String> warnings) {
        public Report {
            parameters = List.copyOf(parameters);
            trials = List.copyOf(trials);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * @param most trials that are allowed
     * @param lanes trials at work at the same time, the calling thread's one included; each holds some arrays of the
     *     bars' length
     * @throws IllegalArgumentException when a parameter does not fit the strategy, or there are too many trials
     * @throws CancellationException when the calling thread was interrupted; the flag stays set
     */
    public static Report run(
            Strategy strategy,
            List<Parameter> parameters,
            Objective objective,
            Bars bars,
            MarketHours hours,
            int most,
            Executor executor,
            int lanes) {
        if (bars.size() == 0) {
            throw new IllegalArgumentException("a sweep needs bars, and there is none");
        }
        var grid = new Grid(strategy, parameters, most);
        double[] held = new double[bars.size()];
        Figures.Account holding = Backtest.hold(strategy, bars, held, 0, bars.size());
        var trials = new Trial[grid.size()];
        double[] sharpes = new double[grid.size()];
        Lanes.each(grid.size(), executor, lanes, index -> {
            double[] equity = new double[bars.size()];
            Figures.Pair pair = trial(grid.strategy(index), bars, hours, equity, held, holding);
            trials[index] = new Trial(grid.values(index), pair.strategy(), objective.of(pair.strategy()));
            sharpes[index] = pair.moments().sharpe().orElse(Double.NaN);
        });
        OptionalInt best = best(trials);
        Optional<Deflation> deflation = best.isPresent()
                ? deflation(grid.strategy(best.getAsInt()), bars, hours, sharpes, best.getAsInt())
                : Optional.empty();
        return new Report(
                parameters,
                objective,
                Arrays.asList(trials),
                best,
                deflation,
                warnings(parameters, objective, trials, best, deflation));
    }

    /** A backtest's figures only. */
    private static Figures.Pair trial(
            Strategy strategy, Bars bars, MarketHours hours, double[] equity, double[] held, Figures.Account holding) {
        var simulation = simulate(strategy, bars, equity);
        return new Figures(bars, strategy, hours)
                .pair(0, bars.size(), equity, Backtest.account(simulation, 0, bars.size()), held, holding);
    }

    private static Simulation simulate(Strategy strategy, Bars bars, double[] equity) {
        var evaluation = new Evaluation(bars);
        Signals entries = evaluation.signals(strategy.entry());
        Signals exits = evaluation.signals(strategy.exit());
        var simulation = new Simulation(bars, strategy.terms(), equity);
        simulation.run(
                0,
                bars.size(),
                entries,
                exits,
                strategy.terms().stopLoss(),
                strategy.terms().takeProfit());
        return simulation;
    }

    private static OptionalInt best(Trial[] trials) {
        int best = -1;
        for (int i = 0; i < trials.length; i++) {
            if (trials[i].score().isPresent()
                    && (best < 0
                            || trials[i].score().getAsDouble()
                                    > trials[best].score().getAsDouble())) {
                best = i;
            }
        }
        return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
    }

    private static Optional<Deflation> deflation(
            Strategy best, Bars bars, MarketHours hours, double[] sharpes, int index) {
        List<Double> defined = Arrays.stream(sharpes)
                .filter(sharpe -> !Double.isNaN(sharpe))
                .boxed()
                .toList();
        if (defined.size() < 2 || Double.isNaN(sharpes[index])) {
            return Optional.empty();
        }
        double[] equity = new double[bars.size()];
        Simulation ignored = simulate(best, bars, equity);
        double perYear = hours.barsPerYear(best.timeframe());
        return Optional.of(
                Deflation.of(defined, sharpes[index], equity, best.terms().riskFree() / perYear, perYear));
    }

    private static List<String> warnings(
            List<Parameter> parameters,
            Objective objective,
            Trial[] trials,
            OptionalInt best,
            Optional<Deflation> deflation) {
        var warnings = new ArrayList<String>();
        if (best.isEmpty()) {
            warnings.add("No trial has a " + objective.wire() + ", so none is the best.");
            return warnings;
        }
        if (deflation.isPresent()) {
            warnings.add(deflation.get().told());
        } else if (trials.length > 1) {
            warnings.add("The best of " + trials.length
                    + " trials was chosen afterwards; the more there are, the more of its figures is luck.");
        }
        if (trials.length > 1) {
            warnings.add("These bars have now been used for choosing: what the choice is worth, only bars tell that it"
                    + " has not seen, as in a walk-forward test.");
        }
        Trial chosen = trials[best.getAsInt()];
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            double value = chosen.values().get(i);
            if (parameter.values().size() > 2
                    && (value == parameter.values().getFirst()
                            || value == parameter.values().getLast())) {
                warnings.add("The best value of " + parameter.name() + ", " + Figure.text(value)
                        + ", is at the edge of those that were tried.");
            }
        }
        return warnings;
    }

    /** All combinations of the parameters' values, each by its number. */
    static final class Grid {
        private final List<Parameter> parameters;
        private final Substitution substitution;
        private final int size;

        Grid(Strategy strategy, List<Parameter> parameters, int most) {
            if (parameters.isEmpty()) {
                throw new IllegalArgumentException("a sweep needs a parameter; the strategy has " + Place.in(strategy));
            }
            var names = new HashSet<String>();
            long count = 1;
            for (Parameter parameter : parameters) {
                if (!names.add(parameter.name())) {
                    throw new IllegalArgumentException("two parameters are named " + parameter.name());
                }
                count = Math.min(Integer.MAX_VALUE, count * parameter.values().size());
            }
            if (count > most) {
                throw new IllegalArgumentException(
                        "the grid has " + count + " trials, but at most " + most + " are allowed");
            }
            this.parameters = List.copyOf(parameters);
            substitution = new Substitution(
                    strategy, parameters.stream().map(Parameter::place).toList());
            size = (int) count;
            refuseBadValues();
        }

        /** Bounds are each number's own, so that it is enough to see each value once. */
        private void refuseBadValues() {
            for (int i = 0; i < parameters.size(); i++) {
                List<Double> values = new ArrayList<>(values(0));
                for (double value : parameters.get(i).values()) {
                    values.set(i, value);
                    Strategy ignored = substitution.with(values);
                }
            }
        }

        int size() {
            return size;
        }

        List<Double> values(int index) {
            var values = new Double[parameters.size()];
            int rest = index;
            for (int i = values.length - 1; i >= 0; i--) {
                List<Double> all = parameters.get(i).values();
                values[i] = all.get(rest % all.size());
                rest /= all.size();
            }
            return List.of(values);
        }

        Strategy strategy(int index) {
            return substitution.with(values(index));
        }
    }
}
