package io.hexagent.application.strategy.session;

import io.hexagent.domain.strategy.Indicator;
import io.hexagent.domain.strategy.Timeframe;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Value;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a language model is told of the strategy language, as two tools. */
final class LanguageGuide {
    static final ToolName INDICATORS = new ToolName("get_indicators");
    static final ToolName CONTEXT = new ToolName("get_strategy_context");

    private LanguageGuide() {}

    static List<ToolSpec> tools() {
        return List.of(
                tool(
                        INDICATORS,
                        "Indicators",
                        "Lists the indicators that rules may use, with their arguments and usual lengths."),
                tool(
                        CONTEXT,
                        "Strategy language",
                        "Explains the strategy document, its rules, when orders fill, and shows examples."));
    }

    private static ToolSpec tool(ToolName name, String title, String description) {
        return new ToolSpec(
                name,
                "1",
                title,
                description,
                List.of(),
                "book",
                ToolCategory.MARKET,
                Value.fields()
                        .put("type", "object")
                        .put("properties", Value.Fields.EMPTY)
                        .put("additionalProperties", false)
                        .build(),
                ToolSpec.Effects.PURE,
                false);
    }

    static Value.Fields indicators() {
        return Value.fields()
                .put(
                        "indicators",
                        Value.items(Arrays.stream(Indicator.values())
                                .map(one -> Value.fields()
                                        .put("call", call(one))
                                        .put("meaning", one.meaning())
                                        .put(
                                                "settings",
                                                Value.items(one.settings().stream()
                                                        .map(LanguageGuide::setting)
                                                        .toList()))
                                        .build())
                                .toList()))
                .put("columns", Value.texts(List.of("open", "high", "low", "close", "volume")))
                .put(
                        "conditions",
                        Value.texts(List.of(
                                "crosses_above(a, b)", "crosses_below(a, b)", "< <= > >= == !=", "&& || !", "+ - * /")))
                .build();
    }

    private static String call(Indicator one) {
        String inputs = one.inputs() == 0 ? "" : "close";
        String settings = one.settings().stream()
                .map(setting -> setting.usual().map(Figures::plain).orElse(setting.name()))
                .collect(Collectors.joining(", "));
        return one.function() + "(" + inputs + (inputs.isEmpty() || settings.isEmpty() ? "" : ", ") + settings + ")";
    }

    private static Value.Fields setting(Indicator.Setting setting) {
        var fields = Value.fields().put("name", setting.name());
        setting.usual().ifPresent(usual -> fields.put("usual", usual));
        return fields.put("least", setting.least())
                .put("most", setting.most())
                .put("whole", setting.whole())
                .build();
    }

    static Value.Fields context() {
        return Value.fields()
                .put(
                        "document",
                        "YAML with the keys symbol, timeframe, from, to, cash, fee, slippage, sizing, stop_loss,"
                            + " take_profit, risk_free, entry, exit. entry and exit are rules, always in quotes. fee,"
                            + " slippage, stop_loss and take_profit are parts: 0.05 is 5 percent. from and to are days"
                            + " as 2006-01-31 and may be left out. sizing is all, a part of the cash as 0.5, {money:"
                            + " 1000} or {units: 10}. Nothing else is allowed.")
                .put(
                        "timeframes",
                        Value.texts(Arrays.stream(Timeframe.values())
                                .map(Timeframe::wire)
                                .toList()))
                .put(
                        "rules",
                        "A rule is a condition over whole series, evaluated at each bar's close. Use && || ! (not and,"
                            + " or), == (not =), lower-case function names, numbers without units. An indicator takes"
                            + " a series first and then whole lengths. previous(x, n) is the value n bars ago. highest"
                            + " and lowest include the bar itself: a breakout compares with previous(highest(high,"
                            + " 20), 1).")
                .put(
                        "execution",
                        "Long only, one position at a time. A signal at a close fills at the next bar's open. Stops act"
                                + " within the bar. An exit of \"false\" leaves the selling to the stops.")
                .put(
                        "examples",
                        Value.texts(List.of(
                                "symbol: GOOG\ntimeframe: 1d\ncash: 100000\nfee: 0.001\n"
                                        + "entry: \"rsi(close, 14) < 30\"\nexit: \"rsi(close, 14) > 70\"\n",
                                "symbol: GOOG\n"
                                    + "timeframe: 1d\n"
                                    + "from: 2006-01-01\n"
                                    + "to: 2006-12-31\n"
                                    + "stop_loss: 0.05\n"
                                    + "entry: \"crosses_above(sma(close, 50), sma(close, 200)) && volume > sma(volume,"
                                    + " 20)\"\n"
                                    + "exit: \"crosses_below(sma(close, 50), sma(close, 200))\"\n")))
                .build();
    }
}
