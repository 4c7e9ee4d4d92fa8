package io.hexagent.infrastructure.bars;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.strategy.MarketData;
import io.hexagent.domain.strategy.Symbol;
import io.hexagent.domain.strategy.Timeframe;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Several sources, asked one after the other until one knows the symbol. Safe for use by many threads. */
public final class Markets implements MarketData {
    /** So many symbols are told when one is not there. */
    static final int MOST_OFFERED = 10;

    private final List<MarketData> sources;

    /** @param sources in the order in which they are asked */
    public Markets(List<MarketData> sources) {
        this.sources = List.copyOf(sources);
    }

    @Override
    public List<Listing> listings(OwnerId owner) {
        return sources.stream()
                .flatMap(source -> source.listings(owner).stream())
                .toList();
    }

    @Override
    public Answer bars(
            OwnerId owner, Symbol symbol, Timeframe timeframe, Optional<LocalDate> from, Optional<LocalDate> to) {
        var offered = new ArrayList<Symbol>();
        for (MarketData source : sources) {
            switch (source.bars(owner, symbol, timeframe, from, to)) {
                case Answer.UnknownSymbol unknown -> offered.addAll(unknown.offered());
                case Answer.Unavailable away -> {
                    return new Answer.Unavailable(away.message() + there(owner, source));
                }
                case Answer.Found found -> {
                    return found;
                }
                case Answer.NotOffered other -> {
                    return other;
                }
                case Answer.NoneInRange none -> {
                    return none;
                }
                case Answer.BadBars bad -> {
                    return bad;
                }
            }
        }
        return new Answer.UnknownSymbol(symbol, Symbols.nearest(symbol, offered, MOST_OFFERED));
    }

    /** What the other sources have, in words, for when one is away. */
    private String there(OwnerId owner, MarketData away) {
        List<String> names = sources.stream()
                .filter(source -> !source.equals(away))
                .flatMap(source -> source.listings(owner).stream())
                .map(listing -> listing.symbol() + " (" + listing.source() + ")")
                .distinct()
                .limit(MOST_OFFERED)
                .toList();
        return names.isEmpty() ? "" : "; there is " + String.join(", ", names);
    }
}
