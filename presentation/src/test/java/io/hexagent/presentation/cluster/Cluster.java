package io.hexagent.presentation.cluster;

import io.hexagent.domain.value.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Several processes of the real program on one real Postgres, and on a real Redis where there is one, all asking one
 * {@link ModelStub}. Processes are started, killed and started again by the tests. What they said is kept under
 * {@code target/cluster}.
 */
final class Cluster implements AutoCloseable {
    private static final Path DIRECTORY = Path.of("target", "cluster").toAbsolutePath();
    private static final AtomicInteger STARTS = new AtomicInteger();

    private final Postgres postgres;
    private final Optional<Redis> redis;
    private final ModelStub stub;
    private final String name;
    private final String database;
    private final Map<String, String> settings;
    private final Path classes;
    private final List<Program> programs = new ArrayList<>();
    private final boolean owner;

    private Cluster(
            String name,
            Postgres postgres,
            Optional<Redis> redis,
            ModelStub stub,
            Map<String, String> settings,
            boolean owner) {
        this.name = name;
        this.postgres = postgres;
        this.redis = redis;
        this.stub = stub;
        this.settings = settings;
        this.owner = owner;
        this.database = postgres.database(name);
        this.classes = serviceFile();
    }

    /** A cluster without processes yet. @param settings environment variables for all of them */
    static Cluster open(String name, Map<String, String> settings) {
        try {
            Files.createDirectories(DIRECTORY);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        Optional<Redis> redis = Redis.open(DIRECTORY);
        Postgres postgres = Postgres.open();
        return new Cluster(name, postgres, redis, ModelStub.open(postgres.json()), settings, true);
    }

    /** Another cluster on the same servers, with a database of its own. */
    Cluster beside(String other, Map<String, String> otherSettings) {
        return new Cluster(other, postgres, redis, stub, otherSettings, false);
    }

    Postgres postgres() {
        return postgres;
    }

    Optional<Redis> redis() {
        return redis;
    }

    ModelStub stub() {
        return stub;
    }

    Json json() {
        return postgres.json();
    }

    Gateway gateway(Program program) {
        return new Gateway(program, json());
    }

    /** Starts a process, and does not wait for it. @param role {@code gateway}, {@code worker} or {@code both} */
    Program start(String role) {
        String program = role + "-" + STARTS.incrementAndGet();
        var environment = new HashMap<String, String>();
        environment.put("HEXAGENT_HOME", DIRECTORY.resolve("home-" + role).toString());
        environment.put("HEXAGENT_SERVER_ROLE", role);
        environment.put("HEXAGENT_STORAGE_POOL_SIZE", "5");
        // The machine is busy when all of them start.
        environment.put("HEXAGENT_STORAGE_CONNECT_TIMEOUT", "60s");
        environment.put("HEXAGENT_AGENT_MAX_TURNS", "1000");
        environment.put("HEXAGENT_AGENT_MAX_TOOL_CALLS", "10000");
        environment.put("HEXAGENT_AGENT_MAX_TOKENS", "100000000");
        environment.put("HEXAGENT_PROVIDER", "openai");
        environment.put("HEXAGENT_LLM_OPENAI_MODEL", "stub");
        environment.put("OPENAI_BASE_URL", stub.urlFor(program) + "/v1");
        environment.put("DATABASE_URL", database);
        environment.put(TestTools.STUB, stub.urlFor(program));
        redis.ifPresent(server -> environment.put("REDIS_URL", server.url()));
        environment.putAll(settings);
        Program started = Program.start(program, classes, DIRECTORY, environment);
        synchronized (programs) {
            programs.add(started);
        }
        return started;
    }

    /** Only the processes of a cluster are to find the tools of the tests, not other tests. */
    private static Path serviceFile() {
        try {
            Path services = Files.createDirectories(DIRECTORY.resolve("classes/META-INF/services"));
            Files.writeString(
                    services.resolve("io.hexagent.domain.tool.ToolFactory"), TestTools.class.getName() + "\n");
            return DIRECTORY.resolve("classes");
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Rows of a query on the cluster's database, each the text of its first column. */
    List<String> query(String query) {
        return postgres.query(name, query);
    }

    /**
     * Which worker, as the log names it, was which process: whoever asked for the replies that the log has after the
     * worker started.
     */
    Map<String, String> processes(Iterable<History> histories) {
        var processes = new TreeMap<String, String>();
        for (History history : histories) {
            String worker = "";
            for (Event event : history.events()) {
                if (event.type().equals("run-started")) {
                    worker = event.fields().text("worker").orElseThrow();
                } else if (event.type().equals("tool-call")) {
                    processes.putIfAbsent(worker, stub.who(History.number(event)));
                }
            }
        }
        return processes;
    }

    /** Waits until the process of a role serves. */
    static void awaitHealthy(Gateway gateway) {
        Commands.await(
                "it is healthy",
                Duration.ofSeconds(60),
                () -> gateway.get("/health").statusCode() == 200);
    }

    /** What the processes said last, for a test that failed. */
    String said() {
        var text = new StringBuilder();
        synchronized (programs) {
            for (Program program : programs) {
                text.append("==== ").append(program.name()).append('\n').append(program.said());
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        synchronized (programs) {
            programs.forEach(Program::close);
        }
        if (owner) {
            stub.close();
            postgres.keepLog(DIRECTORY);
            postgres.close();
            redis.ifPresent(Redis::close);
        }
    }
}
