package io.hexagent.application.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.application.run.PlainJson;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.telemetry.Count;
import io.hexagent.domain.telemetry.Gauge;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.telemetry.Work;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCache;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSettings;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.tool.ToolSpec.Effects;
import io.hexagent.domain.value.ArtifactId;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Schemas;
import io.hexagent.domain.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class ToolRunnerTest {
    private static final ToolName NAME = new ToolName("probe");
    private static final ToolResult DONE = new ToolResult.Succeeded(Value.Fields.EMPTY);
    private static final ToolResult PASSING = new ToolResult.Failed("busy", true);
    private static final ToolResult FOR_GOOD = new ToolResult.Failed("no such thing");

    /** Answers each call by its number, from 1. */
    private static final class Probe implements Tool {
        final AtomicInteger calls = new AtomicInteger();
        private final Effects effects;
        private final IntFunction<ToolResult> work;

        Probe(Effects effects, IntFunction<ToolResult> work) {
            this.effects = effects;
            this.work = work;
        }

        @Override
        public ToolSpec spec() {
            return new ToolSpec(
                    NAME,
                    "1",
                    "Probe",
                    "Probes",
                    List.of(),
                    "probe",
                    ToolCategory.OTHER,
                    Value.fields().put("type", "object").build(),
                    effects,
                    false);
        }

        @Override
        public ToolResult call(Value.Fields arguments, ToolContext context) {
            return work.apply(calls.incrementAndGet());
        }
    }

    /** Remembers what is counted. */
    private static final class Counts implements Telemetry {
        final List<Count> counts = new CopyOnWriteArrayList<>();

        @Override
        public Span begin(Work work) {
            return Span.NONE;
        }

        @Override
        public void count(Count count) {
            counts.add(count);
        }

        @Override
        public void watch(Gauge gauge, DoubleSupplier reading) {}

        @Override
        public Runnable carried(Runnable task) {
            return task;
        }
    }

    private static final class Kept implements ToolSettings, ToolCache {
        final Map<ToolName, Setting> settings = new HashMap<>();
        final Map<String, Value.Fields> results = new HashMap<>();

        @Override
        public Map<ToolName, Setting> all(OwnerId owner) {
            return Map.copyOf(settings);
        }

        @Override
        public void put(OwnerId owner, ToolName tool, Setting setting) {
            settings.put(tool, setting);
        }

        @Override
        public Optional<Value.Fields> find(String key) {
            return Optional.ofNullable(results.get(key));
        }

        @Override
        public void keep(String key, Value.Fields result) {
            results.put(key, result);
        }
    }

    private static final Schemas ANYTHING = new Schemas() {
        @Override
        public List<String> violations(Value.Fields schema, Value value) {
            return List.of();
        }

        @Override
        public List<String> problems(Value.Fields schema) {
            return List.of();
        }
    };

    private final Kept kept = new Kept();
    private final Counts counts = new Counts();
    private final PlainJson json = new PlainJson();
    private ToolRunner.Options options = new ToolRunner.Options(
            Duration.ofSeconds(30),
            2000,
            100_000,
            4,
            new ToolRunner.Trouble(3, Duration.ofMillis(1), Duration.ofMillis(4), 4, Duration.ofMillis(300)));
    private final List<ToolRegistry> registries = new ArrayList<>();

    private ToolRunner runner(Tool tool) {
        InstantSource clock = InstantSource.system();
        var registry = new ToolRegistry(List.of(tool), kept, Set.of(), clock);
        registries.add(registry);
        return new ToolRunner(registry, json, ANYTHING, clock, counts, kept, options);
    }

    private static ToolContext context() {
        return new ToolContext(
                new RunId("r"),
                new ConversationId("c"),
                Principal.LOCAL,
                new CallId("1"),
                "r/1",
                List.of(),
                Instant.now().plusSeconds(60),
                ToolContext.Progress.NONE);
    }

    private static ToolRunner.Ran run(ToolRunner runner, Tool tool) {
        var prepared = runner.prepare(OwnerId.LOCAL, new ToolCall(new CallId("1"), NAME, "{}"), List.of(tool.spec()));
        return (ToolRunner.Ran) runner.run(prepared, context());
    }

    @Test
    void aFailureThatMayPassIsTriedAgainUntilItPasses() {
        var tool = new Probe(Effects.READS, n -> n < 3 ? PASSING : DONE);
        assertThat(run(runner(tool), tool).ok()).isTrue();
        assertThat(tool.calls).hasValue(3);
        assertThat(counts.counts).containsExactly(new Count.ToolRepeated(NAME), new Count.ToolRepeated(NAME));
    }

    @Test
    void theModelIsToldHowOftenItWasTried() {
        var tool = new Probe(Effects.IDEMPOTENT, n -> PASSING);
        assertThat(run(runner(tool), tool).result().text("error")).contains("busy (tried 3 times)");
        assertThat(tool.calls).hasValue(3);
    }

    @Test
    void whatChangesSomethingEachTimeIsNeverTriedAgain() {
        var tool = new Probe(Effects.ONCE, n -> PASSING);
        assertThat(run(runner(tool), tool).result().text("error")).contains("busy");
        assertThat(tool.calls).hasValue(1);
    }

    @Test
    void aFailureForGoodIsNotTriedAgainAndOpensNoCircuit() {
        var tool = new Probe(Effects.READS, n -> FOR_GOOD);
        ToolRunner runner = runner(tool);
        for (int i = 0; i < 10; i++) {
            assertThat(run(runner, tool).result().text("error")).contains("no such thing");
        }
        assertThat(tool.calls).hasValue(10);
    }

    @Test
    void aToolThatFailsAgainAndAgainIsLeftAloneAndTheModelIsToldForHowLong() throws InterruptedException {
        var isWell = new AtomicInteger();
        var tool = new Probe(Effects.ONCE, n -> {
            if (isWell.get() > 0) {
                return DONE;
            }
            throw new IllegalStateException("broken");
        });
        ToolRunner runner = runner(tool);
        for (int i = 0; i < 4; i++) {
            assertThat(run(runner, tool).result().text("error").orElseThrow()).contains("failed unexpectedly");
        }
        assertThat(run(runner, tool).result().text("error").orElseThrow())
                .contains("failed 4 times in a row")
                .contains("can be called again in 1 s");
        assertThat(tool.calls).hasValue(4);
        assertThat(counts.counts).containsExactly(new Count.ToolSuspended(NAME));
        isWell.set(1);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!run(runner, tool).ok() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(run(runner, tool).ok()).isTrue();
    }

    @Test
    void aToolThatHangsCountsAsBroken() {
        options = new ToolRunner.Options(
                Duration.ofMillis(20),
                2000,
                0,
                4,
                new ToolRunner.Trouble(1, Duration.ofMillis(1), Duration.ofMillis(1), 2, Duration.ofMinutes(1)));
        var tool = new Probe(Effects.READS, n -> {
            try {
                TimeUnit.SECONDS.sleep(30);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            return DONE;
        });
        ToolRunner runner = runner(tool);
        assertThat(run(runner, tool).result().text("error").orElseThrow()).contains("did not finish");
        assertThat(run(runner, tool).result().text("error").orElseThrow()).contains("did not finish");
        assertThat(run(runner, tool).result().text("error").orElseThrow()).contains("is left alone");
    }

    @Test
    void aToolThatWasSwitchedOffAfterItWasOfferedIsNotCalled() {
        var tool = new Probe(Effects.READS, n -> DONE);
        ToolRunner runner = runner(tool);
        var prepared = runner.prepare(OwnerId.LOCAL, new ToolCall(new CallId("1"), NAME, "{}"), List.of(tool.spec()));
        registries.getFirst().change(OwnerId.LOCAL, NAME, new ToolSettings.Setting(false, Optional.empty()));
        var ran = (ToolRunner.Ran) runner.run(prepared, context());
        assertThat(ran.rejected()).isTrue();
        assertThat(ran.result().text("error").orElseThrow()).contains("switched off");
        assertThat(tool.calls).hasValue(0);
    }

    @Test
    void aResultThatIsTooLargeIsCutAndItsWholeIsKeptBesides() {
        var tool = new Probe(
                Effects.PURE,
                n -> new ToolResult.Succeeded(
                        Value.fields().put("text", "x".repeat(10_000)).build()));
        ToolRunner runner = runner(tool);
        ToolRunner.Ran ran = run(runner, tool);
        assertThat(ran.truncated()).isTrue();
        assertThat(ran.whole().orElseThrow().renditions().getFirst().bytes()).hasSizeGreaterThan(10_000);
        ToolRunner.Ran told = runner.pointing(ran, new ArtifactId("a1"));
        assertThat(told.text().length()).isLessThanOrEqualTo(2000);
        assertThat(json.readFields(told.text())
                        .fields("whole_result")
                        .orElseThrow()
                        .text("url"))
                .contains("/api/artifacts/a1");
        assertThat(kept.results).isEmpty();
    }

    @Test
    void aWholeThatIsTooLargeIsNotKept() {
        options = new ToolRunner.Options(Duration.ofSeconds(30), 2000, 5_000, 4, options.trouble());
        var tool = new Probe(
                Effects.READS,
                n -> new ToolResult.Succeeded(
                        Value.fields().put("text", "x".repeat(10_000)).build()));
        ToolRunner.Ran ran = run(runner(tool), tool);
        assertThat(ran.truncated()).isTrue();
        assertThat(ran.whole()).isEmpty();
    }

    @Test
    void anEarlierResultIsCounted() {
        var tool = new Probe(Effects.PURE, n -> DONE);
        ToolRunner runner = runner(tool);
        run(runner, tool);
        assertThat(run(runner, tool).cached()).isTrue();
        assertThat(tool.calls).hasValue(1);
        assertThat(counts.counts).containsExactly(new Count.ToolCached(NAME));
    }

    @Test
    void everyCallTellsTheSchemaItWasReadUnder() {
        var tool = new Probe(Effects.PURE, n -> DONE);
        var prepared =
                runner(tool).prepare(OwnerId.LOCAL, new ToolCall(new CallId("1"), NAME, "{}"), List.of(tool.spec()));
        assertThat(prepared.schemaHash())
                .contains(Fingerprint.of(Value.fields().put("type", "object").build(), json));
    }
}
