package io.hexagent.bench;

import io.hexagent.application.run.StartRun;
import io.hexagent.config.Hexagent;
import io.hexagent.config.Inside;
import io.hexagent.config.Settings;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.run.Multitask;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.value.RunId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** The same loop through the queue and a worker, which are in this process as well. */
public final class QueueLoop implements AutoCloseable {
    /** Queued, asked, started, two turns of thought, call and result, answer, completed. */
    private static final int EVENTS = 11;

    private final Hexagent hexagent;
    private final Map<RunId, CountDownLatch> ends = new ConcurrentHashMap<>();

    QueueLoop(Map<String, String> settings) {
        hexagent = Hexagent.open(Settings.of(settings));
        var ignored = Inside.store(hexagent).signals().subscribe(signal -> {
            if (signal instanceof Signal.Appended(RunId run, long seq) && seq >= EVENTS) {
                end(run).countDown();
            }
        });
    }

    /** Arguments as {@link Measured#print}, then what is ignored and the data directory. */
    public static void main(String[] arguments) throws Exception {
        try (var loop = new QueueLoop(settings(arguments[0], arguments[1], arguments[6]))) {
            var server = ServerCpu.under(Path.of(arguments[6]));
            Measured.print(arguments, server::nanos, i -> loop.run());
        }
    }

    static Map<String, String> settings(String port, String tools, String home) {
        var settings = new HashMap<String, String>();
        settings.put("home", home);
        settings.put("provider", "openai");
        settings.put("llm.openai.base-url", "http://127.0.0.1:" + port + "/v1");
        settings.put("llm.openai.model", "stub-" + tools);
        settings.put("agent.max-turns", "100");
        settings.put("agent.max-tool-calls", "100");
        settings.put("tools.disabled", AgentLoop.OTHER_TOOLS);
        return settings;
    }

    private CountDownLatch end(RunId run) {
        return ends.computeIfAbsent(run, id -> new CountDownLatch(1));
    }

    /** Starts a run and waits for its end. */
    void run() {
        RunId run = start();
        try {
            end(run).await();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
        ends.remove(run);
    }

    private RunId start() {
        return start(hexagent);
    }

    static RunId start(Hexagent hexagent) {
        var outcome = hexagent.startRun()
                .handle(new StartRun.Command(
                        Principal.LOCAL,
                        "What is 5 + 10, then multiply by 3?",
                        List.of(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Multitask.REJECT,
                        Optional.empty()));
        if (!(outcome instanceof StartRun.Outcome.Started started)) {
            throw new IllegalStateException("unexpected outcome " + outcome);
        }
        return started.run().id();
    }

    @Override
    public void close() {
        hexagent.close();
    }
}
