package io.hexagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hexagent.application.brokerage.ConnectBrokerage;
import io.hexagent.application.brokerage.DisconnectBrokerage;
import io.hexagent.application.brokerage.InspectBrokerage;
import io.hexagent.application.brokerage.ListBrokerageAccounts;
import io.hexagent.application.dataset.DataInput;
import io.hexagent.application.run.RunAnalysis;
import io.hexagent.application.tool.ToolRegistry;
import io.hexagent.application.tool.ToolRunner;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.Untrusted;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import io.hexagent.infrastructure.store.Store;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Accounts at brokers and cleaned data through the whole program, against a server that speaks SnapTrade's protocol.
 */
@Timeout(120)
class PortfolioTest {
    private static final int POSITIONS = 2000;
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile int refusal;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String call =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(call);
            if (refusal != 0) {
                exchange.sendResponseHeaders(refusal, -1);
                return;
            }
            String told =
                    switch (call) {
                        case "POST /api/v1/snapTrade/registerUser" ->
                            body.replace("}", ",\"userSecret\":\"canary-" + asked.size() + "\"}");
                        case "POST /api/v1/snapTrade/login" -> "{\"redirectURI\":\"https://login.example/x\"}";
                        case "DELETE /api/v1/snapTrade/deleteUser" -> "{\"status\":\"deleted\"}";
                        case "GET /api/v1/accounts" ->
                            "[{\"id\":\"a\",\"name\":\"Main\",\"number\":\"123456\",\"institution_name\":\"Broker\","
                                    + "\"balance\":{\"total\":{\"amount\":\"1\",\"currency\":\"USD\"}}}]";
                        case "GET /api/v1/accounts/a/balances" ->
                            "[{\"currency\":{\"code\":\"USD\"},\"cash\":\"100.50\",\"buying_power\":\"100.50\"}]";
                        case "GET /api/v1/accounts/a/positions" -> positions();
                        case "GET /api/v1/accounts/a/orders" -> "[]";
                        default -> "";
                    };
            byte[] bytes = told.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(told.isEmpty() ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** The largest in the middle. */
    private static String positions() {
        return IntStream.range(0, POSITIONS)
                .mapToObj(i -> "{\"symbol\":{\"symbol\":{\"symbol\":\"S" + i
                        + "\",\"description\":\"Company number " + i + " with a long name\","
                        + "\"currency\":{\"code\":\"USD\"}}},\"units\":\"10\",\"price\":\""
                        + (POSITIONS - Math.abs(POSITIONS / 2 - i)) + "\",\"open_pnl\":\"1.5\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private Hexagent open(ScriptedLanguageModel model) {
        return Hexagent.builder(Settings.of(Map.of(
                        "snaptrade.base-url",
                                "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1",
                        "snaptrade.client-id", "client",
                        "snaptrade.consumer-key", "consumer",
                        "storage.secret-key", KEY,
                        "outside.backoff-min", "1ms")))
                .provider(ScriptedProvider.of(model))
                .inMemory()
                .open();
    }

    private Hexagent open() {
        return open(ScriptedLanguageModel.answering("?"));
    }

    private static ToolRunner.Ran run(Hexagent hexagent, String tool, String arguments) {
        ToolRunner runner = hexagent.bean(ToolRunner.class);
        var spec = hexagent.bean(ToolRegistry.class)
                .find(OwnerId.LOCAL, new ToolName(tool))
                .orElseThrow()
                .spec();
        var call = new ToolCall(new CallId("1"), spec.name(), arguments);
        return (ToolRunner.Ran) runner.run(
                runner.prepare(OwnerId.LOCAL, call, List.of(spec)),
                new ToolContext(
                        new RunId("r"),
                        new ConversationId("c"),
                        Principal.LOCAL,
                        call.id(),
                        "key",
                        List.of(),
                        Instant.now().plusSeconds(60),
                        ToolContext.Progress.NONE));
    }

    private static ConnectBrokerage.Outcome connect(Hexagent hexagent) {
        return hexagent.connectBrokerage()
                .handle(new ConnectBrokerage.Command(Principal.LOCAL, Optional.empty(), Optional.empty()));
    }

    private static InspectBrokerage.Status status(Hexagent hexagent) {
        return hexagent.inspectBrokerage().handle(new InspectBrokerage.Command(Principal.LOCAL));
    }

    @Test
    void withoutSettingsToolsAndUseCasesSayWhatIsMissing() {
        try (Hexagent hexagent = Hexagent.builder(Settings.defaults())
                .provider(ScriptedProvider.of(ScriptedLanguageModel.answering("?")))
                .inMemory()
                .open()) {
            String missing = "missing settings snaptrade.client-id (SNAPTRADE_CLIENT_ID), snaptrade.consumer-key"
                    + " (SNAPTRADE_CONSUMER_KEY), storage.secret-key";
            for (String tool : List.of("get_portfolio", "get_positions", "get_orders", "connect_brokerage")) {
                ToolRunner.Ran ran = run(hexagent, tool, "{}");
                assertThat(ran.text()).startsWith("{\"success\":false,").contains(missing);
                assertThat(ran.result().flag("requires_auth")).as(tool).contains(true);
            }
            assertThat(status(hexagent).configured()).isFalse();
            assertThat(status(hexagent).missing()).hasSize(3);
            assertThat(connect(hexagent)).isInstanceOf(ConnectBrokerage.Outcome.Missing.class);
            assertThat(hexagent.listBrokerageAccounts().handle(new ListBrokerageAccounts.Command(Principal.LOCAL)))
                    .isInstanceOf(ListBrokerageAccounts.Outcome.Missing.class);
            assertThat(run(hexagent, "insider_trades", "{\"ticker\":\"AAPL\"}").text())
                    .contains("market.sec-contact is missing")
                    .contains("\"requires_auth\":true");
            assertThat(run(hexagent, "web_search", "{\"query\":\"java\"}").text())
                    .contains("search.tavily-key (TAVILY_API_KEY)")
                    .contains("\"requires_auth\":true");
        }
    }

    @Test
    void aCredentialThatIsNotAcceptedIsAskedForAgain() {
        try (Hexagent hexagent = open()) {
            assertThat(run(hexagent, "get_orders", "{}").result().flag("requires_auth"))
                    .as("not connected yet")
                    .contains(true);
            assertThat(connect(hexagent)).isInstanceOf(ConnectBrokerage.Outcome.LogIn.class);
            refusal = 401;
            for (String tool : List.of("get_portfolio", "get_positions", "get_orders", "connect_brokerage")) {
                ToolRunner.Ran ran = run(hexagent, tool, "{}");
                assertThat(ran.result().flag("requires_auth")).as(tool).contains(true);
                assertThat(ran.text()).contains("snaptrade.consumer-key");
            }
            refusal = 400;
            assertThat(run(hexagent, "get_orders", "{}").result().flag("requires_auth"))
                    .as("refused for another reason")
                    .isEmpty();
        }
    }

    @Test
    void anAccountIsConnectedOnceReadAndRemoved() throws Exception {
        try (Hexagent hexagent = open()) {
            assertThat(run(hexagent, "get_orders", "{}").text()).contains("no brokerage account is connected");
            try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<ConnectBrokerage.Outcome>> all = IntStream.range(0, 6)
                        .mapToObj(i -> clients.submit(() -> connect(hexagent)))
                        .toList();
                for (Future<ConnectBrokerage.Outcome> one : all) {
                    assertThat(one.get()).isInstanceOf(ConnectBrokerage.Outcome.LogIn.class);
                }
            }
            long registered = count("POST /api/v1/snapTrade/registerUser");
            assertThat(count("DELETE /api/v1/snapTrade/deleteUser"))
                    .as("all users but the kept one are removed")
                    .isEqualTo(registered - 1);
            assertThat(status(hexagent).connected()).isTrue();
            assertThat(hexagent.bean(Store.class).brokerageLinks().find(OwnerId.LOCAL))
                    .hasValueSatisfying(link -> assertThat(link.user().secret()).doesNotContain("canary"));
            var other = new Principal(new OwnerId("somebody else"), Set.of());
            assertThat(hexagent.inspectBrokerage()
                            .handle(new InspectBrokerage.Command(other))
                            .connected())
                    .isFalse();
            assertThat(run(hexagent, "get_orders", "{\"state\":\"open\"}").text())
                    .contains("\"orders\":0");
            assertThat(hexagent.disconnectBrokerage().handle(new DisconnectBrokerage.Command(Principal.LOCAL)))
                    .isInstanceOf(DisconnectBrokerage.Outcome.Disconnected.class);
            assertThat(hexagent.disconnectBrokerage().handle(new DisconnectBrokerage.Command(Principal.LOCAL)))
                    .isInstanceOf(DisconnectBrokerage.Outcome.None.class);
            assertThat(status(hexagent).connected()).isFalse();
        }
    }

    private long count(String call) {
        return asked.stream().filter(call::equals).count();
    }

    @Test
    void ofALargePortfolioTheTotalsAndTheLargestPositionsAreKept() {
        try (Hexagent hexagent = open()) {
            assertThat(connect(hexagent)).isInstanceOf(ConnectBrokerage.Outcome.LogIn.class);
            ToolRunner.Ran ran = run(hexagent, "get_portfolio", "{}");
            assertThat(ran.ok()).as(ran.text()).isTrue();
            assertThat(ran.truncated()).isTrue();
            assertThat(Untrusted.begins(ran.text()))
                    .as("issuers write descriptions")
                    .isTrue();
            assertThat(ran.text().length()).isLessThanOrEqualTo(50 << 10);
            Value.Fields total = (Value.Fields) ran.result().items("totals").getFirst();
            long prices = IntStream.range(0, POSITIONS)
                    .map(i -> POSITIONS - Math.abs(POSITIONS / 2 - i))
                    .sum();
            assertThat(total.number("positions").orElseThrow()).isEqualByComparingTo(BigDecimal.valueOf(prices * 10));
            assertThat(total.number("total").orElseThrow())
                    .isEqualByComparingTo(BigDecimal.valueOf(prices * 10).add(new BigDecimal("100.50")));
            assertThat(ran.result().number("positions").orElseThrow().intValue())
                    .isEqualTo(POSITIONS);
            Table kept = Table.of(ran.result().fields("table").orElseThrow());
            assertThat(kept.totalRows()).isEqualTo(POSITIONS);
            assertThat(kept.rows()).hasSizeBetween(50, POSITIONS - 1);
            assertThat(kept.rows().getFirst().getFirst()).isEqualTo(Value.of("S" + POSITIONS / 2));
            List<BigDecimal> values = kept.rows().stream()
                    .map(row -> ((Value.Number) row.get(4)).number())
                    .toList();
            assertThat(values).isSortedAccordingTo((a, b) -> b.compareTo(a));
            assertThat(run(hexagent, "get_positions", "{\"symbol\":\"s3\"}").text())
                    .contains("\"positions\":1")
                    .contains("Company number 3 ");
            assertThat(run(hexagent, "get_positions", "{\"account\":\"nobody\"}")
                            .text())
                    .contains("Main (Broker, id a)");
        }
    }

    @Test
    void aServiceThatIsAwayIsAFailureOfTheToolAndNoMore() {
        try (Hexagent hexagent = open()) {
            assertThat(connect(hexagent)).isInstanceOf(ConnectBrokerage.Outcome.LogIn.class);
            server.stop(0);
            ToolRunner.Ran ran = run(hexagent, "get_portfolio", "{}");
            assertThat(ran.ok()).isFalse();
            assertThat(ran.text()).contains("SnapTrade: ").contains("refused the connection");
        }
    }

    @Test
    void cleanedDataIsANewDataSetThatLaterCallsUse() {
        var model = ScriptedLanguageModel.script()
                .calls("clean_dataset", "{\"missing\":\"median\",\"missing_columns\":[\"age\"]}")
                .whenAsked("\"name\":\"people-v2.csv\"")
                .calls(
                        "aggregate",
                        "{\"dataset\":\"people-v2.csv\",\"measures\":[{\"function\":\"count\"},"
                                + "{\"function\":\"mean\",\"column\":\"age\"}]}")
                .whenAsked("\"dataset\":\"people-v2.csv\"")
                .answers("Done.")
                .build();
        try (Hexagent hexagent = open(model)) {
            var outcome = hexagent.runAnalysis()
                    .handle(new RunAnalysis.Command(
                            "Clean it", DataInput.csv("people.csv", "name,age\n Ann ,30\nBob,\nBob,\nCleo,50\n")));
            var report = ((RunAnalysis.Outcome.Ended) outcome).report();
            assertThat(report.answer()).contains("Done.");
            assertThat(report.table().orElseThrow().rows()).containsExactly(List.of(Value.of(3), Value.of(40)));
            assertThat(report.artifacts())
                    .singleElement()
                    .satisfies(artifact -> assertThat(artifact.title()).isEqualTo("Changes in people-v2.csv"));
            assertThat(hexagent.bean(Store.class).datasets().list(OwnerId.LOCAL, 10, 0))
                    .extracting(dataset -> dataset.name())
                    .containsExactlyInAnyOrder("people.csv", "people-v2.csv");
            model.ensureFinished();
        }
    }

    @Test
    void aKeyThatIsNoneIsRefusedWhenTheProgramOpens() {
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> Settings.of(Map.of("storage.secret-key", "canary")))
                .withMessageContaining("storage.secret-key")
                .withMessageContaining("32 bytes in Base64")
                .withMessageNotContaining("canary");
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> Settings.of(Map.of("market.sec-contact", "nobody")))
                .withMessageContaining("mail address");
        assertThat(Settings.of(Map.of("market.sec-contact", "Example Ltd admin@example.com"))
                        .markets()
                        .market()
                        .secContact())
                .contains("Example Ltd admin@example.com");
    }

    @Test
    void thePolicyOfTheOutsideIsTheDocumentedOne() {
        assertThat(Settings.defaults().markets().policy())
                .isEqualTo(new Settings.MarketPolicy(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(15),
                        3,
                        Duration.ofMillis(500),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        5,
                        Duration.ofSeconds(30),
                        32,
                        8L << 20));
        assertThat(Settings.defaults().markets().market().secPerSecond()).isEqualTo(10);
        assertThat(Settings.defaults().limits().cleaningChanges()).isEqualTo(10_000);
    }
}
