package io.hexagent.infrastructure.contract;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.language.ModelName;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunError;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.StampedEvent;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Things to store, each with an identity of its own. */
public final class Samples {
    public static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123456Z");
    public static final OwnerId OTHER = new OwnerId("somebody else");
    private static final AtomicLong NUMBER = new AtomicLong();

    private Samples() {}

    /** A new identity that starts with the text. */
    public static String id(String start) {
        return start + "-" + Long.toString(System.nanoTime(), 36) + "-" + NUMBER.incrementAndGet();
    }

    public static Conversation aConversation() {
        return aConversation("A title");
    }

    public static Conversation aConversation(String title) {
        return new Conversation(
                new ConversationId(id("talk")),
                OwnerId.LOCAL,
                title,
                Value.fields().put("tag", "x").build(),
                NOON,
                NOON);
    }

    public static Run aRun(Conversation conversation) {
        return aRun(conversation, "What is the mean?", 1);
    }

    public static Run aRun(Conversation conversation, String query, long epoch) {
        return new Run(
                new RunId(id("run")),
                conversation.owner(),
                conversation.id(),
                AgentName.ANALYST,
                new ModelName("openai", "gpt/mini"),
                query,
                List.of(),
                new RunState.Running("worker-1"),
                TokenUsage.NONE,
                epoch,
                1,
                NOON);
    }

    public static List<StampedEvent> events(RunEvent... events) {
        return Arrays.stream(events).map(event -> new StampedEvent(NOON, event)).toList();
    }

    public static RunEvent.AgentThought thought(String content) {
        return new RunEvent.AgentThought(content);
    }

    public static RunEvent.ToolCalled call(String name) {
        return new RunEvent.ToolCalled(
                new CallId("call-" + name),
                new ToolName(name),
                Optional.of("1"),
                "",
                Value.fields().put("x", 1).build(),
                "key-" + name);
    }

    public static RunEvent.ToolReturned result(String name) {
        return new RunEvent.ToolReturned(
                new CallId("call-" + name),
                new ToolName(name),
                true,
                Value.fields().put("success", true).put("result", 15.25).build(),
                false,
                List.of(),
                12,
                false);
    }

    public static RunEvent.RunCompleted completed() {
        return new RunEvent.RunCompleted(AnswerKind.ANSWERED, new TokenUsage(10, 20));
    }

    public static RunEvent.RunFailed failed() {
        return new RunEvent.RunFailed(
                new RunError(RunError.Code.MODEL_FAILED, "the model gave no whole reply"), new TokenUsage(3, 4));
    }
}
