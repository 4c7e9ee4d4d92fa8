package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.config.Hexagent;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.Desk;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heavy work must not stand in the way of those who only ask whether the server is well. */
class HealthUnderLoadTest {
    private static final int ANALYSES = 20;
    private static final long MOST_MILLIS = 50;

    @TempDir
    Path home;

    @Test
    void healthAnswersWithin50MillisecondsWhile20AnalysesOfAMillionRowsRun() throws Exception {
        assertThat(medianOfHealth(1_000_000)).isLessThanOrEqualTo(MOST_MILLIS);
    }

    /** Each analysis brings a file of its own, so that each reads, types and calculates anew. */
    private long medianOfHealth(int rows) throws Exception {
        var desk = new Desk();
        try (Hexagent hexagent = desk.open(Desk.settings(home));
                ApiServer server = ApiServer.start(hexagent);
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var client = new Client(server.address(), hexagent.json());
            client.get("/health").is(200);
            var analyses = new ArrayList<Future<String>>();
            for (int i = 0; i < ANALYSES; i++) {
                Path file = file(rows, i);
                analyses.add(clients.submit(() -> {
                    String id = client.upload("/api/datasets?name=load.csv", file)
                            .is(201)
                            .fields()
                            .text("id")
                            .orElseThrow();
                    return client.post(
                                    "/api/analyses",
                                    Value.fields()
                                            .put("question", "average?")
                                            .put("dataset_id", id)
                                            .build())
                            .is(200)
                            .fields()
                            .text("outcome")
                            .orElseThrow();
                }));
            }
            var millis = new ArrayList<Long>();
            while (analyses.stream().anyMatch(analysis -> !analysis.isDone())) {
                long begun = System.nanoTime();
                client.get("/health").is(200);
                millis.add((System.nanoTime() - begun) / 1_000_000);
            }
            for (Future<String> analysis : analyses) {
                assertThat(analysis.get()).isEqualTo("answered");
            }
            assertThat(millis).hasSizeGreaterThan(10);
            List<Long> sorted = millis.stream().sorted().toList();
            return sorted.get(sorted.size() / 2);
        }
    }

    private Path file(int rows, int number) throws IOException {
        Path file = home.resolve("load-" + number + ".csv");
        try (BufferedWriter csv = Files.newBufferedWriter(file)) {
            csv.write("region,price,quantity,note\n");
            for (int i = 0; i < rows; i++) {
                csv.write("region " + i % 7 + "," + (i % 1000) / 8.0 + "," + (i + number) + ",text " + i % 50 + "\n");
            }
        }
        return file;
    }
}
