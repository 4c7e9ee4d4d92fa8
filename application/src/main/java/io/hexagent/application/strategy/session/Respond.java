package io.hexagent.application.strategy.session;

import io.hexagent.application.strategy.BacktestFields;
import io.hexagent.domain.strategy.BacktestReport;
import io.hexagent.domain.strategy.ErrorText;
import io.hexagent.domain.strategy.Indicator;
import io.hexagent.domain.strategy.MarketData;
import io.hexagent.domain.strategy.Metrics;
import io.hexagent.domain.strategy.SessionMessage.Kind;
import io.hexagent.domain.strategy.StrategySpec;
import io.hexagent.domain.strategy.Trade;
import io.hexagent.domain.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells the person how far things are. */
final class Respond implements TalkNode {
    static final String GOODBYE =
            "Goodbye. The strategy is kept until you begin another one; your next message begins anew.";

    /** Of a longer series every n-th bar is told. */
    private static final int MOST_FRAMES = 2_000;

    private static final String MORE =
            "You can change it (\"add a 5% stop loss\", \"use 20 and 60 instead\"), run it on"
                    + " other days (\"rerun for 2006\"), or end with \"bye\".";

    private final MarketData market;

    Respond(MarketData market) {
        this.market = market;
    }

    @Override
    public Talk apply(Talk talk, Work work) {
        work.check();
        if (talk.question().isPresent()) {
            text(
                    work,
                    joined(talk.question().get(), unused(talk)),
                    Value.fields().put("question", true));
            return talk;
        }
        switch (talk.topic()) {
            case GREETING ->
                text(work, "Hello. Tell me a trading strategy, and I write it and try it. " + example(work));
            case HELP -> text(work, help(work));
            case STATUS -> status(talk, work);
            case THANKS ->
                text(work, talk.code().isPresent() ? "You are welcome. " + MORE : "You are welcome. " + example(work));
            case GOODBYE -> text(work, GOODBYE);
            case UNCLEAR -> unclear(talk, work);
            case STRATEGY -> result(talk, work);
        }
        return talk;
    }

    private void result(Talk talk, Work work) {
        switch (talk.stage()) {
            case TRIED -> tried(talk, work, work.report().orElseThrow());
            case NO_BARS ->
                text(
                        work,
                        joined(
                                "The strategy could not be tried: " + String.join(" ", talk.notes()),
                                talk.errors().isEmpty() ? "" : ErrorText.of(talk.errors(), code(talk))),
                        Value.fields().put("compile_errors", BacktestFields.errors(talk.errors())));
            case GIVEN_UP, WRONG, NO_MARKET, UNTRIED -> givenUp(talk, work);
        }
    }

    private static void tried(Talk talk, Work work, BacktestReport report) {
        work.answer(Kind.CODE, code(talk), Value.fields().put("language", "yaml"));
        Metrics metrics = report.metrics();
        Value.Fields figures = BacktestFields.figures(metrics).build();
        Value.Fields whole = BacktestFields.report(report);
        work.answer(Kind.METRICS, table(report), Value.fields(), Optional.of(figures), Optional.empty());
        work.answer(
                Kind.BACKTEST_REPLAY,
                "Every bar of the backtest, to be replayed.",
                Value.fields(),
                Optional.of(figures),
                Optional.of(BacktestFields.replay(report, MOST_FRAMES).with("report", whole)));
        var told = new ArrayList<String>();
        told.add(summary(report, whole));
        told.addAll(talk.notes());
        if (talk.repairs() > 0) {
            told.add("It was repaired " + (talk.repairs() == 1 ? "once" : talk.repairs() + " times")
                    + " before it could be tried.");
        }
        told.addAll(report.warnings());
        String unused = unused(talk);
        if (!unused.isEmpty()) {
            told.add(unused);
        }
        told.add(MORE);
        text(
                work,
                String.join(" ", told),
                Value.fields()
                        .put("assumptions", Value.texts(talk.notes()))
                        .put("warnings", Value.texts(report.warnings())));
    }

    private static String summary(BacktestReport report, Value.Fields whole) {
        Metrics metrics = report.metrics();
        return report.strategy().symbol() + " from " + whole.text("from").orElse("") + " to "
                + whole.text("to").orElse("") + ": total return " + Figures.percent(metrics.totalReturn())
                + ", largest drawdown " + Figures.percent(metrics.maxDrawdown()) + ", Sharpe "
                + Figures.number(metrics.sharpe()) + ", "
                + (metrics.trades() == 1 ? "1 trade" : metrics.trades() + " trades")
                + (metrics.openTrades() > 0 ? " and one that is still open" : "") + "; buying and holding made "
                + Figures.percent(report.benchmark().totalReturn()) + ".";
    }

    private static String table(BacktestReport report) {
        Metrics metrics = report.metrics();
        long stopped = report.trades().stream()
                .filter(trade -> trade.reason() == Trade.Reason.STOP_LOSS)
                .count();
        var lines = new ArrayList<>(List.of(
                "Total return   " + Figures.percent(metrics.totalReturn()),
                "CAGR           " + Figures.percent(metrics.cagr()),
                "Volatility     " + Figures.percent(metrics.volatility()),
                "Sharpe         " + Figures.number(metrics.sharpe()),
                "Sortino        " + Figures.number(metrics.sortino()),
                "Max drawdown   " + Figures.percent(metrics.maxDrawdown()),
                "Calmar         " + Figures.number(metrics.calmar()),
                "Exposure       " + Figures.percent(metrics.exposure()),
                "Trades         " + metrics.trades() + (metrics.openTrades() > 0 ? " and 1 open" : ""),
                "Win rate       " + Figures.percent(metrics.winRate()),
                "Profit factor  " + Figures.number(metrics.profitFactor()),
                "Fees           " + Figures.money(metrics.fees()),
                "Final equity   " + Figures.money(metrics.finalEquity())));
        if (stopped > 0) {
            lines.add("Stopped out    " + stopped);
        }
        return String.join("\n", lines);
    }

    private static void givenUp(Talk talk, Work work) {
        work.answer(Kind.CODE, code(talk), Value.fields().put("language", "yaml"));
        String attempts = talk.repairs() == 0
                ? "The strategy is wrong, and I know no way to repair it."
                : "The strategy is still wrong after "
                        + (talk.repairs() == 1 ? "one repair." : talk.repairs() + " repairs.");
        text(
                work,
                attempts + "\n\n" + ErrorText.of(talk.errors(), code(talk)),
                Value.fields()
                        .put("attempt", talk.repairs() + 1)
                        .put("compile_errors", BacktestFields.errors(talk.errors())));
    }

    private void status(Talk talk, Work work) {
        if (talk.code().isEmpty()) {
            text(work, "There is no strategy yet" + known(talk.spec()) + ". " + example(work));
            return;
        }
        work.answer(Kind.CODE, code(talk), Value.fields().put("language", "yaml"));
        if (talk.metrics().isPresent()) {
            Metrics metrics = talk.metrics().get();
            work.answer(
                    Kind.METRICS,
                    "Total return " + Figures.percent(metrics.totalReturn()) + ", Sharpe "
                            + Figures.number(metrics.sharpe()) + ", max drawdown "
                            + Figures.percent(metrics.maxDrawdown()) + ".",
                    Value.fields(),
                    Optional.of(BacktestFields.figures(metrics).build()),
                    Optional.empty());
            text(work, "The strategy was tried; these are its code and its figures. " + MORE);
        } else if (talk.errors().isEmpty()) {
            text(work, "The strategy is written, but was not tried. " + MORE);
        } else {
            text(
                    work,
                    "The strategy is wrong.\n\n" + ErrorText.of(talk.errors(), code(talk)),
                    Value.fields().put("compile_errors", BacktestFields.errors(talk.errors())));
        }
    }

    private static String known(StrategySpec spec) {
        var known = new ArrayList<String>();
        spec.symbol().ifPresent(symbol -> known.add("the symbol " + symbol));
        spec.entry().ifPresent(rule -> known.add("when to buy: " + rule));
        spec.exit().ifPresent(rule -> known.add("when to sell: " + rule));
        return known.isEmpty() ? "" : "; known so far is " + String.join(", ", known);
    }

    private void unclear(Talk talk, Work work) {
        text(
                work,
                unclear(talk) + " " + (talk.code().isPresent() ? MORE : example(work)),
                Value.fields().put("code", "not_understood"));
    }

    static String unclear(Talk talk) {
        return "I made no strategy of \"" + shortened(talk.input()) + "\".";
    }

    private String help(Work work) {
        return "I turn your words into a trading strategy, write it down as rules, and try it on past prices. Say when"
            + " to buy and when to sell: RSI, moving averages, Bollinger bands, MACD, breakouts of highs and lows,"
            + " momentum, joined by and/or, with a stop loss or take profit. Then change it, run it on other days, or"
            + " say \"bye\". You can also send a whole strategy document. Indicators: "
                + Arrays.stream(Indicator.values()).map(Indicator::function).collect(Collectors.joining(", "))
                + ", crosses_above, crosses_below. "
                + example(work);
    }

    private String example(Work work) {
        return example(market.listings(work.owner()));
    }

    static String example(List<MarketData.Listing> listings) {
        String symbol =
                listings.isEmpty() ? "GOOG" : listings.getFirst().symbol().name();
        return Clarify.offered(listings) + " For example: \"RSI strategy on " + symbol
                + ", buy below 30, sell above 70\".";
    }

    static String unused(Talk talk) {
        return unused(talk.reading().map(Reading::unused).orElse(List.of()));
    }

    private static String unused(List<String> words) {
        return words.isEmpty()
                ? ""
                : "I made nothing of "
                        + words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(", ")) + ".";
    }

    private static String joined(String first, String second) {
        return second.isEmpty() ? first : first + " " + second;
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= 80 ? line : line.substring(0, 79) + "…";
    }

    private static String code(Talk talk) {
        return talk.code().orElse("");
    }

    private static void text(Work work, String content) {
        text(work, content, Value.fields());
    }

    private static void text(Work work, String content, Value.Builder metadata) {
        work.answer(Kind.TEXT, content, metadata);
    }
}
