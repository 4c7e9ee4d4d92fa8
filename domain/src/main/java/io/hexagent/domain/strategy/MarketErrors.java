package io.hexagent.domain.strategy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what is wrong when a strategy compiles but the market data do not carry it. */
public final class MarketErrors {
    private static final int MOST_NAMED = 8;

    private MarketErrors() {}

    /** What is wrong with an answer of the market data; empty when bars were found. */
    public static Optional<CompileError> of(Strategy strategy, MarketData.Answer answer) {
        return switch (answer) {
            case MarketData.Answer.Found ignored -> Optional.empty();
            case MarketData.Answer.UnknownSymbol unknown -> Optional.of(unknownSymbol(strategy, unknown));
            case MarketData.Answer.NotOffered other -> Optional.of(notOffered(strategy, other));
            case MarketData.Answer.NoneInRange none -> Optional.of(noneInRange(strategy, none));
            case MarketData.Answer.BadBars bad -> Optional.of(badBars(bad));
            case MarketData.Answer.Unavailable gone ->
                Optional.of(error(
                        ErrorCode.UNAVAILABLE,
                        Optional.empty(),
                        "the market data cannot be had now: " + gone.message(),
                        "The source did not answer; the strategy itself is not at fault.",
                        "Try again later, or name a symbol of another source.",
                        ""));
        };
    }

    /**
     * What is wrong when the rules need more bars than there are; empty when there are enough.
     *
     * @param bars there are
     * @param firstBar the first at which both rules are defined, 0-based; an order needs one bar more
     */
    public static Optional<CompileError> tooFewBars(Strategy strategy, int bars, int firstBar) {
        int needed = firstBar + 2;
        if (bars >= needed) {
            return Optional.empty();
        }
        return Optional.of(error(
                ErrorCode.TOO_FEW_BARS,
                at(strategy, "from").or(() -> at(strategy, "entry")),
                "the rules need at least " + needed + " bars, the range has " + bars,
                "An indicator is undefined until its window is full, and an order fills at the bar after its signal.",
                "Start earlier, end later, or use shorter lengths.",
                strategy.from()
                        .map(from -> "from: " + from.minusDays(calendarDays(strategy.timeframe(), needed - bars)))
                        .orElse("")));
    }

    private static long calendarDays(Timeframe timeframe, int bars) {
        double days = bars * Math.max(timeframe.length().toMinutes() / (24 * 60.0), 1 / 7.0);
        return (long) Math.ceil(days * 1.5) + 1;
    }

    private static CompileError unknownSymbol(Strategy strategy, MarketData.Answer.UnknownSymbol unknown) {
        boolean some = !unknown.offered().isEmpty();
        return error(
                ErrorCode.UNKNOWN_SYMBOL,
                at(strategy, "symbol"),
                "symbol \"" + unknown.symbol() + "\" is not known"
                        + (some ? "; there is " + list(unknown.offered()) : ""),
                "No source of market data offers it.",
                some
                        ? "Did you mean " + unknown.offered().getFirst() + "? Or upload its bars as a CSV file."
                        : "Upload its bars as a CSV file, or switch another source on.",
                some ? "symbol: " + unknown.offered().getFirst() : "");
    }

    private static CompileError notOffered(Strategy strategy, MarketData.Answer.NotOffered other) {
        Optional<Timeframe> shortest =
                other.offered().stream().min((a, b) -> a.length().compareTo(b.length()));
        boolean finer = shortest.isPresent()
                && other.timeframe().length().compareTo(shortest.get().length()) < 0;
        Optional<Timeframe> nearest = nearest(other);
        return error(
                finer ? ErrorCode.RESOLUTION : ErrorCode.TIMEFRAME_NOT_OFFERED,
                at(strategy, "timeframe"),
                other.symbol() + " is not offered in bars of " + other.timeframe()
                        + (nearest.isPresent() ? "; there is " + list(other.offered()) : ""),
                finer
                        ? "Bars of " + shortest.get() + " cannot be cut into shorter ones; only longer ones could be"
                                + " made of them."
                        : "The source of the symbol does not have this timeframe.",
                nearest.map(timeframe -> "Use " + timeframe + ", or another symbol.")
                        .orElse("Use another symbol."),
                nearest.map(timeframe -> "timeframe: " + timeframe).orElse(""));
    }

    private static Optional<Timeframe> nearest(MarketData.Answer.NotOffered other) {
        double wanted = Math.log(other.timeframe().length().toMinutes());
        return other.offered().stream()
                .min((a, b) -> Double.compare(
                        Math.abs(Math.log(a.length().toMinutes()) - wanted),
                        Math.abs(Math.log(b.length().toMinutes()) - wanted)));
    }

    private static CompileError noneInRange(Strategy strategy, MarketData.Answer.NoneInRange none) {
        return error(
                ErrorCode.NO_DATA,
                at(strategy, "from").or(() -> at(strategy, "to")),
                none.symbol() + " has no bars" + range(strategy) + "; there are bars from " + none.first() + " to "
                        + none.last(),
                "The range lies outside of the data.",
                "Use dates from " + none.first() + " to " + none.last() + ".",
                "from: " + none.first() + "\nto: " + none.last());
    }

    private static String range(Strategy strategy) {
        return strategy.from().map(from -> " from " + from).orElse("")
                + strategy.to().map(to -> " to " + to).orElse("");
    }

    private static CompileError badBars(MarketData.Answer.BadBars bad) {
        String faults = bad.faults().stream()
                .limit(3)
                .map(fault -> "row " + fault.row() + ": " + fault.message())
                .collect(Collectors.joining("; "));
        int more = bad.faults().size() - 3;
        return error(
                ErrorCode.BAD_BARS,
                Optional.empty(),
                "the bars of " + bad.symbol() + " cannot have happened: " + faults
                        + (more > 0 ? "; and " + more + " more" : ""),
                "A backtest on such bars would be wrong without saying so.",
                "Correct the file, or let them be sorted, widened or left out by the setting market.bad-bars"
                        + " (HEXAGENT_MARKET_BAD_BARS=repair).",
                "market.bad-bars=repair");
    }

    private static String list(List<?> offered) {
        String named = offered.stream().limit(MOST_NAMED).map(Object::toString).collect(Collectors.joining(", "));
        int more = offered.size() - MOST_NAMED;
        return more > 0 ? named + " and " + more + " more" : named;
    }

    private static Optional<CompileError.Position> at(Strategy strategy, String field) {
        return StrategyText.position(strategy.code(), field);
    }

    private static CompileError error(
            ErrorCode code,
            Optional<CompileError.Position> position,
            String message,
            String cause,
            String fix,
            String example) {
        return new CompileError(code.wire(), message, position, cause, fix, example);
    }
}
