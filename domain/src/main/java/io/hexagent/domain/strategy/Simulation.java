package io.hexagent.domain.strategy;

import io.hexagent.domain.strategy.BacktestReport.Signals;
import io.hexagent.domain.strategy.Strategy.Terms;
import io.hexagent.domain.strategy.Trade.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The account of a strategy, bar by bar. A signal at a bar's close is an order for the next bar's open. The entry rule
 * is looked at while there is no position, the exit rule while there is one, so that at most one of them counts at a
 * bar.
 *
 * <p>Stops act within a bar, from the entry's own bar on, after its open: an open beyond a level fills at the open,
 * else the level is the price; where a bar touches both, the stop-loss came first. An exit that was ordered goes before
 * them, at the open. After a stop the entry rule is looked at again at the close of the same bar.
 *
 * <p>Slippage makes the price of every order worse, that of stops too. Can be run over one range of bars after the
 * other; the position goes along. For one thread.
 */
final class Simulation {
    private enum Order {
        NONE,
        BUY,
        SELL
    }

    private final Bars bars;
    private final Terms terms;
    private final double[] open;
    private final double[] high;
    private final double[] low;
    private final double[] close;
    private final double[] equity;
    private final List<Trade> trades = new ArrayList<>();

    private Order order = Order.NONE;
    private double cash;
    private double units;
    private int entryBar;
    private double entryPrice;
    private double spent;
    private double entryFee;
    private double stop;
    private double target;
    private double fees;
    private int held;
    private int overlaps;
    private int ambiguous;
    private int cut;

    /** @param equity where the equity at each close is put */
    Simulation(Bars bars, Terms terms, double[] equity) {
        this.bars = bars;
        this.terms = terms;
        this.equity = equity;
        open = bars.column(Series.Price.OPEN);
        high = bars.column(Series.Price.HIGH);
        low = bars.column(Series.Price.LOW);
        close = bars.column(Series.Price.CLOSE);
        cash = terms.cash();
    }

    /**
     * Goes from one bar (inclusive) to another (exclusive) by these rules. The stops are for positions that are entered
     * there; one that is held already keeps its own.
     */
    void run(int from, int to, Signals entries, Signals exits, OptionalDouble stopLoss, OptionalDouble takeProfit) {
        int bar = from;
        while (bar < to) {
            fill(bar, stopLoss, takeProfit);
            Signals rule = units > 0 ? exits : entries;
            int last = Math.min(rule.next(bar), to - 1);
            if (units > 0) {
                int stopped = stop > 0 || target < Double.POSITIVE_INFINITY ? stopped(bar, last) : -1;
                if (stopped >= 0) {
                    last = stopped;
                    rule = entries;
                    equity[last] = cash;
                } else {
                    mark(bar, last + 1);
                    held += last + 1 - bar;
                }
            } else {
                for (int i = bar; i <= last; i++) {
                    equity[i] = cash;
                }
            }
            if (rule.at(last)) {
                order = units > 0 ? Order.SELL : Order.BUY;
                if (units == 0 && exits.at(last)) {
                    overlaps++;
                }
            }
            bar = last + 1;
        }
    }

    private void mark(int from, int to) {
        double cash = this.cash;
        double units = this.units;
        if (units == 0) {
            return;
        }
        for (int i = from; i < to; i++) {
            equity[i] = cash + units * close[i];
        }
    }

    /** What was ordered at the close before. */
    private void fill(int bar, OptionalDouble stopLoss, OptionalDouble takeProfit) {
        switch (order) {
            case NONE -> {}
            case BUY -> {
                buy(bar);
                stop = stopLoss.isPresent() ? entryPrice * (1 - stopLoss.getAsDouble()) : 0;
                target =
                        takeProfit.isPresent() ? entryPrice * (1 + takeProfit.getAsDouble()) : Double.POSITIVE_INFINITY;
            }
            case SELL -> sell(bar, open[bar], Reason.SIGNAL);
        }
        order = Order.NONE;
    }

    private void buy(int bar) {
        double price = open[bar] * (1 + terms.slippage());
        double cost = price * (1 + terms.fee());
        double wanted =
                switch (terms.sizing()) {
                    case Sizing.Part(double part) -> cash * part;
                    case Sizing.Money(double amount) -> amount;
                    case Sizing.Units(double number) -> number * cost;
                };
        if (wanted > cash) {
            cut++;
            wanted = cash;
        }
        spent = wanted;
        units = spent / cost;
        entryFee = units * price * terms.fee();
        entryBar = bar;
        entryPrice = price;
        cash -= spent;
        fees += entryFee;
    }

    private void sell(int bar, double quoted, Reason reason) {
        double price = quoted * (1 - terms.slippage());
        double fee = units * price * terms.fee();
        double proceeds = units * price - fee;
        cash += proceeds;
        fees += fee;
        trades.add(trade(bar, price, entryFee + fee, proceeds - spent, reason));
        units = 0;
    }

    /** Sells at the first bar of these that touches a stop, and tells which; −1 when none does. */
    private int stopped(int from, int last) {
        for (int bar = from; bar <= last; bar++) {
            boolean below = low[bar] <= stop;
            boolean above = high[bar] >= target;
            if (below || above) {
                // cash changes with the sale, so the bars before are marked first
                mark(from, bar);
                held += bar - from;
                boolean gap = open[bar] <= stop || open[bar] >= target;
                if (!gap || bar == entryBar) {
                    held++;
                }
                if (gap) {
                    sell(bar, open[bar], open[bar] <= stop ? Reason.STOP_LOSS : Reason.TAKE_PROFIT);
                } else {
                    ambiguous += below && above ? 1 : 0;
                    sell(bar, below ? stop : target, below ? Reason.STOP_LOSS : Reason.TAKE_PROFIT);
                }
                return bar;
            }
        }
        return -1;
    }

    private Trade trade(int exitBar, double exitPrice, double paid, double profit, Reason reason) {
        return new Trade(
                entryBar,
                exitBar,
                bars.time(entryBar),
                bars.time(exitBar),
                entryPrice,
                exitPrice,
                units,
                paid,
                profit,
                profit / spent,
                reason);
    }

    /** The trades so far, the open one last, valued at the close of a bar. */
    List<Trade> trades(int lastBar) {
        if (units == 0) {
            return List.copyOf(trades);
        }
        var all = new ArrayList<>(trades);
        double value = units * close[lastBar];
        all.add(trade(lastBar, close[lastBar], entryFee, value - spent, Reason.OPEN));
        return List.copyOf(all);
    }

    /** Paid so far, in money. */
    double fees() {
        return fees;
    }

    /** On how many bars a position was held so far; not on a bar at whose open it was sold. */
    int held() {
        return held;
    }

    /** How many positions were ordered at a bar at which the exit rule held as well. */
    int overlaps() {
        return overlaps;
    }

    /** How many bars touched both stops. */
    int ambiguous() {
        return ambiguous;
    }

    /** How many orders were for more than the cash that was there. */
    int cut() {
        return cut;
    }

    /** Whether an order waits for the bar after the last. */
    boolean waiting() {
        return order != Order.NONE;
    }
}
