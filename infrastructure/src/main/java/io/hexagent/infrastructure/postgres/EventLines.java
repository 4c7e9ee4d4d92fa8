package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.run.EventFields;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents.LogUnavailable;
import io.hexagent.domain.run.StampedEvent;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events as the log keeps them.
 *
 * @param refusal why the log does not take them
 * @param expires when the last request among them is decided by default
 */
record EventLines(
        List<Entry.Line> lines,
        @Nullable LogUnavailable refusal,
        @Nullable Instant expires) {

    static EventLines of(Json json, RunId run, List<StampedEvent> events, int mostBytes) {
        var lines = new ArrayList<Entry.Line>(events.size());
        @Nullable LogUnavailable refusal = null;
        @Nullable Instant expires = null;
        for (StampedEvent stamped : events) {
            String body = json.write(EventFields.of(stamped.event()));
            if (body.length() > mostBytes) {
                refusal = new LogUnavailable(
                        "an event \"" + stamped.event().type().wire() + "\" of run " + run + " has " + body.length()
                                + " characters, at most " + mostBytes + " are allowed",
                        new IllegalArgumentException("too large"));
            }
            if (stamped.event() instanceof RunEvent.InputRequested requested) {
                expires = requested.expiresAt().orElse(null);
            }
            lines.add(new Entry.Line(stamped.event().type().wire(), stamped.at(), body));
        }
        return new EventLines(lines, refusal, expires);
    }
}
