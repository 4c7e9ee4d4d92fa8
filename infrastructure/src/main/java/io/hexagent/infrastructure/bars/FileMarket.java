package io.hexagent.infrastructure.bars;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.strategy.BarCheck;
import io.hexagent.domain.strategy.MarketData;
import io.hexagent.domain.strategy.Resampling;
import io.hexagent.domain.strategy.Symbol;
import io.hexagent.domain.strategy.Timeframe;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** One file, under every symbol. */
record FileMarket(String name, ReadBars read, BarCheck.Policy policy) implements MarketData {
    @Override
    public List<Listing> listings(OwnerId owner) {
        return List.of(new Listing(
                Symbols.of(name),
                read.timeframe().map(Resampling::offered).orElse(List.of()),
                "file",
                Optional.of(BarTimes.day(read.bars().time(0))),
                Optional.of(BarTimes.day(read.bars().time(read.bars().size() - 1)))));
    }

    @Override
    public Answer bars(
            OwnerId owner, Symbol symbol, Timeframe timeframe, Optional<LocalDate> from, Optional<LocalDate> to) {
        return read.answer(symbol, timeframe, from, to, "file " + name, policy);
    }
}
