package io.hexagent.domain.strategy;

import io.hexagent.domain.strategy.BacktestReport.Curve;
import io.hexagent.domain.strategy.BacktestReport.Signals;
import io.hexagent.domain.strategy.Sweep.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;

/**
 * Chooses a strategy's numbers on some bars and trades with them on the bars that follow, over and over: what a sweep's
 * choice is worth on bars that it has not seen.
 *
 * <p>In each window every trial is simulated from scratch on the training bars; the best by the objective rules the
 * test bars that follow. Indicators see all bars before, never one behind. The tests are one account: the position and
 * the equity go from one window into the next, an open position under the new window's exit rule, and its stops as they
 * were at its entry. An order of a window's last close fills at the first open of the next. Where no trial has a score
 * in training, a position is sold and nothing is bought.
 */
public final class WalkForward {
    private WalkForward() {}

    /**
     * How the bars are divided.
     *
     * @param train bars of the first training, at least 2
     * @param test bars of each test, at least 1; the last window may have fewer
     * @param anchored whether each training begins at the first bar, so that it grows; otherwise it moves along
     */
    public record Windows(int train, int test, boolean anchored) {
        public Windows {
            if (train < 2 || test < 1) {
                throw new IllegalArgumentException("a window of " + train + " training bars and " + test
                        + " test bars is not allowed: there have to be at least 2 and 1");
            }
        }
    }

    /**
     * One choice and its test. Bars are 0-based, ends exclusive.
     *
     * @param best the trial's number in the grid; empty when none had a score
     * @param values in the order of the parameters; empty when none had a score
     * @param inSample the best's score in training
     * @param outOfSample its score in the test
     * @param test the figures of the test; E_0 is the equity at the close before its first bar
     */
    public record Window(
            int trainFrom,
            int testFrom,
            int testTo,
            OptionalInt best,
            List<Double> values,
            OptionalDouble inSample,
            OptionalDouble outOfSample,
            Metrics test) {
        public Window {
            values = List.copyOf(values);
        }
    }

    /**
     * @param firstBar the first test bar, 0-based
     * @param equity of the account at the close of each bar from the one before {@code firstBar} on
     * @param trades of the account
     * @param metrics of all tests together
     * @param benchmark buying at the first test bar's open and holding
     */
    public record Report(
            List<Parameter> parameters,
            Objective objective,
            int trials,
            List<Window> windows,
            int firstBar,
            Curve equity,
            List<Trade> trades,
            Metrics metrics,
            Metrics benchmark,
            List<String> warnings) {
        public Report {
            parameters = List.copyOf(parameters);
            windows = List.copyOf(windows);
            trades = List.copyOf(trades);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * @param most backtests that are allowed: trials of the grid, times windows
     * @param lanes trials at work at the same time, the calling thread's one included
     * @throws IllegalArgumentException when a parameter does not fit the strategy, the bars are too few for a window,
     *     or there is too much to try
     * @throws CancellationException when the calling thread was interrupted; the flag stays set
     */
    public static Report run(
            Strategy strategy,
            List<Parameter> parameters,
            Objective objective,
            Windows windows,
            Bars bars,
            MarketHours hours,
            int most,
            Executor executor,
            int lanes) {
        if (bars.size() <= windows.train()) {
            throw new IllegalArgumentException("there are " + bars.size() + " bars, too few for training on "
                    + windows.train() + " and a test behind them");
        }
        List<Span> spans = spans(windows, bars.size());
        var grid = new Sweep.Grid(strategy, parameters, most);
        if ((long) grid.size() * spans.size() > most) {
            throw new IllegalArgumentException(grid.size() + " trials in " + spans.size()
                    + " windows are more than the " + most + " backtests that are allowed");
        }
        double[][] scores = scores(grid, spans, objective, bars, hours, executor, lanes);
        int[] chosen = new int[spans.size()];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = best(scores, i);
        }
        return new Account(strategy, bars, hours, grid, spans, chosen).report(parameters, objective, scores);
    }

    /** Bars of a window. */
    private record Span(int trainFrom, int testFrom, int testTo) {}

    private static List<Span> spans(Windows windows, int size) {
        var spans = new ArrayList<Span>();
        for (int test = windows.train(); test < size; test += windows.test()) {
            spans.add(new Span(
                    windows.anchored() ? 0 : test - windows.train(), test, Math.min(size, test + windows.test())));
        }
        return spans;
    }

    /** Of each trial in each training; NaN where it has none. */
    private static double[][] scores(
            Sweep.Grid grid,
            List<Span> spans,
            Objective objective,
            Bars bars,
            MarketHours hours,
            Executor executor,
            int lanes) {
        double[][] scores = new double[grid.size()][spans.size()];
        Lanes.each(grid.size(), executor, lanes, index -> {
            Strategy trial = grid.strategy(index);
            var evaluation = new Evaluation(bars);
            Signals entries = evaluation.signals(trial.entry());
            Signals exits = evaluation.signals(trial.exit());
            double[] equity = new double[bars.size()];
            var figures = new Figures(bars, trial, hours);
            for (int i = 0; i < spans.size(); i++) {
                int from = spans.get(i).trainFrom();
                int to = spans.get(i).testFrom();
                var simulation = new Simulation(bars, trial.terms(), equity);
                simulation.run(
                        from,
                        to,
                        entries,
                        exits,
                        trial.terms().stopLoss(),
                        trial.terms().takeProfit());
                Figures.Account account = Backtest.account(simulation, from, to);
                // No score looks at the benchmark.
                Metrics metrics =
                        figures.pair(from, to, equity, account, equity, account).strategy();
                scores[index][i] = objective.of(metrics).orElse(Double.NaN);
            }
        });
        return scores;
    }

    private static int best(double[][] scores, int window) {
        int best = -1;
        for (int trial = 0; trial < scores.length; trial++) {
            double score = scores[trial][window];
            if (!Double.isNaN(score) && (best < 0 || score > scores[best][window])) {
                best = trial;
            }
        }
        return best;
    }

    /** The one account of all tests. */
    private static final class Account {
        private final Strategy strategy;
        private final Bars bars;
        private final Sweep.Grid grid;
        private final List<Span> spans;
        private final int[] chosen;
        private final Figures figures;
        private final double[] equity;
        private final double[] held;
        private final int base;
        private final Simulation simulation;

        Account(Strategy strategy, Bars bars, MarketHours hours, Sweep.Grid grid, List<Span> spans, int[] chosen) {
            this.strategy = strategy;
            this.bars = bars;
            this.grid = grid;
            this.spans = spans;
            this.chosen = chosen;
            figures = new Figures(bars, strategy, hours);
            equity = new double[bars.size()];
            held = new double[bars.size()];
            base = spans.getFirst().testFrom() - 1;
            simulation = new Simulation(bars, strategy.terms(), equity);
        }

        Report report(List<Parameter> parameters, Objective objective, double[][] scores) {
            Figures.Account holding = Backtest.hold(strategy, bars, held, base, bars.size());
            equity[base] = strategy.terms().cash();
            var windows = new ArrayList<Window>();
            for (int i = 0; i < chosen.length; i++) {
                windows.add(window(i, objective, scores, holding));
            }
            Figures.Account account = Backtest.account(simulation, base + 1, bars.size());
            Figures.Pair all = figures.pair(base, bars.size(), equity, account, held, holding);
            return new Report(
                    parameters,
                    objective,
                    grid.size(),
                    windows,
                    base + 1,
                    new Curve(Arrays.copyOfRange(equity, base, equity.length)),
                    account.trades(),
                    all.strategy(),
                    all.benchmark(),
                    warnings(objective, windows, grid.size()));
        }

        private Window window(int index, Objective objective, double[][] scores, Figures.Account holding) {
            Span span = spans.get(index);
            int best = chosen[index];
            int heldBefore = simulation.held();
            double feesBefore = simulation.fees();
            trade(span, best);
            List<Trade> ended = simulation.trades(span.testTo() - 1).stream()
                    .filter(trade -> trade.exitBar() >= span.testFrom())
                    .toList();
            var account = new Figures.Account(
                    ended,
                    simulation.held() - heldBefore,
                    span.testTo() - span.testFrom(),
                    simulation.fees() - feesBefore);
            Metrics test = figures.pair(span.testFrom() - 1, span.testTo(), equity, account, held, holding)
                    .strategy();
            return new Window(
                    span.trainFrom(),
                    span.testFrom(),
                    span.testTo(),
                    best < 0 ? OptionalInt.empty() : OptionalInt.of(best),
                    best < 0 ? List.of() : grid.values(best),
                    best < 0 ? OptionalDouble.empty() : OptionalDouble.of(scores[best][index]),
                    objective.of(test),
                    test);
        }

        private void trade(Span span, int best) {
            if (best < 0) {
                int size = bars.size();
                simulation.run(
                        span.testFrom(),
                        span.testTo(),
                        new Signals(Mask.always(false, size).holds(), size),
                        new Signals(Mask.always(true, size).holds(), size),
                        strategy.terms().stopLoss(),
                        strategy.terms().takeProfit());
                return;
            }
            Strategy trial = grid.strategy(best);
            // Bars behind the test do not exist yet.
            var evaluation = new Evaluation(bars.slice(0, span.testTo()));
            simulation.run(
                    span.testFrom(),
                    span.testTo(),
                    evaluation.signals(trial.entry()),
                    evaluation.signals(trial.exit()),
                    trial.terms().stopLoss(),
                    trial.terms().takeProfit());
        }
    }

    private static List<String> warnings(Objective objective, List<Window> windows, int trials) {
        var warnings = new ArrayList<String>();
        if (windows.size() < 3) {
            warnings.add("There " + (windows.size() == 1 ? "is 1 window" : "are " + windows.size() + " windows")
                    + " only; a single stretch of the market decides.");
        }
        long without = windows.stream().filter(one -> one.best().isEmpty()).count();
        if (without > 0) {
            warnings.add("In " + without + " of " + windows.size() + " windows no trial has a " + objective.wire()
                    + " in training; nothing was bought there.");
        }
        List<Window> both = windows.stream()
                .filter(one -> one.inSample().isPresent() && one.outOfSample().isPresent())
                .toList();
        if (!both.isEmpty()) {
            double inside = both.stream()
                    .mapToDouble(one -> one.inSample().getAsDouble())
                    .average()
                    .getAsDouble();
            double outside = both.stream()
                    .mapToDouble(one -> one.outOfSample().getAsDouble())
                    .average()
                    .getAsDouble();
            warnings.add("The best of " + trials + " trials showed a " + objective.wire() + " of "
                    + Figure.ratio(inside) + " in training on average, and " + Figure.ratio(outside)
                    + " in the tests that followed.");
        }
        return warnings;
    }
}
