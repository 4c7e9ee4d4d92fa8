package io.hexagent.presentation.wire;

import io.hexagent.application.run.follow.FeedItem.Happened;
import io.hexagent.application.run.follow.FeedItem.TextBegun;
import io.hexagent.application.run.follow.FeedItem.TextGrown;
import io.hexagent.domain.run.EventFields;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.value.Value;

/** Events and text as clients are told of them while they happen. */
public final class EventShapes {
    /** The name of the event that tells all of a reply's text so far. */
    public static final String SNAPSHOT = "assistant_message_snapshot";

    /** The name of the event that tells what was added to it. */
    public static final String DELTA = "assistant_message_delta";

    /** The name under which chats are told what a tool reports. */
    public static final String PROGRESS = "tool_call_progress";

    private EventShapes() {}

    /**
     * {@code {type, seq, run_id, at, …}}; of a child run, {@code run_id} is the child's and the parent's stands beside
     * it.
     */
    public static Value.Fields event(Happened happened) {
        RecordedEvent recorded = happened.event();
        var fields = Value.fields()
                .put("type", recorded.event().type().wire())
                .put("seq", recorded.seq())
                .put("run_id", recorded.run().value())
                .put("at", recorded.at().toString());
        if (recorded.event() instanceof RunEvent.ChildRun) {
            fields.put("parent_run_id", recorded.run().value());
        }
        EventFields.of(recorded.event()).fields().forEach(fields::put);
        if (recorded.event() instanceof RunEvent.ToolReturned returned
                && returned.result().flag("requires_auth").orElse(false)) {
            // Clients look for it here; what the model was told stands in the result.
            fields.put("requires_auth", true);
        }
        return fields.build();
    }

    /** The same as a thread's stream tells it: what a tool reports under a name of its own has that name as type. */
    public static Value.Fields ofThread(Happened happened) {
        Value.Fields told = event(happened);
        return happened.event().event() instanceof RunEvent.ToolProgress progress
                ? progress.name().map(name -> told.with("type", Value.of(name))).orElse(told)
                : told;
    }

    /** {@code {run_id, reply, text}}. */
    public static Value.Fields snapshot(TextBegun text) {
        return Value.fields()
                .put("run_id", text.run().id().value())
                .put("reply", text.reply())
                .put("text", text.text())
                .build();
    }

    /** {@code {run_id, reply, delta}}. */
    public static Value.Fields delta(TextGrown text) {
        return Value.fields()
                .put("run_id", text.run().id().value())
                .put("reply", text.reply())
                .put("delta", text.delta())
                .build();
    }
}
