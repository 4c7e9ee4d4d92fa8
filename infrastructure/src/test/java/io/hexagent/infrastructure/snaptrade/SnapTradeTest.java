package io.hexagent.infrastructure.snaptrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexagent.domain.brokerage.Brokerage;
import io.hexagent.domain.brokerage.BrokerageAccount;
import io.hexagent.domain.brokerage.BrokerageFailure;
import io.hexagent.domain.brokerage.BrokerageFailure.Code;
import io.hexagent.domain.brokerage.BrokerageOrder;
import io.hexagent.domain.brokerage.BrokerageUser;
import io.hexagent.domain.brokerage.Holdings;
import io.hexagent.domain.brokerage.Money;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.http.LoopbackServer;
import io.hexagent.infrastructure.http.LoopbackServer.Asked;
import io.hexagent.infrastructure.http.LoopbackServer.Told;
import io.hexagent.infrastructure.http.PooledExchange;
import io.hexagent.infrastructure.http.PooledHttp;
import io.hexagent.infrastructure.json.JacksonJson;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a server that answers in the shapes of SnapTrade's reference. */
@Timeout(60)
class SnapTradeTest {
    private static final JacksonJson JSON = new JacksonJson();
    private static final BrokerageUser USER = new BrokerageUser("u1", "s1");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1635790389));

    private final PooledHttp http = new PooledHttp(PooledHttp.Options.defaults());
    private final LoopbackServer server = new LoopbackServer(SnapTradeTest::told);
    private final SnapTrade snaptrade = new SnapTrade(
            new SnapTrade.Options(URI.create(server.url() + "/api/v1"), "PASSIVTEST", "test_consumer_key"),
            new PooledExchange(http, Duration.ofSeconds(10), 1 << 20),
            JSON,
            CLOCK);

    @AfterEach
    void close() {
        server.close();
        http.close();
    }

    private static Told told(Asked asked) {
        return switch (asked.method() + " " + asked.path()) {
            case "POST /api/v1/snapTrade/registerUser" ->
                Told.ok("{\"userId\":\"new_user_123\",\"userSecret\":\"5f6e\"}");
            case "POST /api/v1/snapTrade/login" ->
                Told.ok("{\"redirectURI\":\"https://app.snaptrade.com/snapTrade/redeemToken?token=x\","
                        + "\"sessionId\":\"5c2f\"}");
            case "DELETE /api/v1/snapTrade/deleteUser" ->
                Told.ok("{\"status\":\"deleted\",\"detail\":\"\",\"userId\":\"u1\"}");
            case "GET /api/v1/accounts" -> Told.ok("""
                [{"id":"917c8734-8470-4a3e-a18f-57c3f2ee6631","brokerage_authorization":"87b24961","portfolio_group":"2b",
                  "name":"Robinhood Individual","number":"Q6542138443","institution_name":"Robinhood",
                  "balance":{"total":{"amount":"15363.23","currency":"USD"}},"meta":{},"cash_restrictions":[]},
                 {"id":"b","name":null,"number":"12","institution_name":"Kraken","balance":{"total":null}}]
                """);
            case "GET /api/v1/accounts/a%20b%2F..%2Fc/balances" -> Told.ok("""
                [{"currency":{"id":"87b2","code":"USD","name":"US Dollar"},"cash":"300.71","buying_power":410.71},
                 {"currency":{"id":"57f8","code":"CAD","name":"Canadian Dollar"},"cash":null,"buying_power":null}]
                """);
            case "GET /api/v1/accounts/a%20b%2F..%2Fc/positions" -> Told.ok("""
                [{"symbol":{"id":"2bcd","description":"Vanguard FTSE All-Cap","symbol":{"id":"2b","symbol":"VAB.TO",
                  "raw_symbol":"VAB","description":"VANGUARD CDN AGGREGATE","currency":{"id":"57","code":"CAD",
                  "name":"Canadian Dollar"},"exchange":{"code":"TSX"},"type":{"code":"et"}}},
                  "units":"40","price":"113.15","open_pnl":"-0.44","average_purchase_price":"108.3353"},
                 {"symbol":{"symbol":{"symbol":"BTC","currency":{"code":"USD"}}},"units":null,"fractional_units":0.25,
                  "price":null,"open_pnl":"n/a"}]
                """);
            case "GET /api/v1/accounts/b/orders" -> Told.ok("""
                [{"brokerage_order_id":"66a0","status":"EXECUTED","universal_symbol":{"symbol":"AAPL"},
                  "option_symbol":null,"action":"BUY","total_quantity":"100","filled_quantity":"90.5",
                  "execution_price":"215.1","limit_price":null,"order_type":"Market",
                  "time_placed":"2024-03-12T17:17:33.123Z"},
                 {"brokerage_order_id":"66a1","status":"NONE","universal_symbol":null,
                  "option_symbol":{"ticker":"AAPL  261218C00240000"},"action":"SELL","order_type":"Limit",
                  "limit_price":12.22}]
                """);
            default -> Told.status(404);
        };
    }

    /** The two vectors that SnapTrade's kind of signature is checked with. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"userId":"new_user_123"} | /api/v1/snapTrade/registerUser | clientId=PASSIVTEST&timestamp=1635790389 | HYJfEVO8bpAbCJyAbZqn17P2aoFf41NHwujfJy7bYUg=
        null | /api/v1/accounts | clientId=PASSIVTEST&timestamp=1635790389&userId=u1&userSecret=s1 | 0Jh02+Pl0G00ObVBSBlHlws+OfhBxSSc73nBNeyh5zU=
        """)
    void theSignatureIsTheKnownOne(String content, String path, String query, String known) {
        assertThat(new Signature("test_consumer_key", JSON).of(JSON.read(content), path, query))
                .isEqualTo(known);
    }

    @Test
    void namesAreSignedInTheirOrderAtEveryDepth() {
        Value mixed = JSON.read("{\"b\":[{\"d\":1,\"c\":null}],\"a\":{\"z\":true,\"y\":\"ä\"}}");
        assertThat(JSON.write(Signature.sorted(mixed)))
                .isEqualTo("{\"a\":{\"y\":\"ä\",\"z\":true},\"b\":[{\"c\":null,\"d\":1}]}");
    }

    @Test
    void aUserIsRegisteredWithASignedRequest() {
        assertThat(snaptrade.register("new_user_123")).isEqualTo(new BrokerageUser("new_user_123", "5f6e"));
        Asked asked = server.asked().getFirst();
        assertThat(asked.query()).isEqualTo("clientId=PASSIVTEST&timestamp=1635790389");
        assertThat(asked.body()).isEqualTo("{\"userId\":\"new_user_123\"}");
        assertThat(asked.header("Signature")).isEqualTo("HYJfEVO8bpAbCJyAbZqn17P2aoFf41NHwujfJy7bYUg=");
    }

    @Test
    void accountsAreReadWithASignedRequestAndShownByTheirLastDigits() {
        assertThat(snaptrade.accounts(USER))
                .containsExactly(
                        new BrokerageAccount(
                                "917c8734-8470-4a3e-a18f-57c3f2ee6631",
                                "Robinhood Individual",
                                "…8443",
                                "Robinhood",
                                Optional.of(new Money(new BigDecimal("15363.23"), "USD"))),
                        new BrokerageAccount("b", "", "12", "Kraken", Optional.empty()));
        Asked asked = server.asked().getFirst();
        assertThat(asked.header("Signature")).isEqualTo("0Jh02+Pl0G00ObVBSBlHlws+OfhBxSSc73nBNeyh5zU=");
        assertThat(asked.body()).isEmpty();
    }

    @Test
    void numbersAreReadWhetherTheyAreTextsOrNot() {
        Holdings holdings = snaptrade.holdings(USER, "a b/../c");
        assertThat(holdings.cash())
                .containsExactly(new Holdings.Cash(
                        new Money(new BigDecimal("300.71"), "USD"), Optional.of(new BigDecimal("410.71"))));
        assertThat(holdings.positions())
                .containsExactly(
                        new Holdings.Position(
                                "VAB.TO",
                                "VANGUARD CDN AGGREGATE",
                                "CAD",
                                new BigDecimal("40"),
                                Optional.of(new BigDecimal("113.15")),
                                Optional.of(new BigDecimal("108.3353")),
                                Optional.of(new BigDecimal("-0.44"))),
                        new Holdings.Position(
                                "BTC",
                                "",
                                "USD",
                                new BigDecimal("0.25"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
        assertThat(holdings.positions().getFirst().value()).contains(new BigDecimal("4526.00"));
    }

    @Test
    void ordersAreAskedForByStateAndDays() {
        assertThat(snaptrade.orders(USER, "b", Brokerage.Orders.EXECUTED, 7))
                .containsExactly(
                        new BrokerageOrder(
                                "66a0",
                                "AAPL",
                                "EXECUTED",
                                "BUY",
                                "Market",
                                Optional.of(new BigDecimal("100")),
                                Optional.of(new BigDecimal("90.5")),
                                Optional.of(new BigDecimal("215.1")),
                                Optional.of("2024-03-12T17:17:33.123Z")),
                        new BrokerageOrder(
                                "66a1",
                                "AAPL  261218C00240000",
                                "NONE",
                                "SELL",
                                "Limit",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(new BigDecimal("12.22")),
                                Optional.empty()));
        assertThat(server.asked().getFirst().query())
                .isEqualTo("clientId=PASSIVTEST&timestamp=1635790389&userId=u1&userSecret=s1&state=executed&days=7");
    }

    @Test
    void theLoginPageIsAskedForReadingOnly() {
        URI page = snaptrade.loginPage(USER, Optional.of("QUESTRADE"), Optional.of(URI.create("https://here.test/x")));
        assertThat(page).hasHost("app.snaptrade.com");
        assertThat(server.asked().getFirst().body())
                .isEqualTo("{\"broker\":\"QUESTRADE\",\"connectionType\":\"read\","
                        + "\"customRedirect\":\"https://here.test/x\",\"immediateRedirect\":true}");
    }

    @Test
    void aUserWhoIsGoneIsRemovedAlready() {
        snaptrade.remove(USER);
        server.first(new Told(401, "{\"detail\":\"x\",\"status_code\":401,\"code\":\"1083\"}", Map.of()));
        snaptrade.remove(USER);
        assertThat(server.asked()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        401 | {"detail":"canary","status_code":401,"code":"1083"} | USER_UNKNOWN | does not know this connection
        401 | {"detail":"canary","status_code":401,"code":"1076"} | CREDENTIALS_REFUSED | code 1076
        403 | canary | CREDENTIALS_REFUSED | snaptrade.consumer-key
        404 | {"code":1011} | NOT_FOUND | 404, code 1011
        400 | {"code":"canary"} | REFUSED | status 400
        429 | {} | UNAVAILABLE | status 429
        500 | {} | UNAVAILABLE | status 500
        200 | {"canary":1} | MALFORMED | a list was expected
        200 | [1] | MALFORMED | a list of objects was expected
        200 | [{"name":"canary"}] | MALFORMED | "id" was expected
        200 | canary | MALFORMED | is no JSON
        """)
    void aFailureIsToldInOurWordsWithoutTheServices(int status, String body, Code code, String words) {
        server.first(new Told(status, body, Map.of()));
        assertThatExceptionOfType(BrokerageFailure.class)
                .isThrownBy(() -> snaptrade.accounts(USER))
                .withMessageContaining(words)
                .withMessageNotContaining("canary")
                .withMessageNotContaining("s1")
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(new SnapTrade.Options(URI.create("http://x/api/v1"), "c", "canary").toString())
                .doesNotContain("canary");
        assertThat(List.of(USER).toString()).doesNotContain("s1");
    }
}
