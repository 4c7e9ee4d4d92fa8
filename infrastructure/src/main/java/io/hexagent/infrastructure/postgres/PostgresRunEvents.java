package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.run.Checkpoint;
import io.hexagent.domain.run.EventFields;
import io.hexagent.domain.run.EventType;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.StampedEvent;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.RunId;
import io.hexagent.infrastructure.store.RunChange;
import io.hexagent.infrastructure.store.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log of all runs in Postgres. Events are encoded on the thread that appends them, and committed together with
 * those of other runs; times are kept to the microsecond. Safe for use by many threads.
 */
public final class PostgresRunEvents implements RunEvents {
    private final GroupWriter writer;
    private final PostgresCheckpoints checkpoints;
    private final EventRows rows;
    private final Json json;
    private final int mostBytes;

    PostgresRunEvents(GroupWriter writer, PostgresCheckpoints checkpoints, EventRows rows, Json json, int mostBytes) {
        this.writer = writer;
        this.checkpoints = checkpoints;
        this.rows = rows;
        this.json = json;
        this.mostBytes = mostBytes;
    }

    @Override
    public Ticket begin(Conversation conversation, Run run, List<StampedEvent> first) {
        return offer(run.id(), run.epoch(), new Entry.Begin(conversation, run), first);
    }

    @Override
    public Ticket append(RunId run, long epoch, List<StampedEvent> events) {
        return offer(run, epoch, null, events);
    }

    private Ticket offer(RunId run, long epoch, Entry.@Nullable Begin begin, List<StampedEvent> events) {
        var change = RunChange.of(events);
        var lines = new ArrayList<Entry.Line>(events.size());
        @Nullable LogUnavailable refusal = null;
        for (StampedEvent stamped : events) {
            String body = json.write(EventFields.of(stamped.event()));
            if (body.length() > mostBytes) {
                refusal = new LogUnavailable(
                        "an event \"" + stamped.event().type().wire() + "\" of run " + run + " has " + body.length()
                                + " characters, at most " + mostBytes + " are allowed",
                        new IllegalArgumentException("too large"));
            }
            lines.add(new Entry.Line(stamped.event().type().wire(), stamped.at(), body));
        }
        @Nullable Checkpoint checkpoint = checkpoints.take(run);
        var entry = new Entry(writer, run, epoch, begin, lines, change, checkpoint);
        if (refusal == null) {
            writer.offer(entry);
        } else {
            writer.refuse(entry, refusal);
        }
        return entry;
    }

    @Override
    public List<RecordedEvent> read(RunId run, long after, int limit) {
        try {
            return Calls.of(() -> rows.after(run.value(), after, limit)).stream()
                    .map(row -> event(run, row))
                    .toList();
        } catch (StoreUnavailable e) {
            throw new LogUnavailable("the log cannot be read", e);
        }
    }

    @Override
    public List<RecordedEvent> readAll(List<RunId> runs) {
        throw new UnsupportedOperationException();
    }

    private RecordedEvent event(RunId run, EventRow row) {
        EventType type = EventType.ofWire(row.type());
        return new RecordedEvent(run, row.seq(), row.at(), EventFields.read(type, json.readFields(row.body())));
    }

    /** What the writer has done so far. */
    public WriterStats stats() {
        return writer.stats();
    }
}
