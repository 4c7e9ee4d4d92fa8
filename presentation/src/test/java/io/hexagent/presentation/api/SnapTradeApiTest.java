package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.Desk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The link to brokers as a client meets it, against a server that speaks SnapTrade's protocol. */
@Timeout(120)
class SnapTradeApiTest {
    @TempDir
    Path home;

    private HttpServer snaptrade;
    private volatile int status = 200;

    @BeforeEach
    void serve() throws IOException {
        snaptrade = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        snaptrade.createContext("/", this::answer);
        snaptrade.start();
    }

    @AfterEach
    void stop() {
        snaptrade.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            String told =
                    switch (path.substring(path.lastIndexOf('/') + 1)) {
                        case "registerUser" -> asked.replace("}", ",\"userSecret\":\"canary\"}");
                        case "login" ->
                            "{\"redirectURI\":\"https://login.example/?back="
                                    + asked.contains("\"customRedirect\":\"https://here.example/done\"") + "\"}";
                        case "accounts" ->
                            "[{\"id\":\"a\",\"name\":\"Main\",\"number\":\"123456789\",\"institution_name\":\"Broker\","
                                    + "\"balance\":{\"total\":{\"amount\":\"12.50\",\"currency\":\"EUR\"}}}]";
                        default -> "{}";
                    };
            byte[] bytes = (status == 200 ? told : "{\"code\":\"1076\"}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void withServer(Consumer<Client> use, String... settings) {
        try (Hexagent hexagent = new Desk().open(Desk.settings(home, settings));
                ApiServer server = ApiServer.start(hexagent)) {
            use.accept(new Client(server.address(), hexagent.json()));
        }
    }

    private String[] configured() {
        return new String[] {
            "snaptrade.base-url", "http://127.0.0.1:" + snaptrade.getAddress().getPort() + "/api/v1",
            "snaptrade.client-id", "client",
            "snaptrade.consumer-key", "consumer-key",
            "outside.attempts", "1",
            "storage.secret-key", Base64.getEncoder().encodeToString(new byte[32])
        };
    }

    @Test
    void withoutSettingsEachRouteSaysWhatIsMissing() {
        withServer(client -> {
            Value.Fields status = client.get("/api/snaptrade/status").is(200).fields();
            assertThat(status.text("auth_status")).contains("not_configured");
            assertThat(status.texts("missing")).hasSize(3).last().isEqualTo("storage.secret-key");
            client.get("/api/snaptrade/accounts").problem(409, "brokerage_not_configured");
            client.send("DELETE", "/api/snaptrade/connection").problem(409, "brokerage_not_configured");
            Value.Fields problem =
                    client.send("POST", "/api/snaptrade/connect").problem(409, "brokerage_not_configured");
            assertThat(problem.texts("missing")).hasSize(3);
            assertThat(problem.text("detail").orElseThrow()).contains("snaptrade.client-id (SNAPTRADE_CLIENT_ID)");
        });
    }

    @Test
    void anAccountIsConnectedLookedAtAndRemoved() {
        withServer(
                client -> {
                    client.get("/api/snaptrade/accounts").problem(409, "brokerage_not_connected");
                    client.send("DELETE", "/api/snaptrade/connection").problem(404, "not_found");
                    Value.Fields login = client.post(
                                    "/api/snaptrade/connect",
                                    Value.fields()
                                            .put("redirect_uri", "https://here.example/done")
                                            .build())
                            .is(200)
                            .fields();
                    assertThat(login.text("redirect_uri")).contains("https://login.example/?back=true");
                    var status = client.get("/api/snaptrade/status").is(200);
                    assertThat(status.fields().text("auth_status")).contains("connected");
                    assertThat(status.fields().text("since")).isPresent();
                    assertThat(status.body()).doesNotContain("canary");
                    assertThat(client.get("/api/snaptrade/accounts").is(200).body())
                            .isEqualTo("[{\"id\":\"a\",\"name\":\"Main\",\"number\":\"…6789\",\"broker\":\"Broker\","
                                    + "\"total\":12.50,\"currency\":\"EUR\"}]");
                    client.send("DELETE", "/api/snaptrade/connection").is(204);
                    assertThat(client.get("/api/snaptrade/status")
                                    .is(200)
                                    .fields()
                                    .text("auth_status"))
                            .contains("not_connected");
                },
                configured());
    }

    @Test
    void whatIsWrongIsNamed() {
        withServer(
                client -> {
                    for (String wrong : new String[] {"javascript:alert(1)", "no address", "/here"}) {
                        client.post(
                                        "/api/snaptrade/connect",
                                        Value.fields()
                                                .put("redirect_uri", wrong)
                                                .build())
                                .problem(422, "validation_failed");
                    }
                    client.post(
                                    "/api/snaptrade/connect",
                                    Value.fields().put("brokr", "X").build())
                            .problem(422, "validation_failed");
                    status = 401;
                    Value.Fields refused =
                            client.send("POST", "/api/snaptrade/connect").problem(502, "brokerage_refused");
                    assertThat(refused.text("detail").orElseThrow()).contains("snaptrade.consumer-key");
                    status = 503;
                    var away = client.send("POST", "/api/snaptrade/connect");
                    away.problem(503, "brokerage_unavailable");
                    assertThat(away.has("Retry-After")).isTrue();
                },
                configured());
    }

    @Test
    void theToolsSayThatTheyNeedAConnection() {
        withServer(client -> {
            Value.Fields tool = client.get("/api/tools/get_portfolio").is(200).fields();
            assertThat(tool.flag("requires_auth")).contains(true);
            assertThat(tool.text("category")).contains("market");
            assertThat(client.get("/api/tools/clean_dataset").is(200).fields().flag("requires_auth"))
                    .contains(false);
        });
    }
}
