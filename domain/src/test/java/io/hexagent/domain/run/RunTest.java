package io.hexagent.domain.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.language.ModelName;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private static Run run(RunState state) {
        return new Run(
                new RunId("r1"),
                OwnerId.LOCAL,
                new ConversationId("c1"),
                AgentName.CHAT,
                new ModelName("offline", "planner"),
                "What?",
                List.of(),
                state,
                TokenUsage.NONE,
                1,
                1,
                AT);
    }

    @Test
    void aRunningRunEndsOnce() {
        Run done = run(new RunState.Running("w")).complete(AnswerKind.ANSWERED, new TokenUsage(1, 2), AT);
        assertThat(done.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(done.usage()).isEqualTo(new TokenUsage(1, 2));
        assertThatIllegalStateException()
                .isThrownBy(() -> done.cancel(TokenUsage.NONE, AT))
                .withMessageContaining("completed")
                .withMessageContaining("cancelled");
    }

    @Test
    void aRunThatWaitsCanFailOrBeCancelledButNotAnswer() {
        assertThat(run(new RunState.Queued()).cancel(TokenUsage.NONE, AT).status())
                .isEqualTo(RunStatus.CANCELLED);
        assertThat(run(new RunState.AwaitingInput("q"))
                        .fail(new RunError(RunError.Code.INTERNAL, "x"), TokenUsage.NONE, AT)
                        .status())
                .isEqualTo(RunStatus.FAILED);
        assertThatIllegalStateException()
                .isThrownBy(() -> run(new RunState.Queued()).complete(AnswerKind.ANSWERED, TokenUsage.NONE, AT))
                .withMessageContaining("queued");
    }

    @Test
    void stepsAreNumberedFromZeroAndSkipWhatIsNoStep() {
        var call = new CallId("c");
        var tool = new ToolName("calculator");
        List<RunEvent> events = List.of(
                new RunEvent.RunStarted(1, "w"),
                new RunEvent.UserRequest("q"),
                new RunEvent.AgentThought("t"),
                new RunEvent.ToolCalled(call, tool, Optional.of("1"), "{}", Value.Fields.EMPTY, "k"),
                new RunEvent.ToolProgress(call, 10, "m"),
                new RunEvent.ToolReturned(call, tool, true, Value.Fields.EMPTY, false, List.of(), 1, false),
                new RunEvent.AgentResponse("a", AnswerKind.ANSWERED, List.of(), List.of()),
                new RunEvent.RunCompleted(AnswerKind.ANSWERED, TokenUsage.NONE));
        var recorded = new java.util.ArrayList<RecordedEvent>();
        for (RunEvent event : events) {
            recorded.add(new RecordedEvent(new RunId("r1"), recorded.size() + 1, AT, event));
        }
        List<Step> steps = Step.of(recorded);
        assertThat(steps).extracting(Step::order).containsExactly(0, 1, 2, 3, 4);
        assertThat(steps).extracting(Step::seq).containsExactly(2L, 3L, 4L, 6L, 7L);
        assertThat(steps).extracting(step -> step.type().isStep()).containsOnly(true);
    }
}
