package io.hexagent.presentation.wire;

import io.hexagent.application.run.follow.FeedItem;
import io.hexagent.application.run.follow.FeedItem.Happened;
import io.hexagent.application.run.follow.FeedItem.Idle;
import io.hexagent.application.run.follow.FeedItem.TextBegun;
import io.hexagent.application.run.follow.FeedItem.TextGrown;
import io.hexagent.domain.run.EventFields;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunError;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Server-sent events, in the three manners of our streams. Safe for use by many threads. */
public final class ServerSentEvents {
    private static final byte[] NOTHING = new byte[0];

    /** A comment, which keeps a silent connection alive. */
    private static final String COMMENT = ": keep-alive\n\n";

    private static final String KEEP_ALIVE = "event: keep_alive\ndata: {}\n\n";
    private static final String WAITING = "event: waiting\ndata: {}\n\n";

    /** The name under which a thread's stream tells all events. */
    private static final String EXECUTE = "task_agent_execute";

    private final Json json;

    public ServerSentEvents(Json json) {
        this.json = json;
    }

    /** A run's events, each under its own name, with its number as id. */
    public byte[] ofRun(FeedItem item) {
        return switch (item) {
            case Happened happened -> {
                String type = happened.event().event().type().wire();
                yield event(Optional.of(Long.toString(happened.seq())), type, EventShapes.event(happened));
            }
            case TextBegun text -> snapshot(text);
            case TextGrown text -> delta(text);
            case Idle idle -> NOTHING;
        };
    }

    /** A run's events as a thread's stream tells them, with the number alone as id. */
    public byte[] ofFlow(FeedItem item) {
        return item instanceof Happened happened
                ? event(Optional.of(Long.toString(happened.seq())), EXECUTE, EventShapes.ofThread(happened))
                : ofThread(item);
    }

    /** A thread's events, all under one name, with the run's ordinal and the number as id. */
    public byte[] ofThread(FeedItem item) {
        return switch (item) {
            case Happened happened -> {
                String id = happened.run().ordinal() + "." + happened.seq();
                yield event(Optional.of(id), EXECUTE, EventShapes.ofThread(happened));
            }
            case TextBegun text -> snapshot(text);
            case TextGrown text -> delta(text);
            case Idle idle -> bytes(WAITING);
        };
    }

    /** What a chat shows: text, tools, resources, requests and the end. */
    public byte[] ofChat(FeedItem item) {
        return switch (item) {
            case Happened happened -> chat(happened);
            case TextBegun text -> snapshot(text);
            case TextGrown text -> delta(text);
            case Idle idle -> NOTHING;
        };
    }

    private byte[] chat(Happened happened) {
        String id = Long.toString(happened.seq());
        Run run = happened.run();
        return switch (happened.event().event()) {
            case RunEvent.ToolCalled called -> chat(happened, "tool_call_start");
            case RunEvent.ToolProgress progress -> chat(happened, EventShapes.PROGRESS);
            case RunEvent.ToolReturned returned -> chat(happened, "tool_call_end");
            case RunEvent.ArtifactCreated created -> chat(happened, "resource_created");
            case RunEvent.InputRequested requested -> chat(happened, "input_requested");
            case RunEvent.RunCompleted completed -> event(Optional.of(id), "done", end(run, completed));
            case RunEvent.RunCancelled cancelled -> event(Optional.of(id), "done", end(run, cancelled));
            case RunEvent.RunFailed failed -> {
                // The error first, for those who look for it; the end comes in any case.
                byte[] error = event(Optional.empty(), "error", error(run, failed.error()));
                byte[] done = event(Optional.of(id), "done", end(run, failed));
                yield join(error, done);
            }
            case RunEvent.RunQueued queued -> NOTHING;
            case RunEvent.RunStarted started -> NOTHING;
            case RunEvent.UserRequest request -> NOTHING;
            case RunEvent.AgentThought thought -> NOTHING;
            case RunEvent.AgentResponse response -> NOTHING;
            case RunEvent.ChildRun child -> NOTHING;
            case RunEvent.InputReceived received -> NOTHING;
        };
    }

    private byte[] chat(Happened happened, String name) {
        return event(Optional.of(Long.toString(happened.seq())), name, EventShapes.event(happened));
    }

    /** {@code {run_id, thread_id, status, outcome?, usage, error?}}: how a run ended. */
    public static Value.Fields end(Run run, RunEvent terminal) {
        var fields = Value.fields()
                .put("run_id", run.id().value())
                .put("thread_id", run.conversation().value());
        EventFields.of(terminal).fields().forEach(fields::put);
        return fields.build();
    }

    private static Value.Fields error(Run run, RunError error) {
        return Value.fields()
                .put("code", error.code().wire())
                .put("detail", error.message())
                .put("run_id", run.id().value())
                .put("thread_id", run.conversation().value())
                .put("status", RunStatus.FAILED.wire())
                .build();
    }

    /** An event of its own, outside the numbers of a run. */
    public byte[] named(String name, Value.Fields body) {
        return event(Optional.empty(), name, body);
    }

    private byte[] snapshot(TextBegun text) {
        return event(Optional.empty(), EventShapes.SNAPSHOT, EventShapes.snapshot(text));
    }

    private byte[] delta(TextGrown text) {
        return event(Optional.empty(), EventShapes.DELTA, EventShapes.delta(text));
    }

    private byte[] event(Optional<String> id, String name, Value.Fields body) {
        var text = new StringBuilder(256);
        id.ifPresent(number -> text.append("id: ").append(number).append('\n'));
        text.append("event: ").append(name).append('\n');
        text.append("data: ").append(json.write(body)).append("\n\n");
        return bytes(text.toString());
    }

    /** What a silent stream sends: a comment. */
    public static byte[] comment() {
        return bytes(COMMENT);
    }

    /** What a silent stream of a thread sends: an event without an id. */
    public static byte[] keepAlive() {
        return bytes(KEEP_ALIVE);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
