package io.hexagent.presentation.api;

import io.hexagent.config.Hexagent;
import io.hexagent.config.Inside;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.language.Delta;
import io.hexagent.domain.language.ModelName;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.StampedEvent;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A run whose worker is the test: it writes events and text as a worker does. */
final class PlayedRun {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    private final Hexagent hexagent;
    private final Store store;
    private final Run run;
    private long seq;

    private PlayedRun(Hexagent hexagent, Run run) {
        this.hexagent = hexagent;
        this.store = Inside.store(hexagent);
        this.run = run;
    }

    static Conversation thread(Hexagent hexagent) {
        var conversation = new Conversation(
                new ConversationId(UUID.randomUUID().toString()), OwnerId.LOCAL, "Played", Value.Fields.EMPTY, AT, AT);
        Inside.store(hexagent).conversations().add(conversation);
        return conversation;
    }

    /** Begins a run of a conversation; its first two events are there at once. */
    static PlayedRun begin(Hexagent hexagent, Conversation conversation) {
        var run = new Run(
                new RunId(UUID.randomUUID().toString()),
                OwnerId.LOCAL,
                conversation.id(),
                AgentName.CHAT,
                new ModelName("desk", "words"),
                "hello",
                List.of(),
                new RunState.Running("test"),
                TokenUsage.NONE,
                1,
                1,
                AT);
        var played = new PlayedRun(hexagent, run);
        var first = List.of(new RunEvent.RunStarted(1, "test"), new RunEvent.UserRequest("hello"));
        played.hear(first);
        long ignored = played.store
                .runEvents()
                .begin(conversation, run, stamped(first))
                .seq();
        return played;
    }

    RunId id() {
        return run.id();
    }

    /** Commits events. */
    PlayedRun add(RunEvent... events) {
        hear(List.of(events));
        long ignored = store.runEvents()
                .append(run.id(), run.epoch(), stamped(List.of(events)))
                .seq();
        return this;
    }

    /** Commits so many small events, one by one. */
    PlayedRun progress(int events) {
        for (int i = 0; i < events; i++) {
            add(new RunEvent.ToolProgress(new CallId("call"), i % 100, "step " + i));
        }
        return this;
    }

    /** The model writes. */
    PlayedRun write(String text) {
        Inside.feeds(hexagent).listener().delta(run.id(), new Delta.Text(text));
        return this;
    }

    /** The model begins its reply anew. */
    PlayedRun writeAnew() {
        Inside.feeds(hexagent).listener().delta(run.id(), new Delta.Restarted());
        return this;
    }

    PlayedRun answer(String text) {
        return add(new RunEvent.AgentResponse(text, AnswerKind.ANSWERED, List.of(), List.of()));
    }

    PlayedRun complete() {
        return add(new RunEvent.RunCompleted(AnswerKind.ANSWERED, TokenUsage.NONE));
    }

    private void hear(List<? extends RunEvent> events) {
        for (RunEvent event : events) {
            seq++;
            Inside.feeds(hexagent).listener().event(run.id(), seq, event);
        }
    }

    private static List<StampedEvent> stamped(List<? extends RunEvent> events) {
        var stamped = new ArrayList<StampedEvent>();
        events.forEach(event -> stamped.add(new StampedEvent(AT, event)));
        return stamped;
    }
}
