package io.hexagent.application.strategy.session;

import io.hexagent.application.strategy.session.Talk.Stage;
import io.hexagent.application.strategy.session.Work.Id;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.MarketData;
import io.hexagent.domain.strategy.MarketData.Answer;
import io.hexagent.domain.strategy.MarketData.Listing;
import io.hexagent.domain.strategy.StrategySpec;
import io.hexagent.domain.strategy.Symbol;
import io.hexagent.domain.strategy.Timeframe;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Finds out what is wanted. What is missing and has no sensible default becomes one question; symbol and timeframe are
 * checked against what the market data offers.
 */
final class Clarify implements TalkNode {
    private static final int MOST_NAMED = 12;

    private final Planner planner;
    private final MarketData market;
    private final InstantSource clock;

    Clarify(Planner planner, MarketData market, InstantSource clock) {
        this.planner = planner;
        this.market = market;
        this.clock = clock;
    }

    @Override
    public Talk apply(Talk talk, Work work) {
        if (talk.stage() == Stage.NO_MARKET) {
            // Nothing that is read anew would help: the market has just said no.
            return talk.asking(unavailable(work.owner(), talk.errors()));
        }
        work.progress(Id.CLARIFY, 1, 15, "Finding out what you want");
        return read(work.owner(), talk);
    }

    /** The message is read, and asked back about when that is needed. */
    Talk read(OwnerId owner, Talk talk) {
        Talk read = talk.reading().isPresent() ? talk : talk.read(planner.read(owner, talk));
        Reading reading = read.reading().orElseThrow();
        if (!reading.isUnderstood()) {
            return read.about(Topic.UNCLEAR);
        }
        if (reading.code().isPresent()) {
            return read;
        }
        var questions = new LinkedHashSet<String>(reading.problems());
        wrong(reading.spec(), questions);
        StrategySpec spec = checked(owner, reading.spec(), questions);
        if (spec.entry().isEmpty()) {
            questions.add("When should it buy?"
                    + (spec.exit().isEmpty() ? " For example: RSI below 30, and sell above 70." : ""));
        } else if (spec.exit().isEmpty()) {
            questions.add("When should it sell? For example: RSI above 70, or a 5% stop loss and a 10% take profit.");
        }
        Talk known = read.wanting(spec);
        if (spec.timeframe().isPresent() && reading.spec().timeframe().isEmpty()) {
            known = known.noting("Bars of " + spec.timeframe().get() + ".");
        }
        return questions.isEmpty() ? known : known.asking(String.join(" ", questions));
    }

    /** What cannot be, whatever the market offers. */
    private static void wrong(StrategySpec spec, LinkedHashSet<String> questions) {
        if (spec.from().isPresent()
                && spec.to().isPresent()
                && spec.from().get().isAfter(spec.to().get())) {
            questions.add("The first day, " + spec.from().get() + ", is after the last, "
                    + spec.to().get() + ". Which days did you mean?");
        }
        if (spec.cash().isPresent() && !(spec.cash().getAsDouble() > 0)) {
            questions.add("The cash at the start must be above 0. How much should it be?");
        }
        part(spec.fee(), "A fee", true, questions);
        part(spec.slippage(), "Slippage", true, questions);
        part(spec.stopLoss(), "A stop loss", false, questions);
        if (spec.takeProfit().isPresent() && !(spec.takeProfit().getAsDouble() > 0)) {
            questions.add("A take profit must be above 0 %.");
        }
    }

    private static void part(OptionalDouble part, String what, boolean mayBeZero, LinkedHashSet<String> questions) {
        if (part.isPresent()
                && !(part.getAsDouble() < 1 && (part.getAsDouble() > 0 || (mayBeZero && part.getAsDouble() == 0)))) {
            questions.add(what + " of " + Figures.percent(part.getAsDouble()) + " cannot be: it must be "
                    + (mayBeZero ? "at least" : "above") + " 0 % and below 100 %. What should it be?");
        }
    }

    /** Symbol and timeframe as the market offers them. */
    private StrategySpec checked(OwnerId owner, StrategySpec spec, LinkedHashSet<String> questions) {
        List<Listing> listings = market.listings(owner);
        if (spec.symbol().isEmpty()) {
            questions.add("Which symbol should it trade? " + offered(listings));
            return spec;
        }
        Symbol symbol = spec.symbol().get();
        List<Timeframe> timeframes = listings.stream()
                .filter(listing -> listing.symbol().equals(symbol))
                .flatMap(listing -> listing.timeframes().stream())
                .distinct()
                .toList();
        Timeframe timeframe = spec.timeframe()
                .orElse(
                        timeframes.isEmpty() || timeframes.contains(Timeframe.ONE_DAY)
                                ? Timeframe.ONE_DAY
                                : timeframes.getFirst());
        if (timeframes.isEmpty()) {
            probe(owner, symbol, timeframe, listings).ifPresent(questions::add);
        } else if (!timeframes.contains(timeframe)) {
            questions.add(symbol + " is not offered in bars of " + timeframe + ", but of " + names(timeframes)
                    + ". Which do you want?");
        }
        return spec.with(only(timeframe));
    }

    private static StrategySpec only(Timeframe timeframe) {
        StrategySpec none = StrategySpec.empty();
        return new StrategySpec(
                none.symbol(),
                Optional.of(timeframe),
                none.from(),
                none.to(),
                none.cash(),
                none.fee(),
                none.slippage(),
                none.sizing(),
                none.stopLoss(),
                none.takeProfit(),
                none.entry(),
                none.exit());
    }

    /** A source may have more symbols than it names: a few days are asked for. */
    private Optional<String> probe(OwnerId owner, Symbol symbol, Timeframe timeframe, List<Listing> listings) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return switch (market.bars(owner, symbol, timeframe, Optional.of(today.minusDays(3)), Optional.of(today))) {
            case Answer.UnknownSymbol unknown ->
                Optional.of("There is no symbol " + symbol + " here. "
                        + (unknown.offered().isEmpty()
                                ? offered(listings)
                                : "There is " + names(unknown.offered()) + ".")
                        + " Which one do you want?");
            case Answer.NotOffered not ->
                Optional.of(symbol + " is not offered in bars of " + timeframe + ", but of " + names(not.offered())
                        + ". Which do you want?");
            case Answer.Found found -> Optional.empty();
            case Answer.NoneInRange none -> Optional.empty();
            case Answer.BadBars bad -> Optional.empty();
            case Answer.Unavailable away -> Optional.empty();
        };
    }

    private String unavailable(OwnerId owner, List<CompileError> errors) {
        var told = new ArrayList<String>();
        for (CompileError error : errors) {
            told.add(sentence(error.message()));
            if (!error.fix().isBlank()) {
                told.add(sentence(error.fix()));
            }
        }
        told.add(offered(market.listings(owner)));
        return String.join(" ", told);
    }

    private static String sentence(String text) {
        String whole = text.strip();
        return whole.isEmpty() || ".?!".indexOf(whole.charAt(whole.length() - 1)) >= 0 ? whole : whole + ".";
    }

    static String offered(List<Listing> listings) {
        if (listings.isEmpty()) {
            return "No market data is there: upload a CSV of bars as a data set.";
        }
        return "There is "
                + listings.stream()
                        .limit(MOST_NAMED)
                        .map(Clarify::shown)
                        .distinct()
                        .collect(Collectors.joining(", "))
                + (listings.size() > MOST_NAMED ? " and more." : ".");
    }

    private static String shown(Listing listing) {
        String days = listing.first().isPresent() && listing.last().isPresent()
                ? ", " + listing.first().get() + " to " + listing.last().get()
                : "";
        return listing.symbol() + " (" + names(listing.timeframes()) + days + ")";
    }

    private static String names(List<?> things) {
        return things.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
