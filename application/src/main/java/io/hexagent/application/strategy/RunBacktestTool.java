package io.hexagent.application.strategy;

import io.hexagent.domain.artifact.ArtifactDraft;
import io.hexagent.domain.strategy.BacktestReport;
import io.hexagent.domain.strategy.Indicator;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tries a trading strategy for an agent: figures, trades, and charts as artifacts. Safe for use by many threads. */
public final class RunBacktestTool implements Tool {
    private static final int MOST_TRADES = 50;
    private static final int MOST_CHARS = 2_000;
    private static final List<String> TEXTS = List.of("symbol", "timeframe", "from", "to", "entry", "exit");
    private static final List<String> NUMBERS =
            List.of("cash", "fee", "slippage", "stop_loss", "take_profit", "risk_free");

    private final RunBacktest runBacktest;
    private final DrawBacktest drawBacktest;
    private final StrategyWriter writer;
    private final Json json;
    private final ToolSpec spec;

    public RunBacktestTool(RunBacktest runBacktest, DrawBacktest drawBacktest, StrategyWriter writer, Json json) {
        this.runBacktest = runBacktest;
        this.drawBacktest = drawBacktest;
        this.writer = writer;
        this.json = json;
        this.spec = makeSpec();
    }

    private static ToolSpec makeSpec() {
        return new ToolSpec(
                new ToolName("run_backtest"),
                "1",
                "Backtest",
                "Tries a long-only trading strategy on past prices and tells its return, risk and trades beside buying"
                    + " and holding, with charts. Give the whole document as \"code\", or its fields, or the strategy"
                    + " in plain words as \"description\": what is missing then is asked for, and the code that was"
                    + " made is in the result. Rules are conditions over the columns open, high, low, close, volume,"
                    + " such as rsi(close, 14) < 30 && close > sma(close, 200) or crosses_above(sma(close, 50),"
                    + " sma(close, 200)), with && || ! and these functions: "
                        + Arrays.stream(Indicator.values())
                                .map(Indicator::function)
                                .collect(Collectors.joining(", "))
                        + ", crosses_above, crosses_below. Symbols are data sets of bars by their names, GOOG (2004 to"
                        + " 2008, by the day), and crypto currencies where that market is switched on.",
                List.of(
                        "Backtest an RSI strategy on GOOG: buy below 30, sell above 70",
                        "How would the golden cross have done on GOOG?",
                        "How would a 50/200 SMA crossover on GOOG have done with a 5% stop loss?"),
                "chart-candlestick",
                ToolCategory.MARKET,
                Value.fields()
                        .put("type", "object")
                        .put("properties", properties())
                        .put("additionalProperties", false)
                        .build(),
                ToolSpec.Effects.READS,
                false);
    }

    private static Value.Fields properties() {
        return Value.fields()
                .put("code", text("The whole strategy document, YAML or JSON; then no other field is needed."))
                .put(
                        "description",
                        Value.fields()
                                .put("type", "string")
                                .put("minLength", 1)
                                .put("maxLength", MOST_CHARS)
                                .put(
                                        "description",
                                        "The whole strategy in English words, such as: RSI strategy on GOOG, buy below"
                                                + " 30, sell above 70, 5% stop loss. Then no other field is allowed.")
                                .build())
                .put("symbol", text("What is traded, such as GOOG."))
                .put("timeframe", text("1m, 5m, 15m, 30m, 1h, 4h, 1d or 1w; 1d by default."))
                .put("from", text("The first day, as 2004-08-19."))
                .put("to", text("The last day, as 2008-10-14."))
                .put("cash", number("Money at the start; 100000 by default."))
                .put("fee", number("A part of each order's value; 0.001 by default."))
                .put("slippage", number("A part of the price by which orders fill worse; 0 by default."))
                .put("stop_loss", number("Sell this part below the entry price, such as 0.05."))
                .put("take_profit", number("Sell this part above the entry price, such as 0.1."))
                .put("risk_free", number("A year's return without risk; 0 by default."))
                .put("entry", text("When to buy: a condition, such as rsi(close, 14) < 30."))
                .put("exit", text("When to sell: a condition, such as rsi(close, 14) > 70."))
                .build();
    }

    private static Value text(String description) {
        return Value.fields()
                .put("type", "string")
                .put("description", description)
                .build();
    }

    private static Value number(String description) {
        return Value.fields()
                .put("type", "number")
                .put("description", description)
                .build();
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ToolResult call(Value.Fields arguments, ToolContext context) {
        Optional<String> words = arguments.text("description").filter(text -> !text.isBlank());
        if (words.isPresent()) {
            return described(words.get(), arguments, context);
        }
        Optional<String> whole = arguments.text("code").filter(code -> !code.isBlank());
        if (whole.isEmpty() && arguments.text("entry").isEmpty()) {
            return new ToolResult.Rejected("\"code\" is missing, or \"description\", or symbol, entry and exit");
        }
        return tried(whole.orElseGet(() -> document(arguments)), Optional.empty(), context);
    }

    private ToolResult described(String words, Value.Fields arguments, ToolContext context) {
        List<String> others = arguments.fields().keySet().stream()
                .filter(name -> !name.equals("description"))
                .toList();
        if (!others.isEmpty()) {
            return new ToolResult.Rejected("with \"description\" no other field is allowed: say "
                    + String.join(", ", others) + " in its words");
        }
        return switch (writer.write(context.principal().owner(), words)) {
            case StrategyWriter.Outcome.Written written -> tried(written.code(), Optional.of(written), context);
            case StrategyWriter.Outcome.NotWritten not -> new ToolResult.Rejected(not.message());
        };
    }

    private ToolResult tried(String code, Optional<StrategyWriter.Outcome.Written> written, ToolContext context) {
        context.progress().report(10, "computing");
        var command = new RunBacktest.Command(context.principal(), code, Optional.empty());
        return switch (runBacktest.handle(command)) {
            case RunBacktest.Outcome.Tried tried -> succeeded(tried.report(), written, context);
            case RunBacktest.Outcome.NotTried not -> refused(not.why());
        };
    }

    /** The fields as a document; JSON is YAML too. */
    private String document(Value.Fields arguments) {
        var document = Value.fields();
        for (String name : TEXTS) {
            document.put(name, arguments.text(name));
        }
        for (String name : NUMBERS) {
            arguments.number(name).ifPresent(number -> document.put(name, Value.of(number)));
        }
        return json.write(document.build());
    }

    private static ToolResult refused(Refusal why) {
        return switch (why) {
            case Refusal.Wrong wrong -> new ToolResult.Rejected(wrong.text());
            case Refusal.Unusable unusable -> new ToolResult.Rejected(unusable.message());
            case Refusal.UnknownDataset unknown -> new ToolResult.Rejected(unknown.message());
            case Refusal.Invalid invalid -> new ToolResult.Rejected(invalid.message());
            case Refusal.Busy busy -> new ToolResult.Failed(busy.message(), true);
            case Refusal.TooLong late -> new ToolResult.Failed(late.message());
        };
    }

    private ToolResult succeeded(
            BacktestReport report, Optional<StrategyWriter.Outcome.Written> written, ToolContext context) {
        context.progress().report(60, "drawing");
        List<ArtifactDraft> charts =
                switch (drawBacktest.handle(new DrawBacktest.Command(report))) {
                    case DrawBacktest.Outcome.Drawn drawn -> drawn.charts();
                    case DrawBacktest.Outcome.NotDrawn not -> List.of();
                };
        var content = BacktestFields.head(report);
        // Before what is long: a result that is cut is cut at its end.
        written.ifPresent(made -> content.put("code", made.code())
                .put("assumptions", Value.texts(made.notes()))
                .put("unused_words", Value.texts(made.unused())));
        content.put("benchmark", BacktestFields.figures(report.benchmark()).build())
                .put("table", BacktestFields.tradeTable(report, MOST_TRADES).toValue())
                .put("warnings", Value.texts(report.warnings()))
                .put("conventions", Conventions.fields());
        return new ToolResult.Succeeded(content.build(), charts);
    }
}
