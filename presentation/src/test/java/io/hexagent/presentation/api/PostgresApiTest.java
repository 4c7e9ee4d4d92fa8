package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.config.Hexagent;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.Desk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresApiTest {
    @TempDir
    Path home;

    @Test
    void equalRequestsAtOnceCreateOneThing() throws Exception {
        var desk = new Desk();
        try (Hexagent hexagent = desk.open(Desk.settings(home, "storage.kind", "postgres"));
                ApiServer server = ApiServer.start(hexagent);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var client = new Client(server.address(), hexagent.json());
            var hello = Value.fields().put("message", "hello").build();
            String thread = client.post("/api/agent/initiate", Value.Fields.EMPTY)
                    .is(201)
                    .fields()
                    .text("thread_id")
                    .orElseThrow();
            for (String path : new String[] {
                "/api/agent/initiate", "/api/agent/" + thread + "/execute", "/api/chat", "/api/datasets"
            }) {
                Callable<Client.Reply> call = () -> switch (path) {
                    case "/api/agent/initiate" -> client.post(path, Value.Fields.EMPTY, "Idempotency-Key", "one");
                    case "/api/datasets" ->
                        client.sendBody("POST", path, "text/csv", Desk.CSV, "Idempotency-Key", "one");
                    default -> client.post(path, hello, "Idempotency-Key", "one");
                };
                var futures = new ArrayList<Future<Client.Reply>>();
                for (int i = 0; i < 20; i++) {
                    futures.add(executor.submit(call));
                }
                var bodies = new HashSet<String>();
                int replayed = 0;
                for (var future : futures) {
                    bodies.add(future.get().body());
                    replayed += future.get().has("Idempotency-Replayed") ? 1 : 0;
                    assertThat(future.get().status()).as(future.get().body()).isBetween(200, 202);
                }
                assertThat(bodies).as(path).hasSize(1);
                assertThat(replayed).as(path).isEqualTo(19);
            }
            assertThat(client.get("/api/runs").is(200).header("X-Total-Count")).isEqualTo("2");
            assertThat(client.get("/api/datasets").is(200).items()).hasSize(1);
            client.post("/api/chat", Value.fields().put("message", "other").build(), "Idempotency-Key", "one")
                    .problem(422, "idempotency_key_reused");
        }
    }

    @Test
    void whatWasAskedIsStillThereAfterARestart() {
        String id;
        var desk = new Desk();
        try (Hexagent hexagent = desk.open(Desk.settings(home, "storage.kind", "postgres"));
                ApiServer server = ApiServer.start(hexagent)) {
            var client = new Client(server.address(), hexagent.json());
            id = client.post(
                            "/api/analyses",
                            Value.fields()
                                    .put("question", "average?")
                                    .put("csv", Desk.CSV)
                                    .build())
                    .is(200)
                    .fields()
                    .text("run_id")
                    .orElseThrow();
            assertThat(client.get("/health").is(200).body()).contains("postgres");
        }
        try (Hexagent hexagent = desk.open(Desk.settings(home, "storage.kind", "postgres"));
                ApiServer server = ApiServer.start(hexagent)) {
            var client = new Client(server.address(), hexagent.json());
            var run = client.get("/api/runs/" + id).is(200).fields();
            assertThat(run.items("steps")).hasSize(5);
            assertThat(client.get("/api/runs").is(200).header("X-Total-Count")).isEqualTo("1");
        }
    }
}
