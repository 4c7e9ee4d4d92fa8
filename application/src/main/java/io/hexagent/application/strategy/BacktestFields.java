package io.hexagent.application.strategy;

import io.hexagent.domain.strategy.Bars;
import io.hexagent.domain.strategy.BacktestReport;
import io.hexagent.domain.strategy.BacktestReport.Manifest;
import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.Metrics;
import io.hexagent.domain.strategy.Strategy;
import io.hexagent.domain.strategy.Timeframe;
import io.hexagent.domain.strategy.Trade;
import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Backtests as JSON has them, on every door alike. Times are days where bars are, else instants; in UTC. */
public final class BacktestFields {
    /** A curve has at most so many points; of a longer one every n-th and the last are told. */
    private static final int MOST_POINTS = 2_000;

    private BacktestFields() {}

    /**
     * {@code {symbol, timeframe, from, to, bars, source, total_return, …, trade_list, benchmark, manifest, warnings,
     * conventions}}. A figure that is not defined is null.
     */
    public static Value.Fields report(BacktestReport report) {
        return head(report)
                .put("trade_list", trades(report, Integer.MAX_VALUE))
                .put("benchmark", figures(report.benchmark()).build())
                .put("manifest", manifest(report.manifest()))
                .put("warnings", Value.texts(report.warnings()))
                .put("conventions", Conventions.fields())
                .build();
    }

    /** What was tried, and the figures of it. */
    static Value.Builder head(BacktestReport report) {
        Strategy strategy = report.strategy();
        Bars bars = report.bars();
        var head = Value.fields()
                .put("symbol", strategy.symbol().name())
                .put("timeframe", strategy.timeframe().wire())
                .put("from", time(bars.time(0), strategy.timeframe()))
                .put("to", time(bars.time(bars.size() - 1), strategy.timeframe()))
                .put("bars", bars.size())
                .put("source", report.manifest().source())
                .put("cash", strategy.terms().cash())
                .put("fee", strategy.terms().fee())
                .put("slippage", strategy.terms().slippage());
        figures(report.metrics()).build().fields().forEach(head::put);
        return head;
    }

    /** The figures under the names that stand in {@link Conventions}. */
    public static Value.Builder figures(Metrics metrics) {
        return Value.fields()
                .put("total_return", metrics.totalReturn())
                .put("cagr", number(metrics.cagr()))
                .put("volatility", number(metrics.volatility()))
                .put("sharpe", number(metrics.sharpe()))
                .put("sortino", number(metrics.sortino()))
                .put("max_drawdown", metrics.maxDrawdown())
                .put("calmar", number(metrics.calmar()))
                .put("exposure", metrics.exposure())
                .put("trades", metrics.trades())
                .put("open_trades", metrics.openTrades())
                .put("win_rate", number(metrics.winRate()))
                .put("profit_factor", number(metrics.profitFactor()))
                .put("payoff", number(metrics.payoff()))
                .put("expectancy", number(metrics.expectancy()))
                .put("fees", metrics.fees())
                .put("final_equity", metrics.finalEquity())
                .put("beta", number(metrics.beta()))
                .put("alpha", number(metrics.alpha()));
    }

    static Value number(OptionalDouble figure) {
        return figure.isPresent() ? Value.of(figure.getAsDouble()) : Value.Absent.ABSENT;
    }

    /** The trades in their order, at most so many; the last may be open: then it has no exit. */
    static Value trades(BacktestReport report, int most) {
        Timeframe timeframe = report.strategy().timeframe();
        return Value.items(report.trades().stream()
                .limit(most)
                .map(trade -> trade(trade, timeframe))
                .toList());
    }

    private static Value.Fields trade(Trade trade, Timeframe timeframe) {
        boolean open = trade.reason() == Trade.Reason.OPEN;
        return Value.fields()
                .put("entry_date", time(trade.entryTime(), timeframe))
                .put("entry_price", trade.entryPrice())
                .put("exit_date", open ? Value.Absent.ABSENT : Value.of(time(trade.exitTime(), timeframe)))
                .put("exit_price", open ? Value.Absent.ABSENT : Value.of(trade.exitPrice()))
                .put("units", trade.units())
                .put("fees", trade.fees())
                .put("profit", trade.profit())
                .put("return", trade.profitPart())
                .put("exit_reason", trade.reason().name().toLowerCase(Locale.ROOT))
                .put("open", open)
                .build();
    }

    static String time(Instant time, Timeframe timeframe) {
        return timeframe.length().toDays() >= 1
                ? time.atOffset(ZoneOffset.UTC).toLocalDate().toString()
                : time.toString();
    }

    private static Value.Fields manifest(Manifest manifest) {
        return Value.fields()
                .put("bars_sha256", manifest.bars())
                .put("strategy_sha256", manifest.strategy())
                .put("source", manifest.source())
                .put("engine", manifest.engine())
                .put("java", manifest.java())
                .put("seed", manifest.seed())
                .build();
    }

    /**
     * {@code {dates, close, equity, drawdown, entries, exits}}: the curves for a page to draw, and the places in them at
     * which the rules held. Of a series longer than 2,000 bars every n-th and the last.
     */
    public static Value.Fields curves(BacktestReport report) {
        Bars bars = report.bars();
        int size = bars.size();
        int step = Math.max(1, (size + MOST_POINTS - 1) / MOST_POINTS);
        var dates = new ArrayList<Value>();
        var close = new ArrayList<Value>();
        var equity = new ArrayList<Value>();
        var drawdown = new ArrayList<Value>();
        double peak = 0;
        for (int bar = 0; bar < size; bar++) {
            double worth = report.equity().at(bar);
            peak = Math.max(peak, worth);
            if (bar % step == 0 || bar == size - 1) {
                dates.add(Value.of(time(bars.time(bar), report.strategy().timeframe())));
                close.add(Value.of(bars.close(bar)));
                equity.add(Value.of(worth));
                drawdown.add(Value.of(peak > 0 ? 1 - worth / peak : 0));
            }
        }
        return Value.fields()
                .put("step", step)
                .put("dates", Value.items(dates))
                .put("close", Value.items(close))
                .put("equity", Value.items(equity))
                .put("drawdown", Value.items(drawdown))
                .put("entries", signals(report, report.entries()))
                .put("exits", signals(report, report.exits()))
                .build();
    }

    /** The days of the first bars at which a rule held. */
    private static Value signals(BacktestReport report, BacktestReport.Signals signals) {
        return Value.items(IntStream.range(0, signals.size())
                .filter(signals::at)
                .limit(MOST_POINTS)
                .mapToObj(bar -> Value.of(
                        time(report.bars().time(bar), report.strategy().timeframe())))
                .toList());
    }

    /** {@code {code, message, position?, cause, fix, example}}, lines and columns from 1. */
    public static Value.Fields error(CompileError error) {
        var fields = Value.fields().put("code", error.code()).put("message", error.message());
        error.position()
                .ifPresent(at -> fields.put(
                        "position",
                        Value.fields()
                                .put("line", at.line())
                                .put("column", at.column())
                                .put("length", at.length())
                                .build()));
        return fields.put("cause", error.cause())
                .put("fix", error.fix())
                .put("example", error.example())
                .build();
    }

    public static Value errors(List<CompileError> errors) {
        return Value.items(errors.stream().map(BacktestFields::error).toList());
    }
}
