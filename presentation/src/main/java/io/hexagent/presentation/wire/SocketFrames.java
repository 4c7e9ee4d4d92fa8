package io.hexagent.presentation.wire;

import io.hexagent.application.run.follow.FeedItem;
import io.hexagent.application.run.follow.FeedItem.Happened;
import io.hexagent.application.run.follow.FeedItem.Idle;
import io.hexagent.application.run.follow.FeedItem.TextBegun;
import io.hexagent.application.run.follow.FeedItem.TextGrown;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The frames of {@code /api/ws/chat}: steps as they happen, text, and how a run ended. Safe for use by many threads.
 */
public final class SocketFrames {
    private static final byte[] NOTHING = new byte[0];

    private final Json json;

    public SocketFrames(Json json) {
        this.json = json;
    }

    /** Whether the item is a step, which is told with its number. */
    public static boolean isStep(FeedItem item) {
        return item instanceof Happened happened
                && happened.event().event().type().isStep();
    }

    /** A step: {@code {type, toolName?, params?, …, run_id, seq, order}}. @param order from 0 */
    public byte[] step(Happened happened, int order) {
        return bytes(EventShapes.event(happened).with("order", Value.of(order)));
    }

    /** How a run ended: {@code {type: done, run_id, thread_id, status, outcome?, response?, usage, error?}}. */
    public byte[] done(Happened terminal, Optional<String> response) {
        var fields = Value.fields().put("type", "done");
        ServerSentEvents.end(terminal.run(), terminal.event().event()).fields().forEach(fields::put);
        return bytes(fields.put("response", response).build());
    }

    /** {@code {type: error, code, detail, …}}: what was sent cannot be done. @param problem as the HTTP API tells it */
    public byte[] error(Value.Fields problem) {
        var fields = Value.fields().put("type", "error");
        problem.fields().forEach((name, value) -> {
            if (!name.equals("type") && !name.equals("title")) {
                fields.put(name, value);
            }
        });
        return bytes(fields.build());
    }

    public byte[] pong() {
        return bytes(Value.fields().put("type", "pong").build());
    }

    /** What is told alike to everybody: text, and what is no step and no end. */
    public byte[] shared(FeedItem item) {
        return switch (item) {
            case Happened happened -> tells(happened.event().event()) ? bytes(event(happened)) : NOTHING;
            case TextBegun text -> named(EventShapes.SNAPSHOT, EventShapes.snapshot(text));
            case TextGrown text -> named(EventShapes.DELTA, EventShapes.delta(text));
            case Idle idle -> NOTHING;
        };
    }

    /** What a tool reports has the name that chats know, as in their streams. */
    private static Value.Fields event(Happened happened) {
        Value.Fields told = EventShapes.event(happened);
        return happened.event().event() instanceof RunEvent.ToolProgress
                ? told.with("type", Value.of(EventShapes.PROGRESS))
                : told;
    }

    private static boolean tells(RunEvent event) {
        return switch (event) {
            case RunEvent.ToolProgress progress -> true;
            case RunEvent.ArtifactCreated created -> true;
            case RunEvent.ChildRun child -> true;
            case RunEvent.InputRequested requested -> true;
            case RunEvent.InputReceived received -> true;
            case RunEvent.RunQueued queued -> false;
            case RunEvent.RunStarted started -> false;
            case RunEvent.UserRequest request -> false;
            case RunEvent.AgentThought thought -> false;
            case RunEvent.ToolCalled called -> false;
            case RunEvent.ToolReturned returned -> false;
            case RunEvent.AgentResponse response -> false;
            case RunEvent.RunCompleted completed -> false;
            case RunEvent.RunFailed failed -> false;
            case RunEvent.RunCancelled cancelled -> false;
        };
    }

    private byte[] named(String type, Value.Fields body) {
        var fields = Value.fields().put("type", type);
        body.fields().forEach(fields::put);
        return bytes(fields.build());
    }

    private byte[] bytes(Value.Fields frame) {
        return json.write(frame).getBytes(StandardCharsets.UTF_8);
    }
}
