package io.hexagent.infrastructure.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.language.ModelName;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.telemetry.Ending;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.telemetry.Work;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.infrastructure.opentelemetry.Collector.Received;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpenTelemetryTracesTest {
    private static final ModelName MODEL = new ModelName("openai", "gpt-x");

    private static Work.InvokeAgent run(String id) {
        return new Work.InvokeAgent(
                new RunId(id), new ConversationId("thread-" + id), new AgentName("analyst"), MODEL, 1);
    }

    private static void work(Telemetry traces, String id) {
        Telemetry.Span run = traces.begin(run(id));
        Telemetry.Span chat = traces.begin(new Work.Chat(MODEL));
        chat.end(new Ending.Done(new TokenUsage(120, 7)));
        Telemetry.Span tool = traces.begin(new Work.ExecuteTool(new ToolName("aggregate"), new CallId("call-1")));
        Runnable inside =
                traces.carried(() -> traces.begin(run(id + "-child")).end(new Ending.Left(RunStatus.COMPLETED)));
        try {
            Thread.ofVirtual().start(inside).join();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
        tool.end(Ending.OK);
        Telemetry.Span failed = traces.begin(new Work.Chat(MODEL));
        failed.end(new Ending.ModelFailed(LanguageModelException.Code.RATE_LIMITED));
        run.end(new Ending.Left(RunStatus.FAILED));
    }

    @Test
    void aRunItsChatsAndItsToolsFormOneTreeEvenAcrossThreads() throws Exception {
        try (var collector = new Collector()) {
            try (var traces = new OpenTelemetryTraces(
                    OpenTelemetryTraces.Options.of(collector.endpoint(), Map.of("X-Key", "secret")))) {
                var first = Thread.ofVirtual().start(() -> work(traces, "r1"));
                var second = Thread.ofVirtual().start(() -> work(traces, "r2"));
                first.join();
                second.join();
            }
            assertThat(collector.keys()).isNotEmpty().containsOnly("secret");
            assertThat(collector.spans()).hasSize(10);
            for (String id : new String[] {"r1", "r2"}) {
                Received run = collector.spans().stream()
                        .filter(span -> id.equals(span.attributes().get("hexagent.run.id")))
                        .findFirst()
                        .orElseThrow();
                assertThat(run.name()).isEqualTo("invoke_agent analyst");
                assertThat(run.parent()).isEmpty();
                assertThat(run.attributes())
                        .containsEntry("gen_ai.operation.name", "invoke_agent")
                        .containsEntry("gen_ai.conversation.id", "thread-" + id)
                        .containsEntry("hexagent.run.attempt", "1")
                        .containsEntry("error.type", "failed");
                var below = collector.spans().stream()
                        .filter(span -> span.parent().equals(run.id()))
                        .toList();
                assertThat(below).allSatisfy(span -> assertThat(span.trace()).isEqualTo(run.trace()));
                assertThat(below.stream().map(Received::name).collect(Collectors.toList()))
                        .containsExactlyInAnyOrder("chat gpt-x", "execute_tool aggregate", "chat gpt-x");
                Received tool = below.stream()
                        .filter(span -> span.name().startsWith("execute_tool"))
                        .findFirst()
                        .orElseThrow();
                assertThat(tool.attributes())
                        .containsEntry("gen_ai.tool.call.id", "call-1")
                        .containsEntry("gen_ai.tool.type", "function");
                Received child = collector.spans().stream()
                        .filter(span -> (id + "-child").equals(span.attributes().get("hexagent.run.id")))
                        .findFirst()
                        .orElseThrow();
                assertThat(child.parent()).isEqualTo(tool.id());
            }
            assertThat(collector.spans().stream()
                            .filter(span -> span.attributes().containsKey("gen_ai.usage.input_tokens"))
                            .map(span -> span.attributes().get("gen_ai.usage.input_tokens")
                                    + "/"
                                    + span.attributes().get("gen_ai.usage.output_tokens"))
                            .collect(Collectors.toSet()))
                    .isEqualTo(Set.of("120/7"));
        }
    }

    @Test
    void aCollectorThatIsAwayDisturbsNobody() {
        var options = new OpenTelemetryTraces.Options(
                "http://127.0.0.1:9", Map.of(), "1", Duration.ofMillis(50), Duration.ofMillis(200));
        try (var traces = new OpenTelemetryTraces(options)) {
            work(traces, "r1");
        }
    }
}
