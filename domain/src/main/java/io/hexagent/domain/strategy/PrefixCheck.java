package io.hexagent.domain.strategy;

import io.hexagent.domain.strategy.BacktestReport.Curve;
import io.hexagent.domain.strategy.BacktestReport.Signals;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/**
 * Shows that a strategy looks at no later bar: on bars that end early, its signals and its equity up to there are the
 * same, bit by bit, as on all of them.
 */
public final class PrefixCheck {
    private PrefixCheck() {}

    public sealed interface Finding {
        /**
         * @param prefixes that were tried
         * @param all whether these were all that there are
         */
        record Clean(int prefixes, boolean all) implements Finding {}

        /**
         * @param what differs: {@code entry}, {@code exit} or {@code equity}
         * @param bar the first that differs, 0-based
         * @param prefix how many bars there were when it differed
         */
        record LooksAhead(String what, int bar, int prefix) implements Finding {}
    }

    /** What a strategy says and does on some bars. */
    record Course(Signals entries, Signals exits, Curve equity) {}

    /**
     * Tries every prefix, or when there are more than {@code most} that many of them: the first ones behind the
     * warm-up, the last ones, and others drawn by the seed. Each prefix costs as much as a backtest of its bars.
     *
     * @param most at least 1
     * @throws CancellationException when the thread was interrupted; the flag stays set
     */
    public static Finding of(Strategy strategy, Bars bars, int most, long seed) {
        int warmUp = Math.max(Evaluation.warmUp(strategy.entry()), Evaluation.warmUp(strategy.exit()));
        return of(bars, warmUp, most, seed, part -> course(strategy, part));
    }

    static Finding of(Bars bars, int warmUp, int most, long seed, Function<Bars, Course> strategy) {
        if (most < 1) {
            throw new IllegalArgumentException("a prefix check needs at least one prefix, not " + most);
        }
        int size = bars.size();
        Course whole = strategy.apply(bars);
        boolean all = size <= most;
        int tried = 0;
        for (int prefix : all ? every(size) : some(size, Math.min(warmUp, size), most, seed)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted after " + tried + " prefixes");
            }
            Course part = strategy.apply(bars.slice(0, prefix));
            int entry = differs(whole.entries(), part.entries(), prefix);
            int exit = differs(whole.exits(), part.exits(), prefix);
            int equity = differs(whole.equity(), part.equity(), prefix);
            int first = Math.min(entry, Math.min(exit, equity));
            if (first < prefix) {
                return new Finding.LooksAhead(
                        first == entry ? "entry" : first == exit ? "exit" : "equity", first, prefix);
            }
            tried++;
        }
        return new Finding.Clean(tried, all);
    }

    private static Course course(Strategy strategy, Bars bars) {
        var evaluation = new Evaluation(bars);
        Signals entries = evaluation.signals(strategy.entry());
        Signals exits = evaluation.signals(strategy.exit());
        double[] equity = new double[bars.size()];
        new Simulation(bars, strategy.terms(), equity)
                .run(
                        0,
                        bars.size(),
                        entries,
                        exits,
                        strategy.terms().stopLoss(),
                        strategy.terms().takeProfit());
        return new Course(entries, exits, new Curve(equity));
    }

    private static int[] every(int size) {
        int[] prefixes = new int[size];
        for (int i = 0; i < size; i++) {
            prefixes[i] = i + 1;
        }
        return prefixes;
    }

    /** A quarter just behind the warm-up, a quarter at the end, half anywhere. */
    private static int[] some(int size, int warmUp, int most, long seed) {
        var random = new SplittableRandom(seed);
        int[] prefixes = new int[most];
        for (int i = 0; i < most; i++) {
            prefixes[i] = switch (i % 4) {
                case 0 -> Math.min(size, Math.max(1, warmUp) + i / 4);
                case 1 -> Math.max(1, size - 1 - i / 4);
                default -> 1 + random.nextInt(size);
            };
        }
        return prefixes;
    }

    private static int differs(Signals whole, Signals part, int size) {
        for (int bar = 0; bar < size; bar++) {
            if (whole.at(bar) != part.at(bar)) {
                return bar;
            }
        }
        return size;
    }

    private static int differs(Curve whole, Curve part, int size) {
        for (int bar = 0; bar < size; bar++) {
            if (Double.compare(whole.at(bar), part.at(bar)) != 0) {
                return bar;
            }
        }
        return size;
    }
}
