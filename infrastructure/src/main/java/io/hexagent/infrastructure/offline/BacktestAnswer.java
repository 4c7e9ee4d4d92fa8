package io.hexagent.infrastructure.offline;

import io.hexagent.domain.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells a backtest: its figures beside buying and holding, the strategy that was tried, and what was assumed. */
final class BacktestAnswer {
    private BacktestAnswer() {}

    static String text(Outcome outcome) {
        Value.Fields content = outcome.content();
        var sentences = new ArrayList<String>();
        List<String> unused = content.texts("unused_words");
        if (!unused.isEmpty()) {
            sentences.add("I made nothing of "
                    + Replies.and(unused.stream().map(word -> '"' + word + '"').toList())
                    + "; the rest was tried.");
        }
        sentences.add(figures(content));
        content.fields("benchmark").ifPresent(held -> sentences.add("Buying and holding: " + risk(held) + "."));
        content.text("code").ifPresent(code -> sentences.add("The strategy: " + oneLine(code) + "."));
        content.texts("warnings").forEach(warning -> sentences.add(sentence(warning)));
        return String.join(" ", sentences);
    }

    /** What the figures rest on. */
    static List<String> assumptions(Outcome outcome) {
        Value.Fields content = outcome.content();
        var assumptions = new ArrayList<>(content.texts("assumptions"));
        if (content.number("cash").isPresent()) {
            assumptions.add("Cash at the start " + figure(content, "cash") + ", a fee of " + percent(content, "fee")
                    + " and slippage of " + percent(content, "slippage") + " on each side.");
        }
        content.fields("conventions")
                .flatMap(lines -> lines.text("execution"))
                .ifPresent(line -> assumptions.add(sentence("Execution: " + line)));
        return List.copyOf(assumptions);
    }

    private static String figures(Value.Fields content) {
        String open = content.number("open_trades")
                        .filter(number -> number.signum() > 0)
                        .isPresent()
                ? " and one that is still open"
                : "";
        String trades = figure(content, "trades");
        return content.text("symbol").orElse("The market") + " in bars of "
                + content.text("timeframe").orElse("?") + " from "
                + content.text("from").orElse("?") + " to " + content.text("to").orElse("?") + ": " + risk(content)
                + ", " + trades + (trades.equals("1") ? " trade" : " trades") + open + ".";
    }

    private static String risk(Value.Fields figures) {
        return "total return " + percent(figures, "total_return") + ", Sharpe " + figure(figures, "sharpe")
                + ", max drawdown " + percent(figures, "max_drawdown");
    }

    private static String figure(Value.Fields content, String name) {
        return content.number(name).map(Figures::of).orElse("not defined");
    }

    private static String percent(Value.Fields content, String name) {
        return content.number(name).map(Figures::percent).orElse("not defined");
    }

    private static String oneLine(String code) {
        return String.join(
                "; ",
                code.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .toList());
    }

    private static String sentence(String text) {
        return text.endsWith(".") || text.endsWith("?") ? text : text + ".";
    }

    /** Why it was not tried, in the tool's words: they name what is missing and the choices. */
    static Optional<String> refusal(PlanStep step, Outcome outcome) {
        return step.telling().kind() == PlanStep.Telling.Kind.BACKTEST
                ? Optional.of("I did not backtest that. " + sentence(outcome.error()))
                : Optional.empty();
    }
}
