package io.hexagent.application.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.language.Reply;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.Value;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class TranscriptTest {
    private static final PlainJson JSON = new PlainJson();
    private static final Run RUN = Logs.run("r1", "Why?", new RunState.Running("w"));

    @Test
    void turnsCallsResultsAndTokensAreReadFromTheEvents() {
        Transcript transcript = read(
                new RunEvent.RunStarted(1, "w"),
                new RunEvent.UserRequest("Why?"),
                Logs.thought("Let me see.", 10),
                Logs.called("a", "x"),
                Logs.called("b", "y"),
                Logs.returned("a", true, "1"),
                Logs.returned("b", false, "2"),
                Logs.response("Because.", 25));
        assertThat(transcript.messages())
                .extracting(message -> message.getClass().getSimpleName() + ": " + message.text())
                .containsExactly(
                        "User: Why?",
                        "Assistant: Let me see.",
                        "Tool: {\"success\":true,\"result\":\"1\"}",
                        "Tool: {\"success\":false,\"result\":\"2\"}",
                        "Assistant: Because.");
        Working working = transcript.working();
        assertThat(working.turns()).isEqualTo(2);
        assertThat(working.toolCalls()).isEqualTo(2);
        assertThat(working.usage()).isEqualTo(new TokenUsage(25, 1));
        assertThat(working.outcome()).contains(AnswerKind.ANSWERED);
    }

    @Test
    void callsWithoutAResultArePending() {
        Transcript transcript =
                read(Logs.thought("t", 1), Logs.called("a", "x"), Logs.called("b", "y"), Logs.returned("a", true, "1"));
        assertThat(transcript.working().pending())
                .extracting(call -> call.id().value())
                .containsExactly("a", "b");
        assertThat(transcript.calls()).containsKey(new CallId("a"));
        assertThat(transcript.calls()).doesNotContainKey(new CallId("b"));
        assertThat(transcript.working().toolCalls()).isZero();
    }

    @Test
    void aThoughtWithoutCallsIsNoReply() {
        Transcript transcript = read(Logs.thought("lost", 3));
        assertThat(transcript.working().turns()).isZero();
        assertThat(transcript.messages()).hasSize(1);
        assertThat(read(Logs.thought("lost", 3), Logs.thought("t", 5), Logs.called("a", "x"))
                        .messages()
                        .getLast()
                        .text())
                .isEqualTo("t");
    }

    @Test
    void theSameCallInARowIsCountedHoweverItIsWritten() {
        var raw = new RunEvent.ToolCalled(
                new CallId("b"),
                new ToolName("tool"),
                Optional.of("1"),
                "{ \"text\" : \"x\" }",
                Value.fields().put("text", "x").build(),
                "k");
        Transcript transcript = read(
                Logs.thought("t", 1),
                Logs.called("a", "x"),
                Logs.returned("a", true, "1"),
                Logs.thought("t", 1),
                raw,
                Logs.returned("b", true, "1"));
        assertThat(transcript.working().repeats()).isEqualTo(1);
    }

    @Test
    void callsThatCouldNotBeReadCountAsRepairs() {
        var unreadable = new RunEvent.ToolCalled(
                new CallId("a"), new ToolName("tool"), Optional.of("1"), "{\"x\":", Value.Fields.EMPTY, "k");
        var unknown = new RunEvent.ToolCalled(
                new CallId("b"), new ToolName("none"), Optional.empty(), "{}", Value.Fields.EMPTY, "k");
        assertThat(read(
                                Logs.thought("t", 1),
                                unreadable,
                                Logs.returned("a", false, "1"),
                                Logs.thought("t", 1),
                                unknown,
                                Logs.returned("b", false, "1"))
                        .working()
                        .repairs())
                .isEqualTo(2);
        assertThat(read(
                                Logs.thought("t", 1),
                                unreadable,
                                Logs.returned("a", false, "1"),
                                Logs.thought("t", 1),
                                Logs.called("b", "x"),
                                Logs.returned("b", true, "1"))
                        .working()
                        .repairs())
                .isZero();
    }

    @Test
    void aRecordingGivesTheSameRepliesInTheirOrderAndThenEnds() {
        List<RecordedEvent> log = Logs.log(
                RUN,
                new RunEvent.UserRequest("Why?"),
                Logs.thought("Let me see.", 10),
                Logs.called("a", "x"),
                Logs.returned("a", true, "1"),
                Logs.response("Because.", 25));
        Recording recording = Recording.of(log, JSON);
        assertThat(recording.replies()).hasSize(2);
        var first = (Reply.ToolCalls) reply(recording, List.of(new Message.User("Why?")));
        assertThat(first.thought()).isEqualTo("Let me see.");
        assertThat(first.calls().getFirst().arguments()).isEqualTo("{\"text\":\"x\"}");
        assertThat(first.usage()).isEqualTo(new TokenUsage(10, 1));
        var messages = Transcript.of(RUN, log.subList(0, 4), JSON).messages();
        assertThat(reply(recording, messages).usage()).isEqualTo(new TokenUsage(15, 0));
        assertThat(recording.result(new CallId("a"))).isPresent();
        List<Message> beyond = Transcript.of(RUN, log, JSON).messages();
        Assertions.assertThatThrownBy(() -> reply(recording, beyond)).hasMessageContaining("the recording ends here");
    }

    private static Reply reply(Recording recording, List<Message> messages) {
        return recording.model().reply(new Prompt("", messages, List.of(), List.of()), delta -> {});
    }

    private static Transcript read(RunEvent... events) {
        return Transcript.of(RUN, Logs.log(RUN, events), JSON);
    }
}
