package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.config.Hexagent;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.Desk;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateTest {
    private static final Value.Fields HELLO =
            Value.fields().put("message", "hello").build();

    @TempDir
    Path home;

    private final Desk desk = new Desk();

    @Test
    void aForeignHostGetsNothing() {
        withServer((client, address) -> {
            assertThat(statusFor(address, "evil.example")).isEqualTo(403);
            assertThat(statusFor(address, "localhost.evil.example:80")).isEqualTo(403);
            assertThat(statusFor(address, "127.0.0.1.evil.example")).isEqualTo(403);
            assertThat(statusFor(address, "")).isEqualTo(403);
            assertThat(statusFor(address, "localhost:1")).isEqualTo(200);
            assertThat(statusFor(address, "127.0.0.1")).isEqualTo(200);
            assertThat(statusFor(address, "[::1]:8000")).isEqualTo(200);
        });
    }

    @Test
    void aForeignOriginMayNotWrite() {
        withServer((client, address) -> {
            client.post("/api/chat", HELLO, "Origin", "http://evil.example").problem(403, "foreign_origin");
            client.post("/api/chat", HELLO, "Origin", "null").problem(403, "foreign_origin");
            client.post("/api/chat", HELLO, "Origin", "http://localhost:3000").problem(403, "foreign_origin");
            client.send("DELETE", "/api/runs/x", "Origin", "http://evil.example")
                    .problem(403, "foreign_origin");
            client.post("/api/chat", HELLO, "Origin", address).is(200);
            var read = client.get("/api/runs", "Origin", "http://evil.example").is(200);
            assertThat(read.has("Access-Control-Allow-Origin")).isFalse();
            client.send(
                            "OPTIONS",
                            "/api/chat",
                            "Origin",
                            "http://evil.example",
                            "Access-Control-Request-Method",
                            "POST")
                    .problem(403, "foreign_origin");
        });
    }

    @Test
    void aListedOriginMayWriteAndIsTheOnlyOneThatIsNamed() {
        withServer(
                (client, address) -> {
                    String page = "http://localhost:3000";
                    var written =
                            client.post("/api/chat", HELLO, "Origin", page).is(200);
                    assertThat(written.header("Access-Control-Allow-Origin")).isEqualTo(page);
                    assertThat(written.has("Access-Control-Allow-Credentials")).isFalse();
                    assertThat(written.header("Vary")).contains("Origin");
                    var preflight = client.send(
                                    "OPTIONS", "/api/chat", "Origin", page, "Access-Control-Request-Method", "POST")
                            .is(204);
                    assertThat(preflight.header("Access-Control-Allow-Methods")).contains("POST");
                    assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(page);
                    var failed = client.get("/api/runs/none", "Origin", page);
                    failed.problem(404, "not_found");
                    assertThat(failed.header("Access-Control-Allow-Origin")).isEqualTo(page);
                    assertThat(client.get("/", "Origin", "http://evil.example").has("Access-Control-Allow-Origin"))
                            .isFalse();
                    client.post("/api/chat", HELLO, "Origin", "https://app.example")
                            .is(200);
                },
                "server.cors.origins",
                "http://localhost:3000,https://app.example");
    }

    @Test
    void withAKeyEverythingButHealthNeedsIt() {
        withServer(
                (client, address) -> {
                    client.get("/health").is(200);
                    client.get("/health/live").is(200);
                    client.get("/").problem(401, "unauthorized");
                    client.get("/docs").problem(401, "unauthorized");
                    client.get("/api/nothing").problem(401, "unauthorized");
                    client.get("/api/runs", "Authorization", "Bearer wrong-key").problem(401, "unauthorized");
                    client.get("/api/runs", "Authorization", "Basic long-enough")
                            .problem(401, "unauthorized");
                    client.get("/api/runs", "Authorization", "bearer long-enough")
                            .is(200);
                },
                "api-key",
                "long-enough");
    }

    @Test
    void everyAnswerForbidsWhatABrowserNeedNotDo() {
        withServer((client, address) -> {
            assertThat(client.get("/").header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(client.get("/api/nothing").header("Content-Security-Policy"))
                    .contains("default-src 'none'");
            assertThat(client.get("/docs").header("Content-Security-Policy")).contains("default-src 'self'");
        });
    }

    /** A use of a server. */
    private interface Use {
        void with(Client client, String address);
    }

    private void withServer(Use use, String... settings) {
        try (Hexagent hexagent = desk.open(Desk.settings(home, settings));
                ApiServer server = ApiServer.start(hexagent)) {
            use.with(new Client(server.address(), hexagent.json()), server.address());
        }
    }

    /** The status of a request under any Host, which Java's own client does not send. */
    private static int statusFor(String address, String host) {
        URI uri = URI.create(address);
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(10_000);
            String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.substring(9, 12));
        } catch (IOException problem) {
            throw new AssertionError(problem);
        }
    }
}
