package io.hexagent.domain.strategy;

import io.hexagent.domain.strategy.BacktestReport.Signals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a reader of a backtest should not overlook. */
final class Caveats {
    /** Fewer trades than this say little: the mean of so few is not told from chance. */
    private static final int FEW_TRADES = 30;

    private static final Duration YEAR = Duration.ofDays(365);

    private Caveats() {}

    static List<String> of(
            Strategy strategy, Bars bars, int firstBar, Signals entries, Simulation simulation, Figures.Pair figures) {
        var caveats = new ArrayList<String>();
        Metrics metrics = figures.strategy();
        if (strategy.terms().fee() == 0) {
            caveats.add(
                    "The fee is 0; every real market takes one, and strategies that trade often live or die by it.");
        }
        if (firstBar >= bars.size()) {
            caveats.add("There are " + bars.size() + " bars, but the rules need "
                    + Math.max(Evaluation.warmUp(strategy.entry()), Evaluation.warmUp(strategy.exit()))
                    + " before both are defined.");
        }
        trades(entries, metrics, caveats);
        if (metrics.openTrades() > 0) {
            caveats.add("The last position is still open; it is valued at the last close, without a fee for selling.");
        }
        if (simulation.waiting()) {
            caveats.add("The last bar gave a signal; its order would fill at the open of the bar that follows.");
        }
        Duration span = Duration.between(bars.time(0), bars.time(bars.size() - 1));
        if (span.compareTo(YEAR) < 0) {
            caveats.add("The bars span " + span.toDays()
                    + " days, less than a year; figures for a year are extrapolated from them.");
        }
        execution(simulation, caveats);
        if (metrics.totalReturn() < figures.benchmark().totalReturn()) {
            caveats.add("Buying and holding would have returned "
                    + Figure.percent(figures.benchmark().totalReturn()) + ", this strategy "
                    + Figure.percent(metrics.totalReturn()) + ".");
        }
        return caveats;
    }

    private static void trades(Signals entries, Metrics metrics, List<String> caveats) {
        int all = metrics.trades() + metrics.openTrades();
        if (all == 0) {
            caveats.add(
                    entries.count() == 0
                            ? "The strategy never traded: its entry rule holds at no bar."
                            : "The strategy never traded: its entry rule holds at the last bar only.");
        } else if (metrics.trades() < FEW_TRADES) {
            caveats.add("Only " + metrics.trades() + (metrics.trades() == 1 ? " trade has" : " trades have")
                    + " ended; fewer than " + FEW_TRADES + " say little about what is to be expected.");
        }
    }

    private static void execution(Simulation simulation, List<String> caveats) {
        if (simulation.overlaps() > 0) {
            caveats.add(
                    "At " + simulation.overlaps() + " of the bars at which a position was ordered the exit rule held"
                            + " as well; it is looked at only while there is a position.");
        }
        if (simulation.ambiguous() > 0) {
            caveats.add("At " + simulation.ambiguous()
                    + " bars both stop-loss and take-profit were touched; the stop-loss was taken to be first.");
        }
        if (simulation.cut() > 0) {
            caveats.add(simulation.cut()
                    + " orders were for more than the cash that was there; they were made for all of it.");
        }
    }
}
