package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.run.Multitask;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunQueue.Acceptance;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.value.Clean;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The two statements of an acceptance: the second decides on what was committed before the first had its lock. */
final class AcceptStatement {
    private static final String TOUCH = """
        INSERT INTO conversations AS c (owner, id, title, metadata, created_at, updated_at, runs)
        VALUES (?, ?, ?, ?::json, ?, ?, 1)
        ON CONFLICT (owner, id) DO UPDATE SET
          updated_at = greatest(c.updated_at, excluded.updated_at), runs = c.runs + 1
        RETURNING runs\
        """;

    private static final String ADMIT = """
        WITH live AS (
          SELECT id FROM runs
          WHERE owner = ? AND conversation = ? AND status IN ('queued', 'running', 'awaiting_input')
          ORDER BY ordinal DESC LIMIT 1
        ), waiting AS (
          SELECT count(*)::int AS many FROM (SELECT 1 FROM runs WHERE status = 'queued' LIMIT ?) q
        ), taken AS (
          INSERT INTO runs (id, owner, conversation, ordinal, agent, model, query, datasets, replay_of, parent, status, worker,
            input_tokens, output_tokens, epoch, attempt, last_seq, batch, created_at, due_at, lease_until)
          SELECT ?, ?, ?, ?, ?, ?, ?, ?::json, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?,
            CASE WHEN ? THEN now() END, CASE WHEN NOT ? THEN now() + ? * interval '1 microsecond' END
          FROM waiting
          WHERE NOT (? AND EXISTS (SELECT 1 FROM live)) AND NOT (? AND waiting.many >= ?)
          RETURNING id
        ), written AS (
          INSERT INTO run_events (run_id, seq, type, at, body)
          SELECT t.id, e.place, e.type, timestamptz 'epoch' + interval '1 microsecond' * e.at, e.body::json
          FROM taken t, unnest(?::text[], ?::bigint[], ?::text[]) WITH ORDINALITY AS e(type, at, body, place)
        )
        SELECT EXISTS (SELECT 1 FROM taken), (SELECT id FROM live), many FROM waiting\
        """;

    /**
     * What came of it.
     *
     * @param live the newest run of the conversation that has not ended
     * @param queued how many runs are queued
     */
    record Admission(boolean taken, Optional<RunId> live, int queued) {}

    private final Json json;
    private final long leaseMicros;

    AcceptStatement(Json json, Duration lease) {
        this.json = json;
        this.leaseMicros = lease.toNanos() / 1_000;
    }

    /** Stores or touches the conversation and locks it. @return the number of its new run */
    long touch(Connection connection, Conversation conversation) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TOUCH)) {
            statement.setString(1, conversation.owner().value());
            statement.setString(2, conversation.id().value());
            statement.setString(3, Clean.text(conversation.title()));
            statement.setString(4, json.write(conversation.metadata()));
            statement.setObject(5, time(conversation.createdAt()));
            statement.setObject(6, time(conversation.updatedAt()));
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new SQLException("the conversation was not stored", "XX000");
                }
                return rows.getLong(1);
            }
        }
    }

    /** Stores the run with its first events, unless its conversation is busy or the queue is full. */
    Admission admit(Connection connection, Acceptance acceptance, Run run, List<Entry.Line> lines) throws SQLException {
        StateColumns state = StateColumns.of(run.state());
        boolean queued = run.state() instanceof RunState.Queued;
        try (PreparedStatement statement = connection.prepareStatement(ADMIT)) {
            var binder = new Binder(statement);
            binder.texts(run.owner().value(), run.conversation().value());
            binder.number(queued ? acceptance.mostQueued() : 0);
            binder.texts(
                    run.id().value(), run.owner().value(), run.conversation().value());
            binder.number(run.ordinal());
            binder.texts(run.agent().value(), run.model().toString(), Clean.text(run.query()), datasets(run));
            binder.texts(
                    run.replayOf().map(RunId::value).orElse(null),
                    run.parent().map(RunId::value).orElse(null),
                    state.status(),
                    state.worker());
            binder.number(run.usage().input());
            binder.number(run.usage().output());
            binder.number(run.epoch());
            binder.number(run.attempt());
            binder.number(lines.size());
            binder.time(run.createdAt());
            binder.flag(queued);
            binder.flag(queued);
            binder.number(leaseMicros);
            binder.flag(acceptance.whenBusy() == Multitask.REJECT);
            binder.flag(queued);
            binder.number(acceptance.mostQueued());
            binder.array("text", connection, lines, Entry.Line::type);
            binder.array("int8", connection, lines, line -> BatchStatement.micros(line.at()));
            binder.array("text", connection, lines, Entry.Line::body);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new SQLException("the acceptance gave no answer", "XX000");
                }
                return new Admission(
                        rows.getBoolean(1),
                        Optional.ofNullable(rows.getString(2)).map(RunId::new),
                        rows.getInt(3));
            }
        }
    }

    private String datasets(Run run) {
        return json.write(
                Value.texts(run.datasets().stream().map(DatasetId::value).toList()));
    }

    /** A time as a parameter: to the microsecond, as the database keeps it; finer parts are cut off. */
    static OffsetDateTime time(Instant at) {
        return at.truncatedTo(java.time.temporal.ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    /** Sets parameters from the first to the last. */
    private static final class Binder {
        private final PreparedStatement statement;
        private int index;

        Binder(PreparedStatement statement) {
            this.statement = statement;
        }

        void texts(@Nullable String... values) throws SQLException {
            for (String value : values) {
                if (value == null) {
                    statement.setNull(++index, Types.VARCHAR);
                } else {
                    statement.setString(++index, value);
                }
            }
        }

        void number(long value) throws SQLException {
            statement.setLong(++index, value);
        }

        void flag(boolean value) throws SQLException {
            statement.setBoolean(++index, value);
        }

        void time(Instant at) throws SQLException {
            statement.setObject(++index, AcceptStatement.time(at));
        }

        void array(
                String type,
                Connection connection,
                List<Entry.Line> lines,
                Function<Entry.Line, @Nullable Object> column)
                throws SQLException {
            @Nullable Object[] values = lines.stream().map(column).toArray();
            statement.setArray(++index, connection.createArrayOf(type, values));
        }
    }
}
