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
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that leave a door at which they wait for an answer. */
class LeavingClientTest {
    @TempDir
    Path home;

    private final Speaker speaker = new Speaker();
    private Hexagent hexagent;
    private ApiServer server;
    private Client client;

    @BeforeEach
    void open() {
        hexagent = Hexagent.builder(Desk.settings(home)).provider(speaker).open();
        server = ApiServer.start(hexagent);
        client = new Client(server.address(), hexagent.json());
    }

    @AfterEach
    void close() {
        server.close();
        hexagent.close();
    }

    @Test
    void whoLeavesAChatIsCountedAndItsRunGoesOn() throws IOException {
        leave("/api/chat", Value.fields().put("message", "slowly").build());
        speaker.say("One ");
        speaker.say("");
        until("the run ends", () -> status().equals("completed"));
    }

    @Test
    void whoLeavesAChatMayHaveItsRunCancelled() throws IOException {
        leave(
                "/api/chat",
                Value.fields()
                        .put("message", "slowly")
                        .put("on_disconnect", "cancel")
                        .build());
        until("the run is cancelled", () -> status().equals("cancelled"));
    }

    @Test
    void whoLeavesAnAnalysisMayHaveItsRunCancelled() throws IOException {
        leave(
                "/api/analyses",
                Value.fields()
                        .put("question", "slowly")
                        .put("csv", "a,b\n1,2\n")
                        .put("on_disconnect", "cancel")
                        .build());
        until("the run is cancelled", () -> status().equals("cancelled"));
    }

    @Test
    void whoStaysIsNotCounted() {
        client.post(
                        "/api/chat",
                        Value.fields()
                                .put("message", "hello")
                                .put("on_disconnect", "cancel")
                                .build())
                .is(200);
        assertThat(metrics()).contains("hexagent_client_gone_total 0.0");
        client.post(
                        "/api/chat",
                        Value.fields()
                                .put("message", "hello")
                                .put("on_disconnect", "explode")
                                .build())
                .problem(422, "validation_failed");
    }

    private void leave(String door, Value.Fields body) throws IOException {
        byte[] bytes = hexagent.json().write(body).getBytes(StandardCharsets.UTF_8);
        URI address = URI.create(server.address());
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream()
                    .write(("POST " + door + " HTTP/1.1\r\nHost: " + address.getAuthority()
                                    + "\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bytes);
            until("the run is at work", () -> status().equals("running"));
        }
        until("the client is missed", () -> metrics().contains("hexagent_client_gone_total 1.0"));
    }

    private String metrics() {
        return client.get("/prometheus").body();
    }

    private String status() {
        List<Value> runs = client.get("/api/runs").items();
        return runs.isEmpty()
                ? ""
                : ((Value.Fields) runs.getFirst()).text("status").orElse("");
    }

    private static void until(String what, BooleanSupplier met) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!met.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time: " + what).isLessThan(deadline);
        }
    }
}
