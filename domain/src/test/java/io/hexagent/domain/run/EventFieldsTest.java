package io.hexagent.domain.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexagent.domain.artifact.ArtifactKind;
import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.ArtifactId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventFieldsTest {
    private static final CallId CALL = new CallId("call_1");
    private static final ToolName TOOL = new ToolName("calculator");
    private static final Value.Fields PARAMS = Value.fields().put("x", 5).build();

    private static final List<RunEvent> ONE_OF_EACH = List.of(
            new RunEvent.RunQueued(),
            new RunEvent.RunStarted(2, "worker-1"),
            new RunEvent.UserRequest("What is 5 + 10?"),
            new RunEvent.AgentThought("I add."),
            new RunEvent.AgentThought("Using calculator", false, new TokenUsage(7, 3)),
            new RunEvent.ToolCalled(CALL, TOOL, Optional.of("1"), "", PARAMS, "run/call_1"),
            new RunEvent.ToolCalled(CALL, TOOL, Optional.empty(), "{\"x\":", Value.Fields.EMPTY, "run/call_1"),
            new RunEvent.ToolProgress(CALL, 50, "half-way"),
            new RunEvent.ToolReturned(
                    CALL,
                    TOOL,
                    true,
                    Value.fields().put("success", true).put("result", 15).build(),
                    false,
                    List.of(new ArtifactId("a1")),
                    12,
                    true),
            new RunEvent.ArtifactCreated(new ArtifactId("a1"), ArtifactKind.CHART, "A chart", "image/png"),
            new RunEvent.ChildRun(new RunId("r2"), "plotter"),
            new RunEvent.InputRequested(
                    "q1",
                    InputReason.APPROVAL,
                    "May I?",
                    Optional.of(CALL),
                    PARAMS,
                    "0a1b",
                    Value.Fields.EMPTY,
                    Optional.of(Instant.parse("2026-01-02T03:04:05Z"))),
            new RunEvent.InputReceived("q1", Decision.APPROVE, Value.of("yes")),
            new RunEvent.AgentResponse("15", AnswerKind.ANSWERED, List.of("add"), List.of("exact decimals")),
            new RunEvent.RunCompleted(AnswerKind.REFUSED, new TokenUsage(3, 4)),
            new RunEvent.RunFailed(new RunError(RunError.Code.LIMIT_REACHED, "too long"), new TokenUsage(1, 2)),
            new RunEvent.RunCancelled(TokenUsage.NONE),
            new RunEvent.ToolCalled(CALL, TOOL, Optional.of("1"), Optional.of("abc"), "", PARAMS, "run/call_1"),
            new RunEvent.ToolProgress(CALL, 60, "drawn", Optional.of("page-drawn"), PARAMS),
            new RunEvent.ToolProgress(CALL, 60, "", Optional.of("page-drawn"), Value.Fields.EMPTY));

    @Test
    void everyEventIsReadAsItWasWritten() {
        for (RunEvent event : ONE_OF_EACH) {
            assertThat(EventFields.read(event.type(), EventFields.of(event))).isEqualTo(event);
        }
    }

    @Test
    void everyTypeIsAmongThem() {
        var seen = EnumSet.noneOf(EventType.class);
        ONE_OF_EACH.forEach(event -> seen.add(event.type()));
        assertThat(seen).containsExactlyInAnyOrder(EventType.values());
        Arrays.stream(EventType.values())
                .forEach(type -> assertThat(EventType.ofWire(type.wire())).isEqualTo(type));
    }

    @Test
    void theWireFormIsTheDocumentedOne() {
        Value.Fields called = EventFields.of(ONE_OF_EACH.get(5));
        assertThat(called.fields().keySet()).containsExactly("call_id", "toolName", "version", "params", "effect_key");
        Value.Fields returned = EventFields.of(ONE_OF_EACH.get(8));
        assertThat(returned.fields().keySet())
                .containsExactly("call_id", "toolName", "ok", "result", "truncated", "artifact_ids", "ms", "cached");
        Value.Fields failed = EventFields.of(ONE_OF_EACH.get(15));
        assertThat(failed.fields("error").orElseThrow().text("code")).contains("limit_reached");
        assertThat(failed.text("status")).contains("failed");
    }

    @Test
    void progressThatWasStoredBeforeItCouldBeNamedIsReadWithoutAName() {
        Value.Fields stored = Value.fields()
                .put("call_id", CALL.value())
                .put("percent", 50)
                .put("message", "half-way")
                .build();
        assertThat(EventFields.read(EventType.TOOL_PROGRESS, stored))
                .isEqualTo(new RunEvent.ToolProgress(CALL, 50, "half-way"));
        assertThat(EventFields.of(new RunEvent.ToolProgress(CALL, 50, "half-way")))
                .as("and written as ever")
                .isEqualTo(stored);
    }

    @Test
    void whatAToolNamesItselfStandsWithItsCallInTheTimeline() {
        Instant at = Instant.parse("2026-01-02T03:04:05Z");
        RunId run = new RunId("r1");
        List<Step> steps = Step.of(List.of(
                new RecordedEvent(run, 1, at, ONE_OF_EACH.get(2)),
                new RecordedEvent(run, 2, at, ONE_OF_EACH.get(5)),
                new RecordedEvent(run, 3, at, new RunEvent.ToolProgress(CALL, 50, "half-way")),
                new RecordedEvent(
                        run, 4, at, new RunEvent.ToolProgress(CALL, 60, "drawn", Optional.of("page-drawn"), PARAMS)),
                new RecordedEvent(run, 5, at, ONE_OF_EACH.get(8))));
        assertThat(steps).extracting(Step::order).containsExactly(0, 1, 2);
        assertThat(((Step.ToolCall) steps.get(1)).reports())
                .containsExactly(new Step.Report(4, at, "page-drawn", 60, "drawn", PARAMS));
    }

    @Test
    void aMissingFieldIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventFields.read(EventType.USER_REQUEST, Value.Fields.EMPTY))
                .withMessageContaining("content");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventType.ofWire("user-requests"))
                .withMessageContaining("user-requests");
    }
}
