package io.hexagent.domain.strategy;

import io.hexagent.domain.strategy.BacktestReport.Curve;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A backtest bar by bar, ready to be replayed or drawn.
 *
 * @param bars of the backtest
 * @param every how many bars a frame stands for; 1 unless there are more bars than frames were allowed
 * @param trades their bars are those of the backtest, not frames
 */
public record Replay(int bars, int every, List<Frame> frames, List<Trade> trades) {
    public Replay {
        frames = List.copyOf(frames);
        trades = List.copyOf(trades);
    }

    /**
     * A bar, or several in a row: the first open, the highest high, the lowest low, the last close, the volume of all.
     *
     * @param bar the first, 0-based
     * @param time when it opens
     * @param equity at the close
     * @param benchmark the equity of buying and holding at the close
     * @param drawdown of the equity, the largest of the bars: 1 − E / peak
     * @param entry whether the entry rule held at one of the closes
     * @param exit whether the exit rule held at one of the closes
     * @param holding whether there is a position at the close
     */
    public record Frame(
            int bar,
            Instant time,
            double open,
            double high,
            double low,
            double close,
            double volume,
            double equity,
            double benchmark,
            double drawdown,
            boolean entry,
            boolean exit,
            boolean holding) {}

    /** How far each bar's equity is below the highest before: 1 − E / peak. */
    public static Curve drawdown(Curve equity) {
        double[] drawdown = new double[equity.size()];
        double peak = Double.NEGATIVE_INFINITY;
        for (int bar = 0; bar < drawdown.length; bar++) {
            peak = Math.max(peak, equity.at(bar));
            drawdown[bar] = 1 - equity.at(bar) / peak;
        }
        return new Curve(drawdown);
    }

    /** The equity of buying and holding as {@link BacktestReport#benchmark} means it. */
    public static Curve benchmark(BacktestReport report) {
        double[] held = new double[report.bars().size()];
        Figures.Account ignored = Backtest.hold(report.strategy(), report.bars(), held, 0, held.length);
        return new Curve(held);
    }

    /** @param most frames, at least 1 */
    public static Replay of(BacktestReport report, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a replay has at least 1 frame, not " + most);
        }
        int size = report.bars().size();
        int every = (size + most - 1) / most;
        Curve drawdown = drawdown(report.equity());
        Curve benchmark = benchmark(report);
        boolean[] holding = holding(report);
        var frames = new ArrayList<Frame>(size / every + 1);
        for (int from = 0; from < size; from += every) {
            frames.add(frame(report, from, Math.min(size, from + every), drawdown, benchmark, holding));
        }
        return new Replay(size, every, frames, report.trades());
    }

    private static Frame frame(
            BacktestReport report, int from, int to, Curve drawdown, Curve benchmark, boolean[] holding) {
        Bars bars = report.bars();
        double high = bars.high(from);
        double low = bars.low(from);
        double volume = 0;
        double deepest = 0;
        for (int bar = from; bar < to; bar++) {
            high = Math.max(high, bars.high(bar));
            low = Math.min(low, bars.low(bar));
            volume += bars.volume(bar);
            deepest = Math.max(deepest, drawdown.at(bar));
        }
        int last = to - 1;
        return new Frame(
                from,
                bars.time(from),
                bars.open(from),
                high,
                low,
                bars.close(last),
                volume,
                report.equity().at(last),
                benchmark.at(last),
                deepest,
                report.entries().next(from) < to,
                report.exits().next(from) < to,
                holding[last]);
    }

    private static boolean[] holding(BacktestReport report) {
        boolean[] holding = new boolean[report.bars().size()];
        for (Trade trade : report.trades()) {
            int to = trade.reason() == Trade.Reason.OPEN ? holding.length : trade.exitBar();
            for (int bar = trade.entryBar(); bar < to; bar++) {
                holding[bar] = true;
            }
        }
        return holding;
    }
}
