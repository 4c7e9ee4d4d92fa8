package io.hexagent.application.strategy;

import io.hexagent.domain.strategy.BacktestReport;
import io.hexagent.domain.strategy.BacktestReport.Manifest;
import io.hexagent.domain.strategy.Bars;
import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.MarketData;
import io.hexagent.domain.strategy.Metrics;
import io.hexagent.domain.strategy.PrefixCheck;
import io.hexagent.domain.strategy.Replay;
import io.hexagent.domain.strategy.Strategy;
import io.hexagent.domain.strategy.Sweep;
import io.hexagent.domain.strategy.Timeframe;
import io.hexagent.domain.strategy.Trade;
import io.hexagent.domain.strategy.WalkForward;
import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Backtests as JSON has them, on every door alike. Times are days where bars are, else instants; in UTC. */
public final class BacktestFields {
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

    /** {@code {objective, trials, best, table, deflated_sharpe, warnings}}, the best trials first, at most so many. */
    public static Value.Fields sweep(Sweep.Report report, int most) {
        var fields = Value.fields()
                .put("objective", report.objective().wire())
                .put("trials", report.trials().size());
        report.best().ifPresent(best -> fields.put("best", trial(report, report.trials().get(best))));
        fields.put(
                "ranking",
                Value.items(ranked(report).stream()
                        .limit(most)
                        .map(trial -> trial(report, trial))
                        .toList()));
        report.deflation()
                .ifPresent(deflation -> fields.put(
                        "deflated_sharpe",
                        Value.fields()
                                .put("trials", deflation.trials())
                                .put("sharpe", deflation.sharpe())
                                .put("expected_by_chance", deflation.expected())
                                .put("probability", deflation.probability())
                                .build()));
        return fields.put("warnings", Value.texts(report.warnings())).build();
    }

    /** The trials, the best first, those without a score last. */
    public static List<Sweep.Trial> ranked(Sweep.Report report) {
        return report.trials().stream()
                .sorted(Comparator.comparingDouble(
                        (Sweep.Trial trial) -> -trial.score().orElse(Double.NEGATIVE_INFINITY)))
                .toList();
    }

    private static Value.Fields trial(Sweep.Report report, Sweep.Trial trial) {
        return Value.fields()
                .put("values", values(report.parameters(), trial.values()))
                .put("score", number(trial.score()))
                .put("metrics", figures(trial.metrics()).build())
                .build();
    }

    private static Value.Fields values(List<Sweep.Parameter> parameters, List<Double> values) {
        var fields = Value.fields();
        for (int i = 0; i < values.size(); i++) {
            fields.put(parameters.get(i).name(), values.get(i));
        }
        return fields.build();
    }

    /** {@code {objective, trials, windows, metrics, benchmark, warnings}}; days are those of the bars. */
    public static Value.Fields walkForward(WalkForward.Report report, List<Instant> times) {
        return Value.fields()
                .put("objective", report.objective().wire())
                .put("trials", report.trials())
                .put(
                        "windows",
                        Value.items(report.windows().stream()
                                .map(window -> window(report, window, times))
                                .toList()))
                .put("metrics", figures(report.metrics()).build())
                .put("benchmark", figures(report.benchmark()).build())
                .put("warnings", Value.texts(report.warnings()))
                .build();
    }

    private static Value.Fields window(WalkForward.Report report, WalkForward.Window window, List<Instant> times) {
        return Value.fields()
                .put("train_from", times.get(window.trainFrom()).toString())
                .put("test_from", times.get(window.testFrom()).toString())
                .put("test_to", times.get(window.testTo() - 1).toString())
                .put("values", values(report.parameters(), window.values()))
                .put("in_sample", number(window.inSample()))
                .put("out_of_sample", number(window.outOfSample()))
                .put("metrics", figures(window.test()).build())
                .build();
    }

    /** {@code {look_ahead, prefixes, …}}. */
    public static Value.Fields lookAhead(PrefixCheck.Finding finding) {
        return switch (finding) {
            case PrefixCheck.Finding.Clean clean ->
                Value.fields()
                        .put("look_ahead", false)
                        .put("prefixes", clean.prefixes())
                        .put("all_prefixes", clean.all())
                        .build();
            case PrefixCheck.Finding.LooksAhead ahead ->
                Value.fields()
                        .put("look_ahead", true)
                        .put("what", ahead.what())
                        .put("bar", ahead.bar())
                        .put("prefix", ahead.prefix())
                        .build();
        };
    }

    /** {@code {symbol, timeframes, source, from, to}}. */
    public static Value.Fields listing(MarketData.Listing listing) {
        return Value.fields()
                .put("symbol", listing.symbol().name())
                .put(
                        "timeframes",
                        Value.texts(
                                listing.timeframes().stream().map(Timeframe::wire).toList()))
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
