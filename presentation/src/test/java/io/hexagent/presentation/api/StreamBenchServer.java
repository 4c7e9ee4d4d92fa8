package io.hexagent.presentation.api;

import com.sun.management.OperatingSystemMXBean;
import io.hexagent.application.run.StartRun;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.run.Multitask;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.tool.CallId;
import io.hexagent.presentation.Desk;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The serving process of {@link StreamBenchmark}: ours and a plain one. Takes commands line by line, answers each with
 * a line.
 */
final class StreamBenchServer {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Path home;
    private final Hexagent hexagent;
    private final ApiServer server;
    private final ApplicationContext plainContext;
    private final EmbeddedServer plainServer;
    private final PlainStream plain;
    private @Nullable PlayedRun run;
    private int told;

    private StreamBenchServer(Path home, String storage, String model) {
        this.home = home;
        hexagent = new Desk()
                .open(Desk.settings(
                        home,
                        "storage.kind",
                        storage,
                        "storage.lease",
                        "1h",
                        "llm.openai.base-url",
                        model,
                        "llm.openai.model",
                        "stub",
                        "llm.timeout",
                        "5m"));
        server = ApiServer.start(hexagent);
        plainContext = ApplicationContext.builder()
                .deduceEnvironment(false)
                .deduceCloudEnvironment(false)
                .bootstrapEnvironment(false)
                .enableDefaultPropertySources(false)
                .environmentPropertySource(false)
                .environments("server", "bench")
                .banner(false)
                .properties(Map.of("micronaut.server.port", -1, "micronaut.server.host", "127.0.0.1"))
                .singletons(hexagent)
                .build();
        plainContext.start();
        plainServer = plainContext.getBean(EmbeddedServer.class);
        plainServer.start();
        plain = plainContext.getBean(PlainStream.class);
    }

    /** Arguments: a directory, the kind of storage, and the base URL of the model. */
    public static void main(String[] arguments) throws IOException {
        try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            var served = new StreamBenchServer(Path.of(arguments[0]), arguments[1], arguments[2]);
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println("= " + served.command(line.split(" ", -1)));
            }
        } catch (RuntimeException problem) {
            problem.printStackTrace();
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    private String command(String[] words) {
        return switch (words[0]) {
            case "ours" -> server.address();
            case "plain" -> "http://127.0.0.1:" + plainServer.getPort();
            case "begin" -> begin();
            case "events" -> events(Integer.parseInt(words[1]), Long.parseLong(words[2]), this::event);
            case "plain-events" -> events(Integer.parseInt(words[1]), Long.parseLong(words[2]), this::plainEvent);
            case "ask" -> ask();
            case "writes" -> String.valueOf(writes());
            case "open" -> String.valueOf(server.streams().open());
            case "cpu" -> String.valueOf(SYSTEM.getProcessCpuTime() / 1000);
            case "heap" -> String.valueOf(heap());
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private String begin() {
        Conversation thread = PlayedRun.thread(hexagent);
        PlayedRun begun = PlayedRun.begin(hexagent, thread);
        run = begun;
        return begun.id().value();
    }

    /** Starts a run that goes through the queue and a worker to the model. */
    private String ask() {
        var outcome = hexagent.startRun()
                .handle(new StartRun.Command(
                        Principal.LOCAL,
                        "Tell a long story.",
                        List.of(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.of("openai/stub"),
                        Multitask.REJECT,
                        Optional.empty()));
        if (!(outcome instanceof StartRun.Outcome.Started started)) {
            throw new IllegalStateException("unexpected outcome " + outcome);
        }
        return started.run().id().value();
    }

    /** How many rows were written to the database so far, and how often something was committed. */
    private String writes() {
        try (var file = Files.newBufferedReader(home.resolve("postgres/server.properties"))) {
            // A session tells what it did once a second.
            Thread.sleep(2_500);
            var login = new Properties();
            login.load(file);
            try (var connection = DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:" + login.getProperty("port") + "/postgres",
                            "hexagent",
                            login.getProperty("password"));
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery(
                            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_user_tables"
                                    + " WHERE relname <> 'chores'")) {
                return rows.next() ? rows.getString(1) : "0";
            }
        } catch (IOException | SQLException | InterruptedException problem) {
            throw new IllegalStateException(problem);
        }
    }

    private static String events(int count, long pauseMicros, Runnable one) {
        long next = System.nanoTime();
        for (int i = 0; i < count; i++) {
            next += pauseMicros * 1000;
            one.run();
            while (next - System.nanoTime() > 0) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
        return "done";
    }

    private void event() {
        ours().add(new RunEvent.ToolProgress(new CallId("call-1"), told++ % 100, text()));
    }

    private void plainEvent() {
        int seq = told++;
        plain.tell(String.format(
                Locale.ROOT,
                "id: %d%nevent: tool-progress%ndata: {\"type\":\"tool-progress\",\"seq\":%d,\"run_id\":"
                        + "\"8d3b7c86-7a8f-4a4c-8b9e-2f1d2b7a8c11\",\"at\":\"2026-01-02T03:04:05Z\","
                        + "\"call_id\":\"call-1\",\"percent\":%d,\"message\":\"%s\"}%n%n",
                seq,
                seq,
                seq % 100,
                text()));
    }

    /** Carries the time at which it was made, so that a reader on the same machine can tell how old it is. */
    private static String text() {
        return "@" + System.nanoTime() + "@";
    }

    private PlayedRun ours() {
        PlayedRun current = run;
        if (current == null) {
            throw new IllegalStateException("no run was begun");
        }
        return current;
    }

    private static long heap() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
