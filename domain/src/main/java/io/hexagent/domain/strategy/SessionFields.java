package io.hexagent.domain.strategy;

import io.hexagent.domain.strategy.StrategySession.Said;
import io.hexagent.domain.strategy.StrategySession.State;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Sessions and what is in them as fields, as they are kept and shown, both ways. */
public final class SessionFields {
    private SessionFields() {}

    /** What {@link #read} needs beside the key and the version. */
    public static Value.Fields of(StrategySession session) {
        var fields = Value.fields().put("state", session.state().wire()).put("strategy_spec", spec(session.spec()));
        session.code().ifPresent(code -> fields.put("strategy_code", code));
        fields.put("compile_errors", errors(session.errors()));
        session.metrics().ifPresent(metrics -> fields.put("backtest_metrics", metrics(metrics)));
        session.intent().ifPresent(intent -> fields.put("feedback_intent", intent.wire()));
        return fields.put(
                        "conversation",
                        Value.items(session.conversation().stream()
                                .map(said -> Value.fields()
                                        .put("role", said.byPerson() ? "user" : "assistant")
                                        .put("content", said.text())
                                        .put("at", said.at().toString())
                                        .build())
                                .toList()))
                .put("created_at", session.createdAt().toString())
                .put("updated_at", session.updatedAt().toString())
                .build();
    }

    /** The session that {@link #of} wrote. @throws IllegalArgumentException when the fields are not such a session */
    public static StrategySession read(SessionKey key, long version, Value.Fields fields) {
        return new StrategySession(
                key,
                version,
                State.valueOf(text(fields, "state").toUpperCase(Locale.ROOT)),
                readSpec(fields.fields("strategy_spec").orElse(Value.Fields.EMPTY)),
                fields.text("strategy_code"),
                fields.items("compile_errors").stream()
                        .map(item -> readError(item instanceof Value.Fields error ? error : Value.Fields.EMPTY))
                        .toList(),
                fields.fields("backtest_metrics").map(SessionFields::readMetrics),
                fields.text("feedback_intent").flatMap(FeedbackIntent::ofWire),
                fields.items("conversation").stream()
                        .map(item -> item instanceof Value.Fields said ? said : Value.Fields.EMPTY)
                        .map(said ->
                                new Said(text(said, "role").equals("user"), text(said, "content"), time(said, "at")))
                        .toList(),
                time(fields, "created_at"),
                time(fields, "updated_at"));
    }

    /** As the document names them; what was not said is left out. */
    public static Value.Fields spec(StrategySpec spec) {
        var fields = Value.fields();
        spec.symbol().ifPresent(symbol -> fields.put("symbol", symbol.name()));
        spec.timeframe().ifPresent(timeframe -> fields.put("timeframe", timeframe.wire()));
        spec.from().ifPresent(day -> fields.put("from", day.toString()));
        spec.to().ifPresent(day -> fields.put("to", day.toString()));
        put(fields, "cash", spec.cash());
        put(fields, "fee", spec.fee());
        put(fields, "slippage", spec.slippage());
        spec.sizing().ifPresent(sizing -> fields.put("sizing", sizing(sizing)));
        put(fields, "stop_loss", spec.stopLoss());
        put(fields, "take_profit", spec.takeProfit());
        return fields.put("entry", spec.entry()).put("exit", spec.exit()).build();
    }

    private static Value.Fields sizing(Sizing sizing) {
        return switch (sizing) {
            case Sizing.Part(double part) -> Value.fields().put("part", part).build();
            case Sizing.Money(double amount) ->
                Value.fields().put("money", amount).build();
            case Sizing.Units(double units) ->
                Value.fields().put("units", units).build();
        };
    }

    /** What {@link #spec} wrote. @throws IllegalArgumentException when something in it cannot be */
    public static StrategySpec readSpec(Value.Fields fields) {
        return new StrategySpec(
                fields.text("symbol").map(Symbol::new),
                fields.text("timeframe")
                        .map(name -> Timeframe.of(name)
                                .orElseThrow(() -> new IllegalArgumentException("no timeframe is \"" + name + "\""))),
                fields.text("from").map(LocalDate::parse),
                fields.text("to").map(LocalDate::parse),
                number(fields, "cash"),
                number(fields, "fee"),
                number(fields, "slippage"),
                fields.fields("sizing").flatMap(SessionFields::readSizing),
                number(fields, "stop_loss"),
                number(fields, "take_profit"),
                fields.text("entry"),
                fields.text("exit"));
    }

    private static Optional<Sizing> readSizing(Value.Fields fields) {
        return fields.number("part")
                .<Sizing>map(part -> new Sizing.Part(part.doubleValue()))
                .or(() -> fields.number("money").map(amount -> new Sizing.Money(amount.doubleValue())))
                .or(() -> fields.number("units").map(units -> new Sizing.Units(units.doubleValue())));
    }

    public static Value.Items errors(List<CompileError> errors) {
        return new Value.Items(errors.stream().<Value>map(SessionFields::error).toList());
    }

    /** {@code {code, message, position: {line, column, length}?, cause, fix, example}}. */
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

    private static CompileError readError(Value.Fields fields) {
        return new CompileError(
                text(fields, "code"),
                text(fields, "message"),
                fields.fields("position")
                        .map(at ->
                                new CompileError.Position(whole(at, "line"), whole(at, "column"), whole(at, "length"))),
                text(fields, "cause"),
                text(fields, "fix"),
                text(fields, "example"));
    }

    /** A figure that is not defined is left out. */
    public static Value.Fields metrics(Metrics metrics) {
        var fields = Value.fields().put("total_return", metrics.totalReturn());
        put(fields, "cagr", metrics.cagr());
        put(fields, "volatility", metrics.volatility());
        put(fields, "sharpe", metrics.sharpe());
        put(fields, "sortino", metrics.sortino());
        fields.put("max_drawdown", metrics.maxDrawdown());
        put(fields, "calmar", metrics.calmar());
        fields.put("exposure", metrics.exposure())
                .put("trades", metrics.trades())
                .put("open_trades", metrics.openTrades());
        put(fields, "win_rate", metrics.winRate());
        put(fields, "profit_factor", metrics.profitFactor());
        put(fields, "payoff", metrics.payoff());
        put(fields, "expectancy", metrics.expectancy());
        fields.put("fees", metrics.fees()).put("final_equity", metrics.finalEquity());
        put(fields, "beta", metrics.beta());
        put(fields, "alpha", metrics.alpha());
        return fields.build();
    }

    private static Metrics readMetrics(Value.Fields fields) {
        return new Metrics(
                number(fields, "total_return").orElse(Double.NaN),
                number(fields, "cagr"),
                number(fields, "volatility"),
                number(fields, "sharpe"),
                number(fields, "sortino"),
                number(fields, "max_drawdown").orElse(Double.NaN),
                number(fields, "calmar"),
                number(fields, "exposure").orElse(Double.NaN),
                whole(fields, "trades"),
                whole(fields, "open_trades"),
                number(fields, "win_rate"),
                number(fields, "profit_factor"),
                number(fields, "payoff"),
                number(fields, "expectancy"),
                number(fields, "fees").orElse(Double.NaN),
                number(fields, "final_equity").orElse(Double.NaN),
                number(fields, "beta"),
                number(fields, "alpha"));
    }

    private static void put(Value.Builder fields, String name, OptionalDouble number) {
        if (number.isPresent() && Double.isFinite(number.getAsDouble())) {
            fields.put(name, number.getAsDouble());
        }
    }

    private static OptionalDouble number(Value.Fields fields, String name) {
        Optional<BigDecimal> number = fields.number(name);
        return number.isPresent() ? OptionalDouble.of(number.get().doubleValue()) : OptionalDouble.empty();
    }

    private static int whole(Value.Fields fields, String name) {
        return fields.number(name).orElse(BigDecimal.ZERO).intValue();
    }

    private static Instant time(Value.Fields fields, String name) {
        return Instant.parse(text(fields, name));
    }

    private static String text(Value.Fields fields, String name) {
        return fields.text(name)
                .orElseThrow(() -> new IllegalArgumentException("a session's \"" + name + "\" is missing"));
    }
}
