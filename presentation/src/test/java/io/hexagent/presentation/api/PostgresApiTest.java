package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.config.Hexagent;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.Desk;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresApiTest {
    @TempDir
    Path home;

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
