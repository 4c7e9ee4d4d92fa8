package io.hexagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.application.run.AnswerChat;
import io.hexagent.domain.run.EventType;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.telemetry.Count;
import io.hexagent.domain.telemetry.Gauge;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.telemetry.Work;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What those see who watch a run. */
class WatchedRunTest {
    private final Watcher watcher = new Watcher();
    private final Asker asker = new Asker();

    private Hexagent open(ScriptedLanguageModel model) {
        return Hexagent.builder(Settings.defaults())
                .inMemory()
                .provider(ScriptedProvider.of(model))
                .tool(asker)
                .telemetry(watcher)
                .open();
    }

    private static ScriptedLanguageModel model() {
        return ScriptedLanguageModel.script()
                .calls("asker", "{}")
                .answers("Done.")
                .build();
    }

    @Test
    void aRunItsChatsAndItsToolsAreToldInTheirOrder() {
        try (var hexagent = open(model())) {
            assertThat(hexagent.answerChat().handle(new AnswerChat.Command("Go.")))
                    .isInstanceOf(AnswerChat.Outcome.class);
        }
        assertThat(watcher.told)
                .containsExactly(
                        "begin InvokeAgent",
                        "begin Chat",
                        "end ok",
                        "begin ExecuteTool",
                        "end ok",
                        "begin Chat",
                        "end ok",
                        "end completed");
        assertThat(watcher.counts)
                .contains(new Count.RunEnded(RunStatus.COMPLETED))
                .contains(new Count.StepTaken(EventType.TOOL_CALL))
                .contains(new Count.StepTaken(EventType.RUN_COMPLETED))
                .doesNotContain(new Count.RunRetried());
        assertThat(watcher.gauges).contains(Gauge.Level.QUEUE_DEPTH, Gauge.Level.QUEUE_WAIT, Gauge.Level.RUNS_AT_WORK);
    }

    @Test
    void whatAToolLogsNamesTheRunItsThreadAndItsUser() {
        try (var hexagent = open(model())) {
            var outcome = (AnswerChat.Outcome.Ended) hexagent.answerChat().handle(new AnswerChat.Command("Go."));
            var run = outcome.report().run();
            assertThat(asker.fields)
                    .isEqualTo(Map.of(
                            "run_id", run.id().value(),
                            "thread_id", run.conversation().value(),
                            "user_id", run.owner().value()));
        }
        assertThat(asker.wasCarried).isTrue();
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }

    @Test
    void metricsAreKeptUnlessTheyAreOff() {
        try (var hexagent = Hexagent.builder(Settings.defaults()).inMemory().open()) {
            assertThat(hexagent.metrics().orElseThrow()).contains("hexagent_runs_total");
        }
        try (var hexagent = Hexagent.builder(Settings.of(Map.of("telemetry.metrics", "false")))
                .inMemory()
                .open()) {
            assertThat(hexagent.metrics()).isEmpty();
        }
    }

    /** Looks at the log's fields where it runs. */
    private final class Asker implements Tool {
        private volatile Map<String, String> fields = Map.of();
        private volatile boolean wasCarried;

        @Override
        public ToolSpec spec() {
            return new ToolSpec(
                    new ToolName("asker"),
                    "1",
                    "Asker",
                    "Looks.",
                    List.of(),
                    "nothing",
                    ToolCategory.CHART,
                    Value.fields()
                            .put("type", "object")
                            .put("properties", Value.Fields.EMPTY)
                            .build(),
                    ToolSpec.Effects.PURE,
                    false);
        }

        @Override
        public ToolResult call(Value.Fields arguments, ToolContext context) {
            var found = MDC.getCopyOfContextMap();
            fields = found == null ? Map.of() : found;
            wasCarried = watcher.carried.contains(Thread.currentThread().threadId());
            return new ToolResult.Succeeded(Value.Fields.EMPTY, List.of());
        }
    }

    /** Remembers everything. */
    private static final class Watcher implements Telemetry {
        private final List<String> told = new CopyOnWriteArrayList<>();
        private final List<Count> counts = new CopyOnWriteArrayList<>();
        private final Set<Gauge> gauges = ConcurrentHashMap.newKeySet();
        private final Set<Long> carried = ConcurrentHashMap.newKeySet();

        @Override
        public Span begin(Work work) {
            told.add("begin " + work.getClass().getSimpleName());
            return ending -> told.add("end " + ending.word());
        }

        @Override
        public void count(Count count) {
            counts.add(count);
        }

        @Override
        public void watch(Gauge gauge, DoubleSupplier reading) {
            gauges.add(gauge);
        }

        @Override
        public Runnable carried(Runnable task) {
            return () -> {
                carried.add(Thread.currentThread().threadId());
                task.run();
            };
        }
    }
}
