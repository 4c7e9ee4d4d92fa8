package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.config.Hexagent;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.Desk;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    @TempDir
    Path home;

    private final Desk desk = new Desk();

    @Test
    void prometheusReadsWhatRunsModelsAndToolsDid() {
        withServer((client, address) -> {
            client.post("/api/chat", message("draw something")).is(200);
            client.post("/api/chat", message("this is broken"));
            var reply = client.get("/prometheus").is(200);
            assertThat(reply.header("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
            assertThat(reply.body())
                    .contains("hexagent_runs_total{state=\"completed\"} 1.0")
                    .contains("hexagent_runs_total{state=\"failed\"} 1.0")
                    .contains("hexagent_steps_total{type=\"tool-call\"} 1.0")
                    .contains("hexagent_steps_total{type=\"tool-result\"} 1.0")
                    .contains("hexagent_steps_total{type=\"run-completed\"} 1.0")
                    .contains("hexagent_model_seconds_count{model=\"words\",outcome=\"ok\",provider=\"desk\"} 2")
                    .contains("hexagent_model_seconds_count{model=\"words\",outcome=\"unauthorized\",provider=\"desk\"}"
                            + " 1")
                    .contains("hexagent_tool_seconds_count{ok=\"true\",tool=\"draw\"} 1")
                    .contains("hexagent_queue_depth")
                    .contains("hexagent_queue_wait_seconds")
                    .contains("hexagent_streams_open 0.0")
                    .contains("hexagent_stream_events_total 0.0")
                    .contains("hexagent_client_gone_total 0.0")
                    .contains("hexagent_retries_total 0.0")
                    .contains("hexagent_tokens_total{direction=\"input\"}")
                    .contains("jvm_memory_used_bytes");
        });
    }

    @Test
    void theThreadsOfConnectionsAreAsManyAsTheSettingSays() {
        for (int threads : new int[] {0, 3}) {
            try (Hexagent hexagent = desk.open(Desk.settings(home, "server.io-threads", Integer.toString(threads)));
                    ApiServer server = ApiServer.start(hexagent)) {
                int usual = Runtime.getRuntime().availableProcessors();
                assertThat(server.ioThreads()).isEqualTo(threads == 0 ? usual : threads);
            }
        }
    }

    @Test
    void withAKeyMetricsNeedIt() {
        withServer(
                (client, address) -> {
                    client.get("/prometheus").problem(401, "unauthorized");
                    client.get("/prometheus", "Authorization", "Bearer long-enough")
                            .is(200);
                },
                "api-key",
                "long-enough");
    }

    @Test
    void withoutMetricsThereIsNothingToRead() {
        withServer(
                (client, address) -> client.get("/prometheus").problem(404, "not_found"), "telemetry.metrics", "false");
    }

    private static Value.Fields message(String text) {
        return Value.fields().put("message", text).build();
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
}
