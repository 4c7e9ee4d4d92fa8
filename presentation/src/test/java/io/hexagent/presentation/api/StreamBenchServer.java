package io.hexagent.presentation.api;

import com.sun.management.OperatingSystemMXBean;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.conversation.Conversation;
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
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The serving process of {@link StreamBenchmark}: ours and a plain one. Takes commands line by line, answers each with
 * a line.
 */
final class StreamBenchServer {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Hexagent hexagent;
    private final ApiServer server;
    private final ApplicationContext plainContext;
    private final EmbeddedServer plainServer;
    private final PlainStream plain;
    private @Nullable PlayedRun run;
    private int told;

    private StreamBenchServer(Path home) {
        hexagent = new Desk().open(Desk.settings(home, "storage.lease", "1h"));
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

    /** Argument: a directory. */
    public static void main(String[] arguments) throws IOException {
        try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            var served = new StreamBenchServer(Path.of(arguments[0]));
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
            case "tokens" -> events(Integer.parseInt(words[1]), Long.parseLong(words[2]), this::token);
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

    private void token() {
        ours().write(text());
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
