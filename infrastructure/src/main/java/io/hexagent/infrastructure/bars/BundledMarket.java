package io.hexagent.infrastructure.bars;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.strategy.BarCheck;
import io.hexagent.domain.strategy.MarketData;
import io.hexagent.domain.strategy.Resampling;
import io.hexagent.domain.strategy.Symbol;
import io.hexagent.domain.strategy.Timeframe;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The series that comes with the program: GOOG by the day, 2004-08-19 to 2008-10-14. Safe for use by many threads. */
public final class BundledMarket implements MarketData {
    private static final Symbol GOOG = new Symbol("GOOG");
    private static final String FILE = "goog-daily-2004-2008.csv";
    private static final int MOST_BARS = 10_000;

    private static final class Series {
        private static final ReadBars GOOG = read();

        private static ReadBars read() {
            try (InputStream csv = Objects.requireNonNull(BundledMarket.class.getResourceAsStream(FILE), FILE)) {
                return CsvBars.read(FILE, csv, MOST_BARS);
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            }
        }
    }

    @Override
    public List<Listing> listings(OwnerId owner) {
        ReadBars goog = Series.GOOG;
        return List.of(new Listing(
                GOOG,
                Resampling.offered(Timeframe.ONE_DAY),
                "bundled",
                Optional.of(BarTimes.day(goog.bars().time(0))),
                Optional.of(BarTimes.day(goog.bars().time(goog.bars().size() - 1)))));
    }

    @Override
    public Answer bars(
            OwnerId owner, Symbol symbol, Timeframe timeframe, Optional<LocalDate> from, Optional<LocalDate> to) {
        return symbol.equals(GOOG)
                ? Series.GOOG.answer(symbol, timeframe, from, to, "bundled GOOG daily", BarCheck.Policy.REFUSE)
                : new Answer.UnknownSymbol(symbol, List.of(GOOG));
    }
}
