package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.config.Hexagent;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.Desk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would be too much is refused early. */
class CrowdTest {
    private final Desk desk = new Desk();

    @TempDir
    Path home;

    @Test
    void whoComesTooOftenIsAskedToWait() {
        try (Hexagent hexagent = desk.open(Desk.settings(home, "limits.requests-per-minute", "3"));
                ApiServer server = ApiServer.start(hexagent)) {
            var client = new Client(server.address(), hexagent.json());
            // The minute may turn in between, which lets in three more.
            Client.Reply refused = client.get("/api/tools");
            for (int i = 0; i < 7 && refused.status() == 200; i++) {
                refused = client.get("/api/tools");
            }
            refused.problem(429, "too_many_requests");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
            assertThat(refused.header("X-Content-Type-Options")).isEqualTo("nosniff");
            client.get("/health").is(200);
        }
    }

    @Test
    void tooManyAtOnceAreRefusedAndEachPlaceIsFreeAgain() throws Exception {
        try (Hexagent hexagent = desk.open(Desk.settings(home, "limits.requests", "2", "server.patience", "20s"));
                ApiServer server = ApiServer.start(hexagent);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var client = new Client(server.address(), hexagent.json());
            for (int i = 0; i < 3; i++) {
                client.get("/api/nothing").problem(404, "not_found");
                client.get("/api/analyses").problem(405, "method_not_allowed");
                client.sendBody("POST", "/api/chat", "application/json", "{").problem(400, "malformed_json");
                client.sendBody("POST", "/api/chat", "text/plain", "x").problem(415, "unsupported_media_type");
                client.post("/api/chat", Value.Fields.EMPTY).problem(422, "validation_failed");
            }
            var slow = Value.fields().put("message", "slow").build();
            var waiting = new ArrayList<Future<Client.Reply>>();
            for (int i = 0; i < 2; i++) {
                waiting.add(executor.submit(() -> taken(client, slow)));
            }
            client.until(() -> client.get("/api/tools").status() == 503);
            var refused = client.get("/api/tools");
            refused.problem(503, "too_much_at_once");
            assertThat(refused.header("Retry-After")).isNotBlank();
            client.get("/health").is(200);
            desk.letGo();
            for (var reply : waiting) {
                reply.get().is(200);
            }
            client.get("/api/tools").is(200);
        }
    }

    /** The looks at how full it is take a place as well, and may be the one too many for a message. */
    private static Client.Reply taken(Client client, Value.Fields message) {
        Client.Reply reply = client.post("/api/chat", message);
        while (reply.status() == 503) {
            reply = client.post("/api/chat", message);
        }
        return reply;
    }

    @Test
    void aWorkerAnswersForItselfOnly() {
        try (Hexagent hexagent = desk.open(Desk.settings(home, "server.role", "worker"));
                ApiServer server = ApiServer.start(hexagent)) {
            var client = new Client(server.address(), hexagent.json());
            client.get("/").is(200);
            client.get("/health").is(200);
            client.get("/health/ready").is(200);
            client.get("/api/runs").problem(404, "worker_only");
            client.post("/api/chat", Value.fields().put("message", "hello").build())
                    .problem(404, "worker_only");
        }
    }
}
