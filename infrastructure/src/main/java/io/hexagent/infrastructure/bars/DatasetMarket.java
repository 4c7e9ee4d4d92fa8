package io.hexagent.infrastructure.bars;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.DatasetContents;
import io.hexagent.domain.dataset.Datasets;
import io.hexagent.domain.dataset.UnusableDataset;
import io.hexagent.domain.strategy.BarCheck;
import io.hexagent.domain.strategy.MarketData;
import io.hexagent.domain.strategy.Resampling;
import io.hexagent.domain.strategy.Symbol;
import io.hexagent.domain.strategy.Timeframe;
import io.hexagent.domain.value.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The data sets of an owner that hold bars, each under its file's name as a symbol or under its id; of two with one
 * name the newer. Safe for use by many threads.
 */
public final class DatasetMarket implements MarketData {
    private static final int PAGE = 200;
    private static final int MOST_PAGES = 5;
    private static final int MOST_REMEMBERED = 500;

    private final Datasets datasets;
    private final DatasetContents contents;
    private final BarCheck.Policy policy;
    private final int mostBars;

    /** What was found out of contents that were read before. */
    private final Map<ContentHash, Listing> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ContentHash, Listing> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /** @param mostBars of one data set */
    public DatasetMarket(Datasets datasets, DatasetContents contents, BarCheck.Policy policy, int mostBars) {
        this.datasets = datasets;
        this.contents = contents;
        this.policy = policy;
        this.mostBars = mostBars;
    }

    /** The first listing reads the files of bars; one that cannot be read is left out. */
    @Override
    public List<Listing> listings(OwnerId owner) {
        Map<Symbol, Listing> listings = new LinkedHashMap<>();
        for (Dataset dataset : withBars(owner)) {
            Symbol symbol = Symbols.of(dataset.name());
            if (!listings.containsKey(symbol)) {
                listing(dataset)
                        .ifPresent(found -> listings.put(
                                symbol,
                                new Listing(symbol, found.timeframes(), found.source(), found.first(), found.last())));
            }
        }
        return List.copyOf(listings.values());
    }

    private Optional<Listing> listing(Dataset dataset) {
        synchronized (remembered) {
            Listing known = remembered.get(dataset.content());
            if (known != null) {
                return Optional.of(known);
            }
        }
        try {
            ReadBars read = read(dataset);
            var bars = BarCheck.repair(read.bars()).bars();
            if (bars.size() == 0) {
                return Optional.empty();
            }
            var listing = new Listing(
                    Symbols.of(dataset.name()),
                    read.timeframe().map(Resampling::offered).orElse(List.of()),
                    "dataset",
                    Optional.of(BarTimes.day(bars.time(0))),
                    Optional.of(BarTimes.day(bars.time(bars.size() - 1))));
            synchronized (remembered) {
                remembered.put(dataset.content(), listing);
            }
            return Optional.of(listing);
        } catch (UnusableDataset unusable) {
            return Optional.empty();
        }
    }

    @Override
    public Answer bars(
            OwnerId owner, Symbol symbol, Timeframe timeframe, Optional<LocalDate> from, Optional<LocalDate> to) {
        List<Dataset> there = withBars(owner);
        Optional<Dataset> found = there.stream()
                .filter(dataset -> Symbols.of(dataset.name()).equals(symbol)
                        || dataset.id().value().equalsIgnoreCase(symbol.name()))
                .findFirst();
        if (found.isEmpty()) {
            return new Answer.UnknownSymbol(
                    symbol,
                    Symbols.nearest(
                            symbol,
                            there.stream()
                                    .map(dataset -> Symbols.of(dataset.name()))
                                    .toList(),
                            Markets.MOST_OFFERED));
        }
        try {
            return read(found.get())
                    .answer(
                            symbol,
                            timeframe,
                            from,
                            to,
                            "dataset " + found.get().name(),
                            policy);
        } catch (UnusableDataset unusable) {
            return new Answer.Unavailable("The data set has no bars: " + unusable.getMessage());
        }
    }

    /** Those whose columns are those of bars, the newest first. */
    private List<Dataset> withBars(OwnerId owner) {
        var found = new ArrayList<Dataset>();
        for (int page = 0; page < MOST_PAGES; page++) {
            List<Dataset> some = datasets.list(owner, PAGE, page * PAGE);
            some.stream().filter(DatasetMarket::hasBars).forEach(found::add);
            if (some.size() < PAGE) {
                break;
            }
        }
        return found;
    }

    private static boolean hasBars(Dataset dataset) {
        List<String> names = dataset.columns().stream().map(Column::name).toList();
        return BarHeader.of(names) instanceof BarHeader.Found.Columns
                || (names.size() >= 5 && BarTimes.isTime(names.getFirst()));
    }

    private ReadBars read(Dataset dataset) {
        try (InputStream csv = contents.open(dataset.source(), dataset.content())) {
            return CsvBars.read(dataset.name(), csv, mostBars);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
