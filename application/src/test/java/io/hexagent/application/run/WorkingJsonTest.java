package io.hexagent.application.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.RunError;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.RunId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkingJsonTest {
    private static final ToolCall CALL =
            new ToolCall(new CallId("c1"), new ToolName("calculator"), "{\"x\": 1, \"text\": \"ünï\"}");

    private final WorkingJson json = new WorkingJson(new PlainJson());

    @Test
    void everyStateIsReadAsItWasWritten() {
        Working start = Working.start(new RunId("r1"));
        Working calling = start.calling(List.of(CALL), "a", new TokenUsage(10, 2));
        for (Working working : List.of(
                start,
                calling,
                calling.called(true),
                calling.waiting("q1"),
                calling.waiting("q1").goingOn(),
                calling.called(false).answered(AnswerKind.QUESTION, new TokenUsage(1, 1)),
                calling.failed(RunError.Code.LIMIT_REACHED, "too long"))) {
            assertThat(json.read(json.write(working))).isEqualTo(working);
        }
    }

    @Test
    void graphStateIsPlainJsonAndNeverAJavaObject() throws IOException, ClassNotFoundException {
        var serializer = new StateJson(json);
        var state = Map.<String, Object>of(
                WorkingGraph.WORKING, Working.start(new RunId("r1")).calling(List.of(CALL), "a", TokenUsage.NONE));
        byte[] bytes = serializer.dataToBytes(state);
        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .contains("\"turns\":1")
                .doesNotContain("java.", "io.hexagent");
        assertThat(serializer.dataFromBytes(bytes)).isEqualTo(state);
        var cloned = new WorkingGraph.State(state);
        assertThat(serializer.cloneObject(cloned)).isSameAs(cloned);
    }

    @Test
    void aForeignCheckpointIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> json.read("{\"run\":\"r1\"}"))
                .withMessageContaining("missing");
    }

    @Test
    void repeatsCountOnlyTheSameCallInARow() {
        Working working = Working.start(new RunId("r1"));
        var other = new ToolCall(new CallId("c2"), CALL.name(), "{}");
        assertThat(working.calling(List.of(CALL), "a", TokenUsage.NONE).repeats())
                .isZero();
        Working twice = working.calling(List.of(CALL), "a", TokenUsage.NONE)
                .called(false)
                .calling(List.of(CALL), "a", TokenUsage.NONE);
        assertThat(twice.repeats()).isEqualTo(1);
        assertThat(twice.called(false)
                        .calling(List.of(other), "b", TokenUsage.NONE)
                        .repeats())
                .isZero();
    }
}
