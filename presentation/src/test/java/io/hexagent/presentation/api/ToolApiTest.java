package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import io.hexagent.presentation.Desk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolApiTest {
    private static final String SECRET = "canary-4711";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer rates;

    @TempDir
    Path home;

    ToolApiTest() throws IOException {
        rates = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        rates.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = ("{\"rates\":{\"USD\":1.5},\"seen\":\""
                            + exchange.getRequestHeaders().getFirst("Authorization") + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        rates.start();
    }

    @AfterEach
    void stop() {
        rates.stop(0);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + rates.getAddress().getPort() + path;
    }

    private Value.Fields tool(String path) {
        return Value.fields()
                .put("name", "rate")
                .put("description", "The rate between two currencies")
                .put("category", "market")
                .put(
                        "parameters",
                        Value.fields()
                                .put("type", "object")
                                .put(
                                        "properties",
                                        Value.fields()
                                                .put("base", text())
                                                .put("to", text())
                                                .build())
                                .put("required", Value.texts(List.of("base")))
                                .put("additionalProperties", false)
                                .build())
                .put("url", url("/v1/{base}"))
                .put(
                        "headers",
                        Value.fields()
                                .put("Authorization", "Bearer ${secret:RATES}")
                                .build())
                .put("response_path", path)
                .build();
    }

    private static Value.Fields text() {
        return Value.fields().put("type", "string").build();
    }

    private Hexagent open(ScriptedLanguageModel model, String... changes) {
        return Hexagent.builder(Desk.settings(home, changes))
                .provider(ScriptedProvider.of(model))
                .open();
    }

    @Test
    void aToolThatWasPostedIsCalledWithItsSecretWhichNobodySees() {
        var model = ScriptedLanguageModel.script()
                .calls("rate", "{\"base\":\"EUR/../x\",\"to\":\"USD\"}")
                .whenAsked("1.5")
                .answers("One and a half.")
                .build();
        try (var hexagent = open(model, "fetch.allow", "127.0.0.1", "tools.secret.rates", SECRET);
                var server = ApiServer.start(hexagent)) {
            var client = new Client(server.address(), hexagent.json());
            var created = client.post("/api/tools", tool("")).is(201);
            assertThat(created.header("Location")).contains("/api/tools/rate");
            assertThat(created.fields().flag("custom")).contains(true);
            assertThat(created.fields().flag("requires_auth")).contains(true);
            assertThat(created.fields().flag("needs_approval")).contains(false);
            assertThat(client.get("/api/tools?category=market&requires_auth=true")
                            .is(200)
                            .items())
                    .extracting(one -> ((Value.Fields) one).text("id").orElse("?"))
                    .contains("rate")
                    .doesNotContain("calculator", "social_trends");
            var answer = client.post(
                            "/api/chat",
                            Value.fields().put("message", "What is it?").build())
                    .is(200)
                    .fields();
            assertThat(answer.text("response")).contains("One and a half.");
            assertThat(asked).containsExactly("GET /v1/EUR%2F..%2Fx?to=USD Bearer " + SECRET);
            var run = client.get("/api/runs/" + answer.text("run_id").orElseThrow())
                    .is(200);
            assertThat(run.body()).contains("[secret RATES]").doesNotContain(SECRET);
            assertThat(client.get("/api/tools/rate").is(200).body()).doesNotContain(SECRET);
            client.post("/api/tools", tool("")).problem(409, "name_taken");
            client.send("DELETE", "/api/tools/rate").is(204);
            client.send("DELETE", "/api/tools/rate").problem(404, "not_found");
            client.get("/api/tools/rate").problem(404, "not_found");
            client.post("/api/tools", tool("/rates/USD")).is(201);
        }
    }

    @Test
    void aToolDoesNotReachWhatTheOperatorDoesNotAllow() {
        var model = ScriptedLanguageModel.script()
                .calls("rate", "{\"base\":\"EUR\"}")
                .whenAsked("\"success\":false")
                .answers("No.")
                .build();
        try (var hexagent = open(model, "tools.secret.rates", SECRET);
                var server = ApiServer.start(hexagent)) {
            var client = new Client(server.address(), hexagent.json());
            client.post("/api/tools", tool("")).is(201);
            client.post(
                            "/api/chat",
                            Value.fields().put("message", "What is it?").build())
                    .is(200);
            assertThat(asked).isEmpty();
        }
    }

    @Test
    void whatIsNoToolIsRefusedNamingTheField() {
        try (var hexagent = open(
                        ScriptedLanguageModel.answering("x"),
                        "tools.secret.rates",
                        SECRET,
                        "tools.secret.bound",
                        SECRET,
                        "tools.secret-hosts.bound",
                        "api.example.com",
                        "tools.custom",
                        "1");
                var server = ApiServer.start(hexagent)) {
            var client = new Client(server.address(), hexagent.json());
            Value.Fields good = tool("");
            refused(client, good.with("url", Value.of("https://{base}/x")), "url");
            refused(client, good.with("url", Value.of("https://api.example.com{base}")), "url");
            refused(client, good.with("url", Value.of("https://api.example.com/{to}")), "url");
            refused(client, good.with("url", Value.of("file:///etc/passwd")), "url");
            refused(client, good.with("name", Value.of("no name")), "name");
            refused(client, good.with("method", Value.of("BREW")), "method");
            refused(client, good.with("category", Value.of("tea")), "category");
            refused(client, good.with("response_path", Value.of("rates")), "response_path");
            refused(client, good.with("parameters", hexagent.json().read("{\"type\":\"banana\"}")), "parameters");
            refused(client, good.with("parameters", hexagent.json().read("{\"type\":\"array\"}")), "parameters");
            refused(
                    client,
                    good.with(
                            "parameters",
                            hexagent.json()
                                    .read(
                                            "{\"type\":\"object\",\"properties\":{\"base\":{\"type\":\"string\",\"pattern\":\"(a+)+$\"}},\"required\":[\"base\"]}")),
                    "parameters");
            refused(client, good.with("headers", header("${secret:OTHER}")), "headers");
            refused(client, good.with("headers", header("${secret:BOUND}")), "headers");
            refused(client, good.with("headers", header("a\r\nb: c")), "headers");
            refused(client, good.with("more", Value.of("x")), "more");
            client.post("/api/tools", good.with("name", Value.of("calculator"))).problem(409, "name_taken");
            String key = "Idempotency-Key";
            assertThat(client.post("/api/tools", good, key, "once").is(201).header("Idempotency-Replayed"))
                    .isEmpty();
            assertThat(client.post("/api/tools", good, key, "once").is(201).header("Idempotency-Replayed"))
                    .isEqualTo("true");
            client.post("/api/tools", good.with("name", Value.of("second")), key, "once")
                    .problem(422, "idempotency_key_reused");
            client.post("/api/tools", good.with("name", Value.of("second"))).problem(409, "too_many_tools");
            client.send("DELETE", "/api/tools/calculator").problem(409, "tool_is_built_in");
            client.get("/api/tools?category=tea").problem(422, "validation_failed");
            client.get("/api/tools?requires_auth=maybe").problem(422, "validation_failed");
            client.get("/api/tools?agent=nobody").problem(422, "validation_failed");
            assertThat(client.get("/api/tools?agent=chat").is(200).items()).isNotEmpty();
        }
    }

    private static Value.Fields header(String value) {
        return Value.fields().put("Authorization", value).build();
    }

    private static void refused(Client client, Value.Fields tool, String field) {
        assertThat(client.post("/api/tools", tool)
                        .problem(422, "validation_failed")
                        .items("violations"))
                .anySatisfy(violation ->
                        assertThat(((Value.Fields) violation).text("field")).contains(field));
    }
}
