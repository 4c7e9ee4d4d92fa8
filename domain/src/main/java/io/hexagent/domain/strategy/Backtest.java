package io.hexagent.domain.strategy;

import io.hexagent.domain.strategy.BacktestReport.Curve;
import io.hexagent.domain.strategy.BacktestReport.Manifest;
import io.hexagent.domain.strategy.BacktestReport.Signals;
import java.util.OptionalDouble;

/**
 * Tries a strategy on bars. A signal at a bar's close fills at the next bar's open; a fee is taken on each side; an
 * open position is valued at the last close, without a fee for selling; a signal at the last bar fills nowhere. While
 * there is no position only the entry rule is looked at, while there is one only the exit rule. How stops act, see
 * {@code Simulation}. Nothing is left to chance: the same strategy and bars give the same bits. Blocks and computes; a
 * million bars take some tens of milliseconds.
 */
public final class Backtest {
    /** Changes whenever the same strategy and bars would give other figures. */
    public static final String ENGINE = "1";

    private Backtest() {}

    /**
     * @param bars of the range that is meant, in the strategy's timeframe; its first bars warm the indicators up
     * @param source where the bars are from, for the manifest
     * @throws IllegalArgumentException without a bar
     */
    public static BacktestReport run(Strategy strategy, Bars bars, MarketHours hours, String source) {
        if (bars.size() == 0) {
            throw new IllegalArgumentException("a backtest needs bars, and there is none");
        }
        int size = bars.size();
        var evaluation = new Evaluation(bars);
        Mask entry = evaluation.mask(strategy.entry());
        Mask exit = evaluation.mask(strategy.exit());
        var entries = new Signals(entry.holds(), size);
        var exits = new Signals(exit.holds(), size);
        double[] equity = new double[size];
        var simulation = new Simulation(bars, strategy.terms(), equity);
        simulation.run(
                0,
                size,
                entries,
                exits,
                strategy.terms().stopLoss(),
                strategy.terms().takeProfit());
        var account = account(simulation, 0, size);
        double[] held = new double[size];
        var holding = hold(strategy, bars, held, 0, size);
        var figures = new Figures(bars, strategy, hours).pair(0, size, equity, account, held, holding);
        int firstBar = new Signals(bothDefined(entry, exit), size).next(0);
        return new BacktestReport(
                strategy,
                bars,
                hours,
                new Curve(equity),
                account.trades(),
                entries,
                exits,
                firstBar,
                figures.strategy(),
                figures.benchmark(),
                new Manifest(
                        bars.fingerprint(),
                        Digests.of(strategy.code()),
                        source,
                        ENGINE,
                        Runtime.version().toString(),
                        0),
                Caveats.of(strategy, bars, firstBar, entries, simulation, figures));
    }

    static Figures.Account account(Simulation simulation, int from, int to) {
        return new Figures.Account(simulation.trades(to - 1), simulation.held(), to - from, simulation.fees());
    }

    /** Buying at the second of these bars, all in, at the strategy's fee and slippage, and holding. */
    static Figures.Account hold(Strategy strategy, Bars bars, double[] equity, int from, int to) {
        Strategy.Terms terms = strategy.terms();
        var plain = new Strategy.Terms(
                terms.cash(),
                terms.fee(),
                terms.slippage(),
                Sizing.allIn(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                terms.riskFree());
        var simulation = new Simulation(bars, plain, equity);
        simulation.run(
                from,
                to,
                new Signals(Mask.always(true, to).holds(), to),
                new Signals(Mask.always(false, to).holds(), to),
                plain.stopLoss(),
                plain.takeProfit());
        return account(simulation, from, to);
    }

    private static long[] bothDefined(Mask one, Mask other) {
        return one.and(other).defined();
    }
}
