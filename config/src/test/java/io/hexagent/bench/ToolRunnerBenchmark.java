package io.hexagent.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.application.tool.ToolRegistry;
import io.hexagent.application.tool.ToolRunner;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCache;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolMethod;
import io.hexagent.domain.tool.ToolMethods;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.json.JacksonJson;
import io.hexagent.infrastructure.json.NetworkntSchemas;
import io.hexagent.infrastructure.memory.MemoryStore;
import io.hexagent.infrastructure.micrometer.MicrometerTelemetry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the runner adds to a call: arguments read and checked, deadline, retry, circuit breaker, metrics, the result as
 * JSON; no persistence. {@code ./mvnw verify -Pbench -pl config -am -Dtest=ToolRunnerBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false}
 */
@Tag("bench")
public class ToolRunnerBenchmark {
    private static final double TARGET_MICROS = 50;
    private static final int WARM_UP = 50_000;
    private static final int CALLS = 20_000;
    private static final int ROUNDS = 9;

    /** Something that takes no time. */
    public static final class Adding {
        @ToolMethod("Adds two numbers")
        public long add(long x, long y) {
            return x + y;
        }
    }

    @Test
    void microsecondsPerCallOverTheToolItself() {
        Tool tool = ToolMethods.of(new Adding()).getFirst();
        var json = new JacksonJson();
        var context = new ToolContext(
                new RunId("r"),
                new ConversationId("c"),
                Principal.LOCAL,
                new CallId("1"),
                "r/1",
                List.of(),
                Instant.MAX,
                ToolContext.Progress.NONE);
        var call = new ToolCall(new CallId("1"), tool.spec().name(), "{\"x\": 5, \"y\": 10}");
        Value.Fields arguments = Value.fields().put("x", 5).put("y", 10).build();
        InstantSource clock = InstantSource.system();
        try (var store = new MemoryStore(MemoryStore.Options.defaults(), clock);
                var metrics = new MicrometerTelemetry()) {
            var registry = new ToolRegistry(List.of(tool), store.toolSettings(), Set.of(), clock);
            var runner = new ToolRunner(
                    registry,
                    json,
                    new NetworkntSchemas(),
                    clock,
                    metrics,
                    ToolCache.NONE,
                    ToolRunner.Options.defaults());
            var offered = List.of(tool.spec());
            Runnable direct = () -> {
                if (tool.call(arguments, context).toString().isEmpty()) {
                    throw new IllegalStateException("no result");
                }
            };
            Runnable run = () -> {
                var ran = (ToolRunner.Ran) runner.run(runner.prepare(OwnerId.LOCAL, call, offered), context);
                if (!ran.ok()) {
                    throw new IllegalStateException(ran.text());
                }
            };
            micros(direct, WARM_UP);
            micros(run, WARM_UP);
            List<Double> directs = new ArrayList<>();
            List<Double> runs = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                directs.add(micros(direct, CALLS));
                runs.add(micros(run, CALLS));
            }
            double plain = median(directs);
            double whole = median(runs);
            System.out.printf(
                    Locale.ROOT,
                    "tool runner: direct %.2f us, through the runner %.2f us, overhead %.2f us a call%n",
                    plain,
                    whole,
                    whole - plain);
            assertThat(whole - plain).isLessThanOrEqualTo(TARGET_MICROS);
        }
    }

    private static double micros(Runnable work, int times) {
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            work.run();
        }
        return (System.nanoTime() - start) / 1e3 / times;
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }
}
