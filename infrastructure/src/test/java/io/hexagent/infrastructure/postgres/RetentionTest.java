package io.hexagent.infrastructure.postgres;

import static io.hexagent.infrastructure.contract.Eventually.eventually;
import static io.hexagent.infrastructure.contract.Samples.aConversation;
import static io.hexagent.infrastructure.contract.Samples.aRun;
import static io.hexagent.infrastructure.contract.Samples.events;
import static io.hexagent.infrastructure.contract.Samples.thought;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.infrastructure.contract.PlainJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many old runs are removed, with everything that belongs to them, beside a log that is written. */
final class RetentionTest {
    private static final int OLD = 20_000;
    private static final int YOUNG = 2_000;
    private static final int PAGE = 500;
    private static final Instant BOUND = Instant.parse("2026-01-01T00:00:00Z");

    private static PostgresOptions options;
    private static PostgresStore store;

    @BeforeAll
    static void open() throws SQLException {
        options = PostgresOptions.of(TestDatabases.create("retention"));
        store = PostgresStore.open(options, new PlainJson());
        sql("INSERT INTO conversations VALUES ('local', 'talk', 'A talk', '{}', now(), now(), " + (OLD + YOUNG) + ")");
        fill("old", OLD, "2025-06-01", 0);
        fill("young", YOUNG, "2026-06-01", OLD);
        for (String table : List.of("runs", "run_events", "artifacts")) {
            sql("VACUUM ANALYZE " + table);
        }
    }

    @AfterAll
    static void close() {
        store.close();
    }

    /** Runs with three events each, every tenth one with an artifact, two and two of them of the same bytes. */
    private static void fill(String name, int many, String day, int before) throws SQLException {
        sql("INSERT INTO runs (id, owner, conversation, agent, model, query, datasets, status, outcome, input_tokens,"
                + " output_tokens, epoch, attempt, last_seq, batch, created_at, completed_at, ordinal)"
                + " SELECT '" + name + "-' || n, 'local', 'talk', 'analyst', 'a/b', 'Q', '[]', 'completed', 'answered',"
                + " 1, 2, 1, 1, 3, 0, timestamptz '" + day + "' + n * interval '1 second',"
                + " timestamptz '" + day + "' + n * interval '1 second', n + " + before
                + " FROM generate_series(1, " + many + ") n");
        sql("INSERT INTO run_events SELECT '" + name + "-' || n, s, 'agent-thought', now(), '{\"content\": \"x\"}'"
                + " FROM generate_series(1, " + many + ") n, generate_series(1, 3) s");
        sql("INSERT INTO blobs SELECT DISTINCT " + hash(name) + ", 3 FROM generate_series(10, " + many + ", 10) n");
        sql("INSERT INTO blob_chunks SELECT hash, 0, 'abc' FROM blobs ON CONFLICT DO NOTHING");
        sql("INSERT INTO artifacts SELECT '" + name + "-' || n, 'local', '" + name + "-' || n, 'talk', 'file', 't',"
                + " '[]', ARRAY[" + hash(name) + "], now() FROM generate_series(10, " + many + ", 10) n");
        sql("INSERT INTO partial_replies SELECT '" + name + "-' || n, 1, 'so far', timestamptz '" + day
                + "' FROM generate_series(1, " + many + ", 100) n");
        sql("INSERT INTO request_keys SELECT 'local', 'POST /', '" + name + "-' || n, 'h', 'r', timestamptz '" + day
                + "' FROM generate_series(1, " + many + ", 10) n");
        sql("INSERT INTO checkpoints SELECT '" + name + "-' || n, 1, 'a', 'b', '{}' FROM generate_series(1, " + many
                + ", 100) n");
    }

    private static String hash(String name) {
        return "encode(sha256(('" + name + "' || n / 20)::bytea), 'hex')";
    }

    private static void sql(String sql) throws SQLException {
        try (Connection connection = Connections.open(options, "test", Duration.ofSeconds(60));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> ask(String sql) throws SQLException {
        try (Connection connection = Connections.open(options, "test", Duration.ofSeconds(60));
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var lines = new ArrayList<String>();
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
            return lines;
        }
    }

    private static Map<String, Long> counts() throws SQLException {
        var counts = new LinkedHashMap<String, Long>();
        for (String table : List.of(
                "runs",
                "run_events",
                "checkpoints",
                "artifacts",
                "blobs",
                "blob_chunks",
                "partial_replies",
                "request_keys")) {
            counts.put(
                    table,
                    Long.parseLong(ask("SELECT count(*) FROM " + table + " WHERE " + of(table))
                            .getFirst()));
        }
        return counts;
    }

    /** The running run of the test is not counted. */
    private static String of(String table) {
        return switch (table) {
            case "runs" -> "status <> 'running'";
            case "run_events" -> "run_id LIKE 'old-%' OR run_id LIKE 'young-%'";
            default -> "true";
        };
    }

    @Test
    void twentyThousandOldRunsGoInPagesBesideALogThatIsWritten() throws Exception {
        assertThat(String.join(
                        "\n",
                        ask("EXPLAIN SELECT id FROM runs WHERE completed_at < '2024-01-01' AND status IN"
                                + " ('completed', 'failed', 'cancelled') LIMIT 500 FOR UPDATE SKIP"
                                + " LOCKED")))
                .as("when there is nothing to remove, not every run is looked at")
                .contains("runs_ended");
        var conversation = aConversation();
        Run run = aRun(conversation);
        store.runEvents()
                .begin(conversation, run, events(new RunEvent.RunStarted(1, "worker-1")))
                .seq();
        var stop = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writer = threads.submit(() -> {
                long longest = 0;
                int i = 0;
                for (; !stop.get(); i++) {
                    long start = System.nanoTime();
                    store.runEvents()
                            .append(run.id(), 1, events(thought("event " + i)))
                            .seq();
                    longest = Math.max(longest, System.nanoTime() - start);
                }
                return new long[] {i, longest / 1_000_000};
            });
            eventually("the writer", () -> store.runEvents().stats().commits() > 5);
            int removed = 0;
            long longest = 0;
            long begin = System.nanoTime();
            int page;
            do {
                long start = System.nanoTime();
                page = store.runs().prune(BOUND, PAGE);
                longest = Math.max(longest, System.nanoTime() - start);
                removed += page;
                assertThat(page).isLessThanOrEqualTo(PAGE);
            } while (page == PAGE);
            long took = (System.nanoTime() - begin) / 1_000_000;
            stop.set(true);
            long[] written = writer.get();
            System.out.println(removed + " runs removed in " + took + " ms, the longest page took "
                    + longest / 1_000_000 + " ms; " + written[0] + " appends beside it, the longest " + written[1]
                    + " ms");
            assertThat(removed).isEqualTo(OLD);
            assertThat(written[0]).isPositive();
        }
        store.runs().forgetRequests(BOUND);
        assertThat(counts()).isEqualTo(expected());
        assertThat(store.runEvents().read(run.id(), 0, 10)).isNotEmpty();
    }

    private static Map<String, Long> expected() {
        var left = new LinkedHashMap<String, Long>();
        left.put("runs", (long) YOUNG);
        left.put("run_events", YOUNG * 3L);
        left.put("checkpoints", YOUNG / 100L);
        left.put("artifacts", YOUNG / 10L);
        left.put("blobs", YOUNG / 20L + 1);
        left.put("blob_chunks", YOUNG / 20L + 1);
        left.put("partial_replies", YOUNG / 100L);
        left.put("request_keys", YOUNG / 10L);
        return left;
    }
}
