package io.hexagent.application.strategy;

import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.strategy.BacktestReport;
import io.hexagent.domain.strategy.BacktestReport.Manifest;
import io.hexagent.domain.strategy.Bars;
import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.MarketData;
import io.hexagent.domain.strategy.Metrics;
import io.hexagent.domain.strategy.Replay;
import io.hexagent.domain.strategy.Strategy;
import io.hexagent.domain.strategy.Timeframe;
import io.hexagent.domain.strategy.Trade;
import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Backtests as JSON has them, on every door alike. Times are days where bars are, else instants; in UTC. */
public final class BacktestFields {
    private static final List<String> TRADE_COLUMNS =
            List.of("entry_date", "entry_price", "exit_date", "exit_price", "profit", "return", "exit_reason");

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

    /** The trades as a table, at most so many. */
    public static Table tradeTable(BacktestReport report, int most) {
        Timeframe timeframe = report.strategy().timeframe();
        List<List<Value>> rows = report.trades().stream()
                .limit(most)
                .map(one -> trade(one, timeframe))
                .map(one -> TRADE_COLUMNS.stream().map(one::get).toList())
                .toList();
        return new Table(TRADE_COLUMNS, rows, report.trades().size());
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
     * {@code {bars, every, frames: [{time, open, high, low, close, volume, equity, benchmark, drawdown, entry, exit,
     * holding}], trades}}, ready to be replayed; at most so many frames.
     */
    public static Value.Fields replay(BacktestReport report, int most) {
        Replay replay = Replay.of(report, most);
        Timeframe timeframe = report.strategy().timeframe();
        return Value.fields()
                .put("bars", replay.bars())
                .put("every", replay.every())
                .put(
                        "frames",
                        Value.items(replay.frames().stream()
                                .map(frame -> frame(frame, timeframe))
                                .toList()))
                .put("trades", trades(report, Integer.MAX_VALUE))
                .build();
    }

    private static Value.Fields frame(Replay.Frame frame, Timeframe timeframe) {
        return Value.fields()
                .put("time", time(frame.time(), timeframe))
                .put("open", frame.open())
                .put("high", frame.high())
                .put("low", frame.low())
                .put("close", frame.close())
                .put("volume", frame.volume())
                .put("equity", frame.equity())
                .put("benchmark", frame.benchmark())
                .put("drawdown", frame.drawdown())
                .put("entry", frame.entry())
                .put("exit", frame.exit())
                .put("holding", frame.holding())
                .build();
    }

    /** {@code {valid: true, symbol, timeframe, from?, to?, cash, fee, …, data?}}, with the bars that there are. */
    public static Value.Fields compiled(CompileStrategy.Outcome.Compiled compiled) {
        Strategy strategy = compiled.strategy();
        Strategy.Terms terms = strategy.terms();
        var fields = Value.fields()
                .put("valid", true)
                .put("symbol", strategy.symbol().name())
                .put("timeframe", strategy.timeframe().wire())
                .put("from", strategy.from().map(LocalDate::toString))
                .put("to", strategy.to().map(LocalDate::toString))
                .put("cash", terms.cash())
                .put("fee", terms.fee())
                .put("slippage", terms.slippage())
                .put("stop_loss", number(terms.stopLoss()))
                .put("take_profit", number(terms.takeProfit()))
                .put("risk_free", terms.riskFree());
        compiled.data()
                .ifPresent(data -> fields.put(
                        "data",
                        Value.fields()
                                .put("source", data.source())
                                .put("bars", data.bars())
                                .put("from", time(data.first(), strategy.timeframe()))
                                .put("to", time(data.last(), strategy.timeframe()))
                                .put("first_bar", data.firstBar())
                                .put("notes", Value.texts(data.notes()))
                                .build()));
        return fields.build();
    }

    /** {@code {symbol, timeframes, source, from, to}}. */
    public static Value.Fields listing(MarketData.Listing listing) {
        return Value.fields()
                .put("symbol", listing.symbol().name())
                .put(
                        "timeframes",
                        Value.texts(listing.timeframes().stream()
                                .map(Timeframe::wire)
                                .toList()))
                .put("source", listing.source())
                .put("from", listing.first().map(LocalDate::toString))
                .put("to", listing.last().map(LocalDate::toString))
                .build();
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
