package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.run.EventFields;
import io.hexagent.domain.run.EventType;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunControl;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.RunId;
import io.hexagent.infrastructure.store.SignalHub;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Decisions about runs, each in one statement: it compares, writes the event and raises the epoch. Safe for use by many
 * threads and processes.
 */
final class PostgresRunControl implements RunControl {
    private static final String ENDING = """
        ), written AS (
          INSERT INTO run_events (run_id, seq, type, at, body)
          SELECT id, last_seq, ?, ?, ?::json FROM moved
        )\
        """;

    /** The usage stands in the event, so that it must still be the one that was read. */
    private static final String CANCEL = """
        WITH moved AS (
          UPDATE runs SET
            status = 'cancelled', completed_at = ?, epoch = epoch + 1, last_seq = last_seq + 1, request = NULL,
            input_expires_at = NULL, due_at = NULL, lease_until = NULL
          WHERE id = ? AND owner = ? AND status IN ('queued', 'running', 'awaiting_input')
            AND input_tokens = ? AND output_tokens = ?
          RETURNING *
        """ + ENDING + """
        , dropped AS (
          DELETE FROM checkpoints c USING moved m WHERE c.run_id = m.id
        )
        SELECT * FROM moved\
        """;

    private static final String DECIDE = """
        WITH moved AS (
          UPDATE runs SET
            status = 'queued', due_at = now(), epoch = epoch + 1, last_seq = last_seq + 1, request = NULL,
            input_expires_at = NULL, worker = NULL, lease_until = NULL, attempt = greatest(attempt - 1, 0)
          WHERE id = ? AND owner = ? AND status = 'awaiting_input' AND request = ?
          RETURNING *
        """ + ENDING + """
        SELECT * FROM moved\
        """;

    private static final String REQUEST = """
        SELECT e.body FROM runs r JOIN run_events e ON e.run_id = r.id AND e.type = ?
        WHERE r.id = ? AND r.owner = ? AND r.status = 'awaiting_input'
        ORDER BY e.seq DESC LIMIT 1\
        """;

    private static final String EXPIRED = """
        SELECT * FROM runs WHERE status = 'awaiting_input' AND input_expires_at <= now()
        ORDER BY input_expires_at, id LIMIT ?\
        """;

    private final Database database;
    private final SignalHub signals;
    private final Json json;
    private final RunReading reading;

    PostgresRunControl(Database database, SignalHub signals, Json json) {
        this.database = database;
        this.signals = signals;
        this.json = json;
        this.reading = new RunReading(json);
    }

    /** A decision that was written. @param seq the number of its event */
    private record Moved(Run run, long seq) {}

    @Override
    public Cancelling cancel(OwnerId owner, RunId run, Instant at) {
        if (!Searchable.is(run.value())) {
            return new Cancelling.Unknown();
        }
        while (true) {
            Optional<Run> found = find(owner, run);
            if (found.isEmpty()) {
                return new Cancelling.Unknown();
            }
            if (found.get().status().isTerminal()) {
                return new Cancelling.EndedBefore(found.get());
            }
            Optional<Moved> moved = database.once((connection, doubtful) -> {
                Optional<Moved> cancelled = cancel(connection, found.get(), at);
                // When an answer was lost, a cancelled run may be our own work: nobody else's has our time.
                return cancelled.isEmpty() && doubtful ? ours(connection, found.get(), at) : cancelled;
            });
            if (moved.isPresent()) {
                tell(moved.get());
                // Should this process end here, whoever finds a child without its parent ends it.
                children(owner, run).forEach(child -> cancel(owner, child, at));
                return new Cancelling.Done(moved.get().run());
            }
            // It ended meanwhile, or used more tokens: look again.
        }
    }

    private List<RunId> children(OwnerId owner, RunId parent) {
        return database.ask(connection -> {
            try (PreparedStatement query = connection.prepareStatement("""
                SELECT * FROM runs
                WHERE parent = ? AND owner = ? AND status IN ('queued', 'running', 'awaiting_input') ORDER BY ordinal\
                """)) {
                query.setString(1, parent.value());
                query.setString(2, owner.value());
                return reading.all(query).stream().map(Run::id).toList();
            }
        });
    }

    private Optional<Moved> cancel(Connection connection, Run run, Instant at) throws SQLException {
        var event = new RunEvent.RunCancelled(run.usage());
        try (PreparedStatement statement = connection.prepareStatement(CANCEL)) {
            statement.setObject(1, AcceptStatement.time(at));
            statement.setString(2, run.id().value());
            statement.setString(3, run.owner().value());
            statement.setLong(4, run.usage().input());
            statement.setLong(5, run.usage().output());
            bind(statement, 6, event, at);
            return moved(statement);
        }
    }

    private Optional<Moved> ours(Connection connection, Run run, Instant at) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT * FROM runs WHERE id = ? AND status = 'cancelled'")) {
            query.setString(1, run.id().value());
            return moved(query)
                    .filter(moved -> moved.run().state() instanceof RunState.Cancelled(Instant when)
                            && when.equals(at.truncatedTo(ChronoUnit.MICROS)));
        }
    }

    @Override
    public Deciding decide(OwnerId owner, RunId run, RunEvent.InputReceived decision, Instant at) {
        if (!Searchable.is(run.value()) || !Searchable.is(decision.request())) {
            return find(owner, run).<Deciding>map(Deciding.NotWaiting::new).orElseGet(Deciding.Unknown::new);
        }
        Optional<Moved> moved = database.once((connection, doubtful) -> {
            Optional<Moved> decided = decide(connection, owner, run, decision, at);
            return decided.isEmpty() && doubtful ? decidedBefore(connection, run, decision, at) : decided;
        });
        if (moved.isPresent()) {
            tell(moved.get());
            return new Deciding.Done(moved.get().run());
        }
        return find(owner, run).<Deciding>map(Deciding.NotWaiting::new).orElseGet(Deciding.Unknown::new);
    }

    private Optional<Moved> decide(
            Connection connection, OwnerId owner, RunId run, RunEvent.InputReceived decision, Instant at)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DECIDE)) {
            statement.setString(1, run.value());
            statement.setString(2, owner.value());
            statement.setString(3, decision.request());
            bind(statement, 4, decision, at);
            return moved(statement);
        }
    }

    /** The run, when our decision is in its log though the answer to it was lost. */
    private Optional<Moved> decidedBefore(Connection connection, RunId run, RunEvent.InputReceived decision, Instant at)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
            SELECT r.* FROM runs r JOIN run_events e ON e.run_id = r.id
            WHERE r.id = ? AND e.type = ? AND e.at = ? AND e.body::text = ?\
            """)) {
            query.setString(1, run.value());
            query.setString(2, decision.type().wire());
            query.setObject(3, AcceptStatement.time(at));
            query.setString(4, json.write(EventFields.of(decision)));
            return moved(query);
        }
    }

    private void bind(PreparedStatement statement, int from, RunEvent event, Instant at) throws SQLException {
        statement.setString(from, event.type().wire());
        statement.setObject(from + 1, AcceptStatement.time(at));
        statement.setString(from + 2, json.write(EventFields.of(event)));
    }

    private Optional<Moved> moved(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(new Moved(reading.run(rows), rows.getLong("last_seq"))) : Optional.empty();
        }
    }

    /** Both wake the queue: a decided run waits in it, and a cancelled one may have kept another from leaving it. */
    private void tell(Moved moved) {
        RunId run = moved.run().id();
        signals.publish(List.of(
                new Signal.Appended(run, moved.seq()),
                new Signal.Taken(run, moved.run().epoch()),
                new Signal.Queued()));
    }

    private Optional<Run> find(OwnerId owner, RunId run) {
        if (!Searchable.is(run.value())) {
            return Optional.empty();
        }
        return database.ask(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT * FROM runs WHERE id = ? AND owner = ?")) {
                query.setString(1, run.value());
                query.setString(2, owner.value());
                return reading.one(query);
            }
        });
    }

    @Override
    public Optional<RunEvent.InputRequested> request(OwnerId owner, RunId run) {
        if (!Searchable.is(run.value())) {
            return Optional.empty();
        }
        return database.ask(connection -> {
            try (PreparedStatement query = connection.prepareStatement(REQUEST)) {
                query.setString(1, EventType.INPUT_REQUESTED.wire());
                query.setString(2, run.value());
                query.setString(3, owner.value());
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next()
                            ? Optional.of((RunEvent.InputRequested)
                                    EventFields.read(EventType.INPUT_REQUESTED, json.readFields(rows.getString(1))))
                            : Optional.empty();
                }
            }
        });
    }

    @Override
    public List<Run> expired(int limit) {
        return database.ask(connection -> {
            try (PreparedStatement query = connection.prepareStatement(EXPIRED)) {
                query.setInt(1, limit);
                return reading.all(query);
            }
        });
    }
}
