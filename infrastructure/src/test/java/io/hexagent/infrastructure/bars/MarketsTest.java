package io.hexagent.infrastructure.bars;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.DatasetSource;
import io.hexagent.domain.dataset.Profile;
import io.hexagent.domain.strategy.BarCheck;
import io.hexagent.domain.strategy.Bars;
import io.hexagent.domain.strategy.MarketData;
import io.hexagent.domain.strategy.MarketData.Answer;
import io.hexagent.domain.strategy.MarketData.Listing;
import io.hexagent.domain.strategy.MarketHours;
import io.hexagent.domain.strategy.Symbol;
import io.hexagent.domain.strategy.Timeframe;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.memory.MemoryStore;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MarketsTest {
    private static final OwnerId ANNA = new OwnerId("anna");
    private static final String CSV = """
        date,open,high,low,close,volume
        2024-01-02,10,12,9,11,100
        2024-01-03,11,13,10,12,200
        """;

    private final MemoryStore store =
            new MemoryStore(MemoryStore.Options.defaults(), InstantSource.fixed(Instant.EPOCH));
    private final MarketData datasets =
            new DatasetMarket(store.datasets(), store.datasetContents(), BarCheck.Policy.REFUSE, 1000);
    private final MarketData bundled = new BundledMarket();

    @AfterEach
    void close() {
        store.close();
    }

    private void add(OwnerId owner, String id, String name, String csv) {
        byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
        var kept = store.blobs().put(new ByteArrayInputStream(bytes), 1 << 20);
        List<Column> columns = Arrays.stream(csv.lines().findFirst().orElse("").split(",", -1))
                .map(column ->
                        new Column(column, ColumnType.TEXT, 0, 1, Value.Absent.ABSENT, Value.Absent.ABSENT, List.of()))
                .toList();
        store.datasets()
                .add(new Dataset(
                        new DatasetId(id),
                        owner,
                        name,
                        new DatasetSource.Kept(),
                        kept.hash(),
                        bytes.length,
                        new Profile(2, columns, List.of()),
                        Instant.EPOCH));
    }

    private static Answer ask(MarketData market, OwnerId owner, String symbol) {
        return market.bars(owner, new Symbol(symbol), Timeframe.ONE_DAY, Optional.empty(), Optional.empty());
    }

    @Test
    void theBundledSeriesIsGoogByTheDay() {
        var found = (Answer.Found) ask(bundled, ANNA, "goog");

        Bars bars = found.bars();
        assertThat(bars.size()).isEqualTo(1047);
        assertThat(bars.time(0)).isEqualTo(Instant.parse("2004-08-19T00:00:00Z"));
        assertThat(bars.close(0)).isEqualTo(100.34);
        assertThat(bars.close(1046)).isEqualTo(362.71);
        assertThat(BarCheck.check(bars)).isEmpty();
        assertThat(found.hours()).isEqualTo(MarketHours.SESSIONS);
        assertThat(found.source()).isEqualTo("bundled GOOG daily");
        assertThat(found.notes()).isEmpty();
        assertThat(bundled.listings(ANNA))
                .containsExactly(new Listing(
                        new Symbol("GOOG"),
                        List.of(Timeframe.ONE_DAY, Timeframe.ONE_WEEK),
                        "bundled",
                        Optional.of(LocalDate.of(2004, 8, 19)),
                        Optional.of(LocalDate.of(2008, 10, 14))));
        assertThat(ask(bundled, ANNA, "AAPL"))
                .isEqualTo(new Answer.UnknownSymbol(new Symbol("AAPL"), List.of(new Symbol("GOOG"))));
    }

    @Test
    void aDataSetOfBarsIsASymbolOfItsOwnerAlone() {
        add(ANNA, "a1", "my prices.csv", CSV);
        add(ANNA, "a2", "penguins.csv", "species,mass\ngull,1\n");

        var found = (Answer.Found) ask(datasets, ANNA, "MY-PRICES");
        assertThat(found.bars().size()).isEqualTo(2);
        assertThat(found.source()).isEqualTo("dataset my prices.csv");
        assertThat(ask(datasets, ANNA, "a1")).isInstanceOf(Answer.Found.class);
        assertThat(datasets.listings(ANNA).stream().map(Listing::symbol)).containsExactly(new Symbol("MY-PRICES"));
        assertThat(datasets.listings(ANNA).getFirst().first()).contains(LocalDate.of(2024, 1, 2));
        assertThat(datasets.listings(OwnerId.LOCAL)).isEmpty();
        assertThat(ask(datasets, OwnerId.LOCAL, "MY-PRICES")).isInstanceOf(Answer.UnknownSymbol.class);
        assertThat(ask(datasets, ANNA, "MY-PRICE"))
                .isEqualTo(new Answer.UnknownSymbol(new Symbol("MY-PRICE"), List.of(new Symbol("MY-PRICES"))));
    }

    @Test
    void aDataSetThatCannotBeReadSaysWhy() {
        add(ANNA, "a1", "broken.csv", "date,open,high,low,close\n2024-01-02,1,1,1,x\n");

        assertThat(ask(datasets, ANNA, "BROKEN"))
                .isInstanceOfSatisfying(
                        Answer.Unavailable.class,
                        away -> assertThat(away.message()).contains("row 1: close \"x\" is no number"));
        assertThat(datasets.listings(ANNA)).isEmpty();
    }

    @Test
    void dataSetsWinAndWhatIsNowhereIsToldWithWhatThereIsTheNearestFirst() {
        add(ANNA, "a1", "GOOG.csv", CSV);
        add(ANNA, "a2", "AAP.csv", CSV.replace("10", "11"));
        var markets = new Markets(List.of(datasets, bundled));

        assertThat(((Answer.Found) ask(markets, ANNA, "GOOG")).source()).isEqualTo("dataset GOOG.csv");
        assertThat(((Answer.Found) ask(markets, OwnerId.LOCAL, "GOOG")).source())
                .isEqualTo("bundled GOOG daily");
        assertThat(ask(markets, ANNA, "AAPL"))
                .isEqualTo(
                        new Answer.UnknownSymbol(new Symbol("AAPL"), List.of(new Symbol("AAP"), new Symbol("GOOG"))));
    }

    @Test
    void aSourceThatIsAwaySaysWhatTheOthersHave() {
        MarketData away = new MarketData() {
            @Override
            public List<Listing> listings(OwnerId owner) {
                return List.of();
            }

            @Override
            public Answer bars(
                    OwnerId owner,
                    Symbol symbol,
                    Timeframe timeframe,
                    Optional<LocalDate> from,
                    Optional<LocalDate> to) {
                return new Answer.Unavailable("it cannot be reached");
            }
        };

        assertThat(ask(new Markets(List.of(bundled, away)), ANNA, "BTCUSDT"))
                .isEqualTo(new Answer.Unavailable("it cannot be reached; there is GOOG (bundled)"));
    }
}
