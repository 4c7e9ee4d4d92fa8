package io.hexagent.bench;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.language.ModelName;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.EventFields;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.StampedEvent;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.json.JacksonJson;
import io.hexagent.infrastructure.postgres.EmbeddedServer;
import io.hexagent.infrastructure.postgres.PostgresStore;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Records runs of three model calls and two tools, ten events each, and does nothing else: {@code grouped} by the log's
 * writer, waiting at its four fences, or {@code each}, where every step is a transaction of its own, as is usual.
 */
public final class RecordingLoop {
    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Json JSON = new JacksonJson();

    /** The events of a run, in the portions in which they are appended; after a portion that ends so, it waits. */
    private record Portion(List<RunEvent> events, boolean fence) {}

    private RecordingLoop() {}

    /**
     * Arguments: {@code grouped} or {@code each}, concurrency, warm-up runs, measured runs, data directory. Prints
     * {@code client_us server_us runs_per_second commits_per_run}.
     */
    public static void main(String[] arguments) throws Exception {
        int concurrency = Integer.parseInt(arguments[1]);
        Path home = Path.of(arguments[4]);
        try (var server = EmbeddedServer.open(EmbeddedServer.Options.of(home));
                var store = PostgresStore.openEmbedded(EmbeddedServer.Options.of(home), options -> options, JSON)) {
            var cpu = ServerCpu.under(home);
            try (Recorder recorder = arguments[0].equals("each")
                    ? new Each(server, concurrency)
                    : run -> grouped(store.runEvents(), run)) {
                repeat(concurrency, Integer.parseInt(arguments[2]), recorder);
                int runs = Integer.parseInt(arguments[3]);
                long commits = store.runEvents().stats().commits();
                long client = SYSTEM.getProcessCpuTime();
                long postgres = cpu.nanos();
                long start = System.nanoTime();
                repeat(concurrency, runs, recorder);
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "measured %.2f %.2f %.1f %.3f%n",
                        (SYSTEM.getProcessCpuTime() - client) / 1e3 / runs,
                        (cpu.nanos() - postgres) / 1e3 / runs,
                        runs / seconds,
                        (store.runEvents().stats().commits() - commits) / (double) runs);
            }
        }
    }

    private interface Recorder extends AutoCloseable {
        void record(Run run);

        @Override
        default void close() {}
    }

    private static void grouped(RunEvents log, Run run) {
        RunEvents.Ticket last = log.begin(conversation(run), run, stamped(List.of(started(), request())));
        last.seq();
        for (Portion portion : portions()) {
            last = log.append(run.id(), run.epoch(), stamped(portion.events()));
            if (portion.fence()) {
                last.seq();
            }
        }
    }

    private static List<Portion> portions() {
        return List.of(
                new Portion(List.of(new RunEvent.AgentThought("Using calculator"), called(1)), false),
                new Portion(List.of(returned(1)), true),
                new Portion(List.of(new RunEvent.AgentThought("Using calculator"), called(2)), false),
                new Portion(List.of(returned(2)), true),
                new Portion(
                        List.of(new RunEvent.AgentResponse(
                                "The result is 45.", AnswerKind.ANSWERED, List.of(), List.of())),
                        false),
                new Portion(List.of(completed()), true));
    }

    /** Each step in a transaction of its own, over a pool with a connection for each run at work. */
    private static final class Each implements Recorder {
        private static final String BEGIN = "INSERT INTO runs (id, owner, conversation, agent, model, query, datasets,"
                + " status, worker, input_tokens, output_tokens, epoch, attempt, last_seq, batch, created_at)"
                + " VALUES (?, 'local', ?, 'chat', 'openai/stub', ?, '[]', 'running', 'w', 0, 0, 1, 1, 0, 0, now())";
        private static final String TALK = "INSERT INTO conversations (owner, id, title, metadata, created_at,"
                + " updated_at) VALUES ('local', ?, ?, '{}', now(), now())";
        private static final String NEXT =
                "UPDATE runs SET last_seq = last_seq + 1, status = ? WHERE id = ? RETURNING last_seq";
        private static final String EVENT =
                "INSERT INTO run_events (run_id, seq, type, at, body) VALUES (?, ?, ?, now(), ?::json)";

        private final ArrayBlockingQueue<Connection> pool;

        Each(EmbeddedServer server, int size) throws SQLException {
            pool = new ArrayBlockingQueue<>(size);
            for (int i = 0; i < size; i++) {
                var url = server.url();
                Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + url.host() + ":" + url.port() + "/" + url.database()
                                + "?prepareThreshold=1",
                        url.user(),
                        url.password());
                connection.setAutoCommit(false);
                pool.add(connection);
            }
        }

        @Override
        public void record(Run run) {
            begin(run);
            step(run, "running", started());
            step(run, "running", request());
            for (Portion portion : portions()) {
                for (RunEvent event : portion.events()) {
                    step(run, event.type().isTerminal() ? "completed" : "running", event);
                }
            }
        }

        private void begin(Run run) {
            transaction(connection -> {
                execute(connection, TALK, run.conversation().value(), run.query());
                execute(connection, BEGIN, run.id().value(), run.conversation().value(), run.query());
            });
        }

        private void step(Run run, String status, RunEvent event) {
            String body = JSON.write(EventFields.of(event));
            transaction(connection -> {
                long seq;
                try (PreparedStatement next = connection.prepareStatement(NEXT)) {
                    next.setString(1, status);
                    next.setString(2, run.id().value());
                    try (var rows = next.executeQuery()) {
                        rows.next();
                        seq = rows.getLong(1);
                    }
                }
                try (PreparedStatement insert = connection.prepareStatement(EVENT)) {
                    insert.setString(1, run.id().value());
                    insert.setLong(2, seq);
                    insert.setString(3, event.type().wire());
                    insert.setString(4, body);
                    insert.executeUpdate();
                }
            });
        }

        private static void execute(Connection connection, String sql, String... values) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setString(i + 1, values[i]);
                }
                statement.executeUpdate();
            }
        }

        private interface Work {
            void on(Connection connection) throws SQLException;
        }

        private void transaction(Work work) {
            try {
                Connection connection = pool.take();
                try {
                    work.on(connection);
                    connection.commit();
                } finally {
                    pool.add(connection);
                }
            } catch (SQLException | InterruptedException problem) {
                throw new IllegalStateException(problem);
            }
        }

        @Override
        public void close() {
            for (Connection connection : pool) {
                try {
                    connection.close();
                } catch (SQLException problem) {
                    throw new IllegalStateException(problem);
                }
            }
        }
    }

    private static RunEvent started() {
        return new RunEvent.RunStarted(1, "w");
    }

    private static RunEvent request() {
        return new RunEvent.UserRequest("What is 5 + 10, then multiply by 3?");
    }

    private static RunEvent called(int n) {
        return new RunEvent.ToolCalled(
                new CallId("call_" + n),
                new ToolName("calculator"),
                Optional.of("1"),
                "",
                Value.fields().put("operation", "add").put("x", n).put("y", 10).build(),
                "key/" + n);
    }

    private static RunEvent returned(int n) {
        return new RunEvent.ToolReturned(
                new CallId("call_" + n),
                new ToolName("calculator"),
                true,
                Value.fields().put("success", true).put("result", n + 10).build(),
                false,
                List.of(),
                1,
                false);
    }

    private static RunEvent completed() {
        return new RunEvent.RunCompleted(AnswerKind.ANSWERED, new TokenUsage(270, 60));
    }

    private static List<StampedEvent> stamped(List<RunEvent> events) {
        return events.stream()
                .map(event -> new StampedEvent(Instant.now(), event))
                .toList();
    }

    static Conversation conversation(Run run) {
        return new Conversation(
                run.conversation(), run.owner(), run.query(), Value.Fields.EMPTY, run.createdAt(), run.createdAt());
    }

    static Run run() {
        return new Run(
                new RunId(UUID.randomUUID().toString().replace("-", "")),
                new OwnerId("local"),
                new ConversationId(UUID.randomUUID().toString().replace("-", "")),
                AgentName.CHAT,
                new ModelName("openai", "stub"),
                "What is 5 + 10, then multiply by 3?",
                List.of(),
                new RunState.Running("w"),
                TokenUsage.NONE,
                1,
                1,
                Instant.now());
    }

    private static void repeat(int concurrency, int runs, Recorder recorder) {
        var next = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < concurrency; i++) {
                futures.add(threads.submit(() -> {
                    while (next.getAndIncrement() < runs) {
                        recorder.record(run());
                    }
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } catch (InterruptedException | ExecutionException problem) {
            throw new IllegalStateException(problem);
        }
    }
}
