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
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
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
    private final Database database;
    private final Json json;
    private final int mostBytes;

    PostgresRunEvents(
            GroupWriter writer,
            PostgresCheckpoints checkpoints,
            EventRows rows,
            Database database,
            Json json,
            int mostBytes) {
        this.writer = writer;
        this.checkpoints = checkpoints;
        this.rows = rows;
        this.database = database;
        this.json = json;
        this.mostBytes = mostBytes;
    }

    @Override
    public Ticket begin(Conversation conversation, Run run, List<StampedEvent> first) {
        return offer(run.id(), run.epoch(), new Entry.Begin(conversation, run, null), first);
    }

    @Override
    public Ticket append(RunId run, long epoch, List<StampedEvent> events) {
        return offer(run, epoch, null, events);
    }

    /**
     * Begins a run that waits in the queue.
     *
     * @param conversation which nobody else knows of
     * @param mostQueued it is not written, and the ticket fenced, when so many runs are queued already
     */
    Ticket queue(Conversation conversation, Run run, List<StampedEvent> first, int mostQueued) {
        return offer(run.id(), run.epoch(), new Entry.Begin(conversation, run, mostQueued), first);
    }

    private Ticket offer(RunId run, long epoch, Entry.@Nullable Begin begin, List<StampedEvent> events) {
        var change = RunChange.of(events);
        EventLines encoded = EventLines.of(json, run, events, mostBytes);
        @Nullable Checkpoint checkpoint = checkpoints.take(run);
        var entry = new Entry(writer, run, epoch, begin, encoded.lines(), change, encoded.expires(), checkpoint);
        if (encoded.refusal() == null) {
            writer.offer(entry);
        } else {
            writer.refuse(entry, encoded.refusal());
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
        String[] ids = runs.stream().map(RunId::value).toArray(String[]::new);
        try {
            return database.ask(connection -> events(connection, ids));
        } catch (StoreUnavailable e) {
            throw new LogUnavailable("the log cannot be read", e);
        }
    }

    private List<RecordedEvent> events(Connection connection, String[] ids) throws SQLException {
        var events = new ArrayList<RecordedEvent>();
        try (PreparedStatement query = connection.prepareStatement("""
            SELECT e.run_id, e.seq, e.type, e.at, e.body
            FROM unnest(?::text[]) WITH ORDINALITY AS w(id, place) JOIN run_events e ON e.run_id = w.id
            ORDER BY w.place, e.seq\
            """)) {
            query.setArray(1, connection.createArrayOf("text", ids));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Instant at = rows.getObject("at", OffsetDateTime.class).toInstant();
                    var row = new EventRow(
                            rows.getLong("seq"),
                            rows.getString("run_id"),
                            rows.getString("type"),
                            at,
                            rows.getString("body"));
                    events.add(event(new RunId(row.runId()), row));
                }
            }
        }
        return events;
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
