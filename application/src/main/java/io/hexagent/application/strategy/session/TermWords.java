package io.hexagent.application.strategy.session;

import io.hexagent.domain.strategy.Sizing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the money's side of a strategy in a message: cash, fee, slippage, stops, and how much is bought. */
final class TermWords {
    private static final String AMOUNT = "(?:us)?[$€£]?\\s*(\\d[\\d,_']*(?:\\.\\d+)?)\\s*(k|m|thousand|million)?\\b";
    private static final String PART =
            "(\\d+(?:\\.\\d+)?|\\.\\d+|one|two|three|five|ten)\\s*(%|percent|per cent|pct|bps?|basis points?)?";
    private static final String OF = "\\s*(?:is|are|be|of|at|to|=|:|by)?\\s*(?:of\\s+)?(?:about\\s+)?";
    private static final String STOP = "(?:stop[- ]?loss(?:es)?|stoploss|stops?|sl)";
    private static final String TAKE = "(?:take[- ]?profits?|takeprofit|profit[- ]targets?|profit[- ]taking|target|tp)";
    private static final String FEE = "(?:(?:trading\\s+|transaction\\s+)?(?:fees?|commissions?|costs?))";
    private static final String NO = "\\b(?:no|without(?:\\s+(?:a|any))?|remove(?:\\s+the|\\s+my)?|drop(?:\\s+the)?"
            + "|delete(?:\\s+the)?|zero)\\s+";

    private static final Pattern NO_STOP = Pattern.compile(NO + STOP + "\\b");
    private static final Pattern STOP_AFTER = Pattern.compile("\\b(?:a\\s+)?" + PART + "\\s+" + STOP + "\\b");
    private static final Pattern STOP_BEFORE = Pattern.compile("\\b" + STOP + "\\b" + OF + PART);
    private static final Pattern NO_TAKE = Pattern.compile(NO + TAKE + "\\b");
    private static final Pattern TAKE_AFTER = Pattern.compile("\\b(?:a\\s+)?" + PART + "\\s+" + TAKE + "\\b");
    private static final Pattern TAKE_BEFORE = Pattern.compile("\\b" + TAKE + "\\b" + OF + PART);
    private static final Pattern NO_FEE = Pattern.compile(NO + FEE + "\\b");
    private static final Pattern FEE_AFTER = Pattern.compile("\\b(?:a\\s+)?" + PART + "\\s+" + FEE + "\\b");
    private static final Pattern FEE_BEFORE = Pattern.compile("\\b" + FEE + "\\b" + OF + PART);
    private static final Pattern NO_SLIP = Pattern.compile(NO + "slippage\\b");
    private static final Pattern SLIP_AFTER = Pattern.compile("\\b" + PART + "\\s+slippage\\b");
    private static final Pattern SLIP_BEFORE = Pattern.compile("\\bslippage\\b" + OF + PART);
    private static final Pattern PER_TRADE = Pattern.compile(
            AMOUNT + "\\s*(?:usd|dollars?|usdt)?\\s*(?:per|a|each|every|for each)\\s+(?:trade|position)\\b");
    private static final Pattern SHARES = Pattern.compile(
            "\\b(\\d[\\d,]*(?:\\.\\d+)?)\\s+(?:shares?|units?|coins?|stocks?)(?:\\s+(?:per|a|each)\\s+(?:trade|position))?\\b");
    private static final String OF_CASH = "\\s+(?:of\\s+)?(?:the\\s+|my\\s+|our\\s+)?(?:available\\s+)?"
            + "(?:cash|capital|equity|money|portfolio|account|balance)\\b";
    private static final Pattern PART_OF_CASH = Pattern.compile(
            "\\b(?:use\\s+|invest\\s+|risk\\s+|with\\s+)?(\\d+(?:\\.\\d+)?)\\s*(%|percent|pct)" + OF_CASH);
    private static final Pattern HALF = Pattern.compile("\\b(half|a third|a quarter|all)" + OF_CASH);
    private static final Pattern ALL_IN = Pattern.compile("\\ball[- ]in\\b");
    private static final Pattern CASH_BEFORE = Pattern.compile("\\b(?:(?:starting|start|initial|with)\\s+)*"
            + "(?:cash|capital|balance|account|budget|start(?:ing)?\\s+with)" + OF + AMOUNT
            + "(?:\\s*(?:usd|dollars?|usdt))?");
    private static final Pattern CASH_AFTER = Pattern.compile(
            "(?:\\b(?:start(?:ing)?\\s+)?with\\s+)?" + AMOUNT
                    + "\\s*(?:usd|dollars?|usdt|bucks)?\\s*(?:of\\s+|as\\s+)?(?:starting\\s+|initial\\s+|start\\s+)?(?:cash|capital|balance)\\b");
    private static final Pattern DOLLARS = Pattern.compile(
            "(?:\\bwith\\s+)?(?:us)?[$€£]\\s*(\\d[\\d,_']*(?:\\.\\d+)?)\\s*(k|m|thousand|million)?\\b"
                + "|\\b(?:with\\s+)?(\\d[\\d,_']*(?:\\.\\d+)?)\\s*(k|m|thousand|million)?\\s*(?:usd|dollars?|usdt|bucks)\\b");

    OptionalDouble cash = OptionalDouble.empty();
    OptionalDouble fee = OptionalDouble.empty();
    OptionalDouble slippage = OptionalDouble.empty();
    OptionalDouble stopLoss = OptionalDouble.empty();
    OptionalDouble takeProfit = OptionalDouble.empty();
    Optional<Sizing> sizing = Optional.empty();
    boolean noStopLoss;
    boolean noTakeProfit;
    final List<String> problems = new ArrayList<>();

    private TermWords() {}

    static TermWords in(Utterance said) {
        var terms = new TermWords();
        terms.read(said);
        return terms;
    }

    boolean isFound() {
        return cash.isPresent()
                || fee.isPresent()
                || slippage.isPresent()
                || stopLoss.isPresent()
                || takeProfit.isPresent()
                || sizing.isPresent()
                || noStopLoss
                || noTakeProfit;
    }

    private void read(Utterance said) {
        noStopLoss = said.takes(NO_STOP);
        stopLoss = part(said, STOP_AFTER, STOP_BEFORE);
        noTakeProfit = said.takes(NO_TAKE);
        takeProfit = part(said, TAKE_AFTER, TAKE_BEFORE);
        fee = said.takes(NO_FEE) ? OptionalDouble.of(0) : part(said, FEE_AFTER, FEE_BEFORE);
        slippage = said.takes(NO_SLIP) ? OptionalDouble.of(0) : part(said, SLIP_AFTER, SLIP_BEFORE);
        sizing(said);
        said.take(CASH_BEFORE)
                .or(() -> said.take(CASH_AFTER))
                .ifPresentOrElse(
                        found -> cash = OptionalDouble.of(amount(found.group(1), found.group(2))),
                        () -> said.take(DOLLARS)
                                .ifPresent(found -> cash = OptionalDouble.of(
                                        found.group(1) == null
                                                ? amount(found.group(3), found.group(4))
                                                : amount(found.group(1), found.group(2)))));
    }

    private void sizing(Utterance said) {
        Optional<MatchResult> money = said.take(PER_TRADE);
        if (money.isPresent()) {
            double amount = amount(money.get().group(1), money.get().group(2));
            sized(amount > 0, () -> new Sizing.Money(amount), "the amount per trade");
            return;
        }
        Optional<MatchResult> shares = said.take(SHARES);
        if (shares.isPresent()) {
            double units = amount(shares.get().group(1), null);
            sized(units > 0, () -> new Sizing.Units(units), "the number of shares");
            return;
        }
        Optional<MatchResult> part = said.take(PART_OF_CASH);
        if (part.isPresent()) {
            double of = Double.parseDouble(part.get().group(1)) / 100;
            sized(of > 0 && of <= 1, () -> new Sizing.Part(of), "the part of the cash, up to 100 %,");
            return;
        }
        said.take(HALF)
                .ifPresent(found -> sizing = Optional.of(new Sizing.Part(
                        switch (found.group(1)) {
                            case "half" -> 0.5;
                            case "a third" -> 1.0 / 3;
                            case "a quarter" -> 0.25;
                            default -> 1;
                        })));
        if (said.takes(ALL_IN)) {
            sizing = Optional.of(Sizing.allIn());
        }
    }

    private void sized(boolean allowed, Supplier<Sizing> made, String what) {
        if (allowed) {
            sizing = Optional.of(made.get());
        } else {
            problems.add("How much should it buy? Above 0 has to be " + what + " it says.");
        }
    }

    private static OptionalDouble part(Utterance said, Pattern one, Pattern other) {
        Optional<MatchResult> found = said.take(one).or(() -> said.take(other));
        return found.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(part(found.get().group(1), found.get().group(2)));
    }

    /** A number without a unit is a part when it is small, else percent. */
    private static double part(String number, @Nullable String unit) {
        double value =
                switch (number) {
                    case "one" -> 1;
                    case "two" -> 2;
                    case "three" -> 3;
                    case "five" -> 5;
                    case "ten" -> 10;
                    default -> Double.parseDouble(number);
                };
        if (unit == null) {
            return rounded(value < 0.5 ? value : value / 100);
        }
        return rounded(unit.startsWith("b") ? value / 10_000 : value / 100);
    }

    /** 0.1 % is 0.001, not 0.0010000000000000000208. */
    private static double rounded(double part) {
        return Math.round(part * 1e9) / 1e9;
    }

    private static double amount(String number, @Nullable String unit) {
        double value = Double.parseDouble(number.replaceAll("[,_']", ""));
        if (unit == null) {
            return value;
        }
        return unit.startsWith("k") || unit.startsWith("th") ? value * 1_000 : value * 1_000_000;
    }
}
