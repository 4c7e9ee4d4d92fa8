package io.hexagent.infrastructure.bars;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.strategy.BarCheck;
import io.hexagent.domain.strategy.MarketData.Answer;
import io.hexagent.domain.strategy.MarketHours;
import io.hexagent.domain.strategy.Symbol;
import io.hexagent.domain.strategy.Timeframe;
import io.hexagent.infrastructure.failsafe.ResilientExchange;
import io.hexagent.infrastructure.http.LoopbackServer;
import io.hexagent.infrastructure.http.LoopbackServer.Asked;
import io.hexagent.infrastructure.http.LoopbackServer.Told;
import io.hexagent.infrastructure.http.PooledExchange;
import io.hexagent.infrastructure.http.PooledHttp;
import io.hexagent.infrastructure.json.JacksonJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server that answers as Binance does: a market that opened on 2020-01-01, seen on 2024-01-10 at noon. */
@Timeout(60)
class BinanceMarketTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long OPENED = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();
    private static final Instant NOW = Instant.parse("2024-01-10T12:30:00Z");
    private static final Symbol BTC = new Symbol("BTCUSDT");

    private final PooledHttp http = new PooledHttp(PooledHttp.Options.defaults());
    private final LoopbackServer server = new LoopbackServer(BinanceMarketTest::told);

    @AfterEach
    void close() {
        server.close();
        http.close();
    }

    private BinanceMarket market() {
        return market(BarCheck.Policy.REFUSE);
    }

    private BinanceMarket market(BarCheck.Policy policy) {
        var exchange = new ResilientExchange(
                "Binance",
                new PooledExchange(http, Duration.ofSeconds(10), 8 << 20),
                new ResilientExchange.Options(
                        3,
                        Duration.ofMillis(1),
                        Duration.ofMillis(10),
                        Duration.ofSeconds(30),
                        20,
                        Duration.ofSeconds(30),
                        OptionalInt.empty()));
        return new BinanceMarket(
                new BinanceMarket.Options(server.url() + "/api/v3", policy, 5000),
                exchange,
                new JacksonJson(),
                InstantSource.fixed(NOW));
    }

    private static Told told(Asked asked) {
        Map<String, String> query = Arrays.stream(asked.query().split("&", -1))
                .map(one -> one.split("=", 2))
                .collect(Collectors.toMap(one -> one[0], one -> one[1]));
        if (!asked.path().equals("/api/v3/klines")) {
            return Told.status(404);
        }
        return switch (query.get("symbol")) {
            case "BTCUSDT", "GAPUSDT" -> Told.ok(klines(query));
            case "BADUSDT" ->
                Told.ok("[[1704067200000,\"10\",\"8\",\"9\",\"9.5\",\"1\",1704070799999,\"1\",2,\"3\",\"4\",\"0\"]]");
            case "ODDUSDT" -> Told.ok("{\"rows\":[]}");
            case "SHUTUSDT" -> Told.status(451);
            case null, default -> new Told(400, "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}", Map.of());
        };
    }

    /** Bars of an hour; of GAPUSDT the second day is missing. */
    private static String klines(Map<String, String> query) {
        long start = Math.max(OPENED, number(query, "startTime", 0));
        long end = Math.min(NOW.toEpochMilli(), number(query, "endTime", Long.MAX_VALUE));
        long limit = number(query, "limit", 500);
        long first = Math.ceilDiv(start, HOUR) * HOUR;
        long last = Math.floorDiv(end, HOUR) * HOUR;
        if (!query.containsKey("startTime")) {
            first = Math.max(first, last - (limit - 1) * HOUR);
        }
        boolean gap = "GAPUSDT".equals(query.get("symbol"));
        return LongStream.iterate(first, time -> time <= last, time -> time + HOUR)
                .filter(time -> !gap || !Instant.ofEpochMilli(time).toString().startsWith("2024-01-02"))
                .limit(limit)
                .mapToObj(time -> "[" + time + ",\"10.5\",\"12.25\",\"9.00\",\"" + (10 + time / HOUR % 2)
                        + ".00\",\"3.5\"," + (time + HOUR - 1) + ",\"1\",2,\"3\",\"4\",\"0\"]")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static long number(Map<String, String> query, String name, long otherwise) {
        return query.containsKey(name) ? Long.parseLong(String.valueOf(query.get(name))) : otherwise;
    }

    private static Optional<LocalDate> day(String day) {
        return Optional.of(LocalDate.parse(day));
    }

    private Answer ask(Symbol symbol, Optional<LocalDate> from, Optional<LocalDate> to) {
        return market().bars(OwnerId.LOCAL, symbol, Timeframe.ONE_HOUR, from, to);
    }

    @Test
    void longRangesAreReadPageByPageWithoutALostOrRepeatedBar() {
        var found = (Answer.Found) ask(BTC, day("2023-10-01"), day("2023-12-31"));

        int hours = 92 * 24;
        assertThat(found.bars().size()).isEqualTo(hours);
        for (int i = 0; i < hours; i++) {
            assertThat(found.bars().time(i).toEpochMilli())
                    .isEqualTo(Instant.parse("2023-10-01T00:00:00Z").toEpochMilli() + i * HOUR);
        }
        assertThat(found.bars().open(0)).isEqualTo(10.5);
        assertThat(found.bars().high(0)).isEqualTo(12.25);
        assertThat(found.bars().low(0)).isEqualTo(9);
        assertThat(found.bars().volume(0)).isEqualTo(3.5);
        assertThat(found.hours()).isEqualTo(MarketHours.ALWAYS);
        assertThat(found.source()).isEqualTo("binance BTCUSDT 1h");
        assertThat(found.notes()).isEmpty();
        assertThat(server.asked())
                .hasSize(3)
                .allSatisfy(asked -> assertThat(asked.query()).contains("symbol=BTCUSDT", "interval=1h", "limit=1000"));
    }

    @Test
    void aBarThatHasNotClosedYetIsLeftOut() {
        var found = (Answer.Found) ask(BTC, day("2024-01-10"), Optional.empty());

        assertThat(found.bars().size()).isEqualTo(12);
        assertThat(found.bars().time(11)).isEqualTo(Instant.parse("2024-01-10T11:00:00Z"));
    }

    @Test
    void gapsAreNoted() {
        var found = (Answer.Found) ask(new Symbol("GAPUSDT"), day("2024-01-01"), day("2024-01-03"));

        assertThat(found.bars().size()).isEqualTo(48);
        assertThat(found.notes())
                .containsExactly("The series has a gap: 24 bars are missing, the most from 2024-01-01 23:00 to"
                        + " 2024-01-03.");
    }

    @Test
    void anUnknownPairIsUnknownWithPairsThatThereAre() {
        assertThat(ask(new Symbol("NOPEUSDT"), day("2024-01-01"), Optional.empty()))
                .isInstanceOfSatisfying(
                        Answer.UnknownSymbol.class,
                        unknown -> assertThat(unknown.offered()).contains(BTC));
        assertThat(ask(new Symbol("BTC-USD"), day("2024-01-01"), Optional.empty()))
                .isInstanceOf(Answer.UnknownSymbol.class);
        assertThat(server.asked()).as("what can be no pair is not asked for").hasSize(1);
    }

    @Test
    void aRangeBeforeTheMarketOpenedTellsWhereThereIsSomething() {
        assertThat(ask(BTC, day("2019-01-01"), day("2019-02-01")))
                .isEqualTo(new Answer.NoneInRange(BTC, LocalDate.of(2020, 1, 1), LocalDate.of(2024, 1, 10)));
    }

    @Test
    void tooManyBarsAreRefusedBeforeTheyAreAskedFor() {
        assertThat(ask(BTC, day("2020-01-01"), Optional.empty()))
                .isInstanceOfSatisfying(
                        Answer.Unavailable.class,
                        away -> assertThat(away.message()).contains("more than 5000 (setting market.binance-bars)"));
        assertThat(server.asked()).isEmpty();
        assertThat(ask(BTC, Optional.empty(), Optional.empty())).isInstanceOf(Answer.Unavailable.class);
        assertThat(server.asked())
                .as("the first page tells when the market opened")
                .hasSize(1);
    }

    @Test
    void aServerThatIsBusyIsAskedAgain() {
        server.first(new Told(429, "{}", Map.of("Retry-After", "0")), Told.status(503));

        assertThat(ask(BTC, day("2024-01-09"), day("2024-01-09"))).isInstanceOf(Answer.Found.class);
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void whatIsNoAnswerIsToldAsSuch() {
        assertThat(ask(new Symbol("SHUTUSDT"), day("2024-01-01"), Optional.empty()))
                .isEqualTo(new Answer.Unavailable("Binance refused the request (status 451)"));
        assertThat(ask(new Symbol("ODDUSDT"), day("2024-01-01"), Optional.empty()))
                .isEqualTo(new Answer.Unavailable("Binance's answer could not be read"));
        server.close();
        assertThat(ask(BTC, day("2024-01-01"), Optional.empty()))
                .isInstanceOfSatisfying(
                        Answer.Unavailable.class,
                        away -> assertThat(away.message()).startsWith("Binance cannot be reached: "));
    }

    @Test
    void barsThatCannotHaveHappenedAreRefusedOrRepaired() {
        Symbol bad = new Symbol("BADUSDT");

        assertThat(ask(bad, day("2024-01-01"), day("2024-01-01"))).isInstanceOf(Answer.BadBars.class);
        assertThat(market(BarCheck.Policy.REPAIR)
                        .bars(OwnerId.LOCAL, bad, Timeframe.ONE_HOUR, day("2024-01-01"), day("2024-01-01")))
                .isInstanceOfSatisfying(
                        Answer.Found.class, found -> assertThat(found.notes()).hasSize(1));
        assertThat(market().listings(OwnerId.LOCAL))
                .allSatisfy(listing -> assertThat(listing.timeframes()).isEqualTo(List.of(Timeframe.values())));
    }
}
