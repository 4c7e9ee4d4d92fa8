package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.config.Hexagent;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.Desk;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is told to stop with requests at work, as the command does it. */
class ServerLeavingTest {
    @TempDir
    private Path home;

    private final Desk desk = new Desk();

    @Test
    void aRequestAtWorkIsAnsweredWhileNobodyElseComesIn() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                Hexagent hexagent = desk.open(Desk.settings(home, "server.grace", "60s"));
                ApiServer server = ApiServer.start(hexagent)) {
            var client = new Client(server.address(), hexagent.json());
            Future<Client.Reply> waited = slow(threads, client);
            until(() -> desk.asked() == 1);
            hexagent.leave();
            server.leave();
            until(() -> refuses(server.address()));
            assertThat(waited.isDone()).isFalse();
            desk.letGo();
            hexagent.handBack();
            assertThat(waited.get(20, TimeUnit.SECONDS).is(200).fields().text("response"))
                    .contains("At last.");
        }
    }

    @Test
    void whoIsAtTheDoorAlreadyIsToldToComeBackAndThatTheServerIsNotReady() {
        try (Hexagent hexagent = desk.open(Desk.settings(home))) {
            try (ApiServer server = ApiServer.start(hexagent)) {
                var client = new Client(server.address(), hexagent.json());
                client.get("/health/ready").is(200);
                server.refuse();
                client.get("/health/ready").is(503);
                client.get("/api/runs").is(200);
                assertThat(say(client, "hello").problem(503, "stopping").text("detail"))
                        .isPresent();
                assertThat(say(client, "hello").header("Retry-After")).isEqualTo("2");
                client.send("POST", "/api/runs/none/cancel").problem(404, "not_found");
            }
        }
    }

    @Test
    void aRequestThatTakesLongerThanTheGraceIsToldSoAndAllIsOverInTime() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long start;
            try (Hexagent hexagent = desk.open(Desk.settings(home, "server.grace", "5s"));
                    ApiServer server = ApiServer.start(hexagent)) {
                var client = new Client(server.address(), hexagent.json());
                Future<Client.Reply> waited = slow(threads, client);
                until(() -> desk.asked() == 1);
                start = System.nanoTime();
                hexagent.leave();
                server.leave();
                hexagent.handBack();
                // In memory nothing can go on elsewhere: the run ends as failed, and its caller is told.
                assertThat(waited.get(20, TimeUnit.SECONDS).is(200).fields().text("status"))
                        .contains("failed");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
        }
    }

    private static Future<Client.Reply> slow(java.util.concurrent.ExecutorService threads, Client client) {
        return threads.submit(() -> say(client, "slow"));
    }

    private static Client.Reply say(Client client, String message) {
        return client.post("/api/chat", Value.fields().put("message", message).build());
    }

    private static boolean refuses(String address) {
        URI uri = URI.create(address);
        try (var socket = new Socket(InetAddress.getByName(uri.getHost()), uri.getPort())) {
            return !socket.isConnected();
        } catch (ConnectException refused) {
            return true;
        } catch (java.io.IOException problem) {
            throw new AssertionError(problem);
        }
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("the time").isLessThan(end);
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException stop) {
                throw new AssertionError(stop);
            }
        }
    }
}
