package io.hexagent.application.strategy.session;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.FeedbackIntent;
import io.hexagent.domain.strategy.MarketData;
import io.hexagent.domain.strategy.Sizing;
import io.hexagent.domain.strategy.StrategySpec;
import io.hexagent.domain.strategy.StrategyText;
import io.hexagent.domain.strategy.Symbol;
import io.hexagent.domain.strategy.Timeframe;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Reads the usual families of strategies by their words, and writes them: deterministic, without a language model. What
 * it makes nothing of it says. Safe for use by many threads.
 */
final class OfflinePlanner implements Planner {
    private static final int MOST_CHARS = 2_000;
    private static final Pattern RULE_FIELD = Pattern.compile("(?m)^\\s*[\"']?entry[\"']?\\s*:");
    private static final Pattern FENCE = Pattern.compile("(?s)```[a-zA-Z]*\\s*\\n(.*?)```");
    private static final Pattern RERUN =
            Pattern.compile("\\b(?:re-?run|run (?:it |this |that )?again|again|repeat(?: it|"
                    + " this)?|re-?test|re-?backtest|(?:back)?test (?:it|this|that)|run (?:it|this|that)|try"
                    + " (?:it|this|that))\\b");

    /** Not "short-term" or "the short average". */
    private static final Pattern SHORT = Pattern.compile(
            "\\b(?:(?:go(?:es|ing)?|sell(?:s|ing)?|enter|open(?: an?)?) short\\b(?![-"
                + " ]*(?:term|moving|average|sma|ema|wma|window|length))|short(?:s|ing)?\\s+(?:it|when(?:ever)?|if|once)\\b)");

    private final MarketData market;

    OfflinePlanner(MarketData market) {
        this.market = market;
    }

    @Override
    public Reading read(OwnerId owner, Talk talk) {
        Optional<String> document = document(talk.input());
        if (document.isPresent()) {
            return new Reading(
                    Optional.of(FeedbackIntent.MODIFY_CODE), talk.spec(), document, List.of(), List.of(), List.of());
        }
        if (talk.input().length() > MOST_CHARS) {
            return new Reading(
                    Optional.of(FeedbackIntent.MODIFY_SPEC),
                    talk.spec(),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    List.of("That has more than " + MOST_CHARS
                            + " characters. Say it in fewer words, or send a strategy document."));
        }
        var said = new Utterance(talk.input());
        DayWords days = DayWords.in(said);
        TermWords terms = TermWords.in(said);
        MarketWords where = MarketWords.in(said, market.listings(owner));
        boolean again = said.takes(RERUN);
        boolean sellsShort = said.takes(SHORT);
        // What is said of selling short must not become a rule of buying.
        RuleReading rules = RuleReading.of(sellsShort ? new Utterance("") : said, talk.spec());
        StrategySpec spec = together(talk.spec(), days, terms, where, rules);
        var problems = new ArrayList<>(rules.problems());
        days.problem().ifPresent(problems::add);
        where.problem.ifPresent(problems::add);
        problems.addAll(terms.problems);
        if (sellsShort) {
            problems.add(
                    "Nothing is sold short here: a strategy buys, and sells what it has bought. When should it buy?");
        }
        boolean changed = terms.isFound() || where.isFound() || rules.isFound();
        Optional<FeedbackIntent> intent = Optional.empty();
        if (rules.isAmended() && !terms.isFound() && !where.isFound()) {
            intent = Optional.of(FeedbackIntent.MODIFY_CODE);
        } else if (changed || !problems.isEmpty()) {
            intent = Optional.of(FeedbackIntent.MODIFY_SPEC);
        } else if (days.isFound() || (again && talk.code().isPresent())) {
            intent = Optional.of(talk.code().isPresent() ? FeedbackIntent.RERUN_BACKTEST : FeedbackIntent.MODIFY_SPEC);
        }
        return new Reading(intent, spec, Optional.empty(), rules.assumptions(), said.unused(), problems);
    }

    /** A strategy document, by itself or between fences. */
    private static Optional<String> document(String message) {
        var fence = FENCE.matcher(message);
        String text = fence.find() ? fence.group(1) : message;
        boolean isJson = text.strip().startsWith("{") && text.contains("\"entry\"");
        return isJson || RULE_FIELD.matcher(text).find() ? Optional.of(text.strip() + "\n") : Optional.empty();
    }

    private static StrategySpec together(
            StrategySpec before, DayWords days, TermWords terms, MarketWords where, RuleReading rules) {
        Optional<Symbol> symbol = where.symbol.or(before::symbol);
        Optional<Timeframe> timeframe = where.timeframe.or(before::timeframe);
        Optional<LocalDate> from = days.isFound() ? days.from() : before.from();
        Optional<LocalDate> to = days.isFound() ? days.to() : before.to();
        Optional<Sizing> sizing = terms.sizing.or(before::sizing);
        return new StrategySpec(
                symbol,
                timeframe,
                from,
                to,
                either(terms.cash, before.cash()),
                either(terms.fee, before.fee()),
                either(terms.slippage, before.slippage()),
                sizing,
                terms.noStopLoss ? OptionalDouble.empty() : either(terms.stopLoss, before.stopLoss()),
                terms.noTakeProfit ? OptionalDouble.empty() : either(terms.takeProfit, before.takeProfit()),
                rules.entry(),
                rules.exit().or(() -> stopped(rules, terms)));
    }

    /** A position that is ended by a stop needs no rule for it. */
    private static Optional<String> stopped(RuleReading rules, TermWords terms) {
        return rules.entry().isPresent()
                        && rules.problems().isEmpty()
                        && (terms.stopLoss.isPresent() || terms.takeProfit.isPresent())
                ? Optional.of("false")
                : Optional.empty();
    }

    private static OptionalDouble either(OptionalDouble one, OptionalDouble other) {
        return one.isPresent() ? one : other;
    }

    @Override
    public Optional<String> write(OwnerId owner, Talk talk) {
        if (talk.stage() == Talk.Stage.WRONG) {
            String code = talk.code().orElse("");
            String repaired = code;
            for (CompileError error : talk.errors()) {
                repaired = Repairs.of(repaired, error);
            }
            return repaired.equals(code) ? Optional.empty() : Optional.of(repaired);
        }
        return Optional.of(StrategyText.of(talk.spec()));
    }
}
