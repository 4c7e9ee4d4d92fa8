package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.Checkpoint;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.value.Clean;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes a whole batch in one statement, and so in one round trip and one commit. Runs are locked in the order of their
 * ids; a run that is held under another epoch, or has ended, is not in the answer, and nothing of it was written.
 */
final class BatchStatement implements AutoCloseable {
    private static final String SQL = """
        WITH talk AS (
          INSERT INTO conversations AS c (owner, id, title, metadata, created_at, updated_at, runs)
          SELECT t.owner, t.id, t.title, t.metadata::json, %1$s(t.created), %1$s(t.updated), t.runs
          FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
            AS t(owner, id, title, metadata, created, updated, runs, room)
          WHERE t.room IS NULL
            OR (SELECT count(*) FROM (SELECT 1 FROM runs WHERE status = 'queued' LIMIT ?::bigint) q) <= t.room
          ORDER BY t.owner, t.id
          ON CONFLICT (owner, id) DO UPDATE SET
            updated_at = greatest(c.updated_at, excluded.updated_at), runs = c.runs + excluded.runs
          RETURNING c.owner, c.id, c.runs
        ), begun AS (
          INSERT INTO runs AS r (id, owner, conversation, agent, model, query, datasets, status, worker, request,
            outcome, error_code, error_message, input_tokens, output_tokens, epoch, attempt, last_seq, created_at,
            completed_at, ordinal, replay_of, parent, input_expires_at, due_at, lease_until, batch)
          SELECT b.id, b.owner, b.conversation, b.agent, b.model, b.query, b.datasets::json, b.status, b.worker,
            b.request, b.outcome, b.error_code, b.error_message, b.input_tokens, b.output_tokens, b.epoch,
            b.attempt, b.last_seq, %1$s(b.created), %1$s(b.completed), t.runs - b.later, b.replay_of, b.parent,
            %1$s(b.expires),
            CASE WHEN b.status = 'queued' THEN now() END,
            CASE WHEN b.status = 'running' THEN now() + ?::bigint * interval '1 microsecond' END,
            ?::bigint
          FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
              ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
              ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::bigint[])
            AS b(id, owner, conversation, agent, model, query, datasets, status, worker, request, outcome,
              error_code, error_message, input_tokens, output_tokens, epoch, attempt, last_seq, created, completed,
              later, replay_of, parent, expires)
          JOIN talk t ON t.owner = b.owner AND t.id = b.conversation
          RETURNING r.id, r.last_seq, r.last_seq AS added, r.status, r.owner, r.conversation
        ), held AS (
          SELECT g.* FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::text[],
              ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[])
            AS g(run, epoch, added, status, worker, attempt, outcome, error_code, error_message, input_tokens,
              output_tokens, completed, request, expires)
          JOIN runs r ON r.id = g.run AND r.epoch = g.epoch AND r.status IN ('queued', 'running', 'awaiting_input')
          ORDER BY r.id
          FOR UPDATE OF r
        ), moved AS (
          UPDATE runs r SET
            last_seq = r.last_seq + h.added,
            batch = ?::bigint,
            status = coalesce(h.status, r.status),
            worker = CASE WHEN h.status IN ('queued', 'awaiting_input') THEN NULL ELSE coalesce(h.worker, r.worker) END,
            request = CASE WHEN h.status IS NULL THEN r.request ELSE h.request END,
            input_expires_at = CASE WHEN h.status IS NULL THEN r.input_expires_at ELSE %1$s(h.expires) END,
            attempt = coalesce(h.attempt, r.attempt),
            outcome = coalesce(h.outcome, r.outcome),
            error_code = coalesce(h.error_code, r.error_code),
            error_message = coalesce(h.error_message, r.error_message),
            input_tokens = coalesce(h.input_tokens, r.input_tokens),
            output_tokens = coalesce(h.output_tokens, r.output_tokens),
            completed_at = coalesce(%1$s(h.completed), r.completed_at),
            due_at = CASE WHEN h.status IS NULL THEN r.due_at WHEN h.status = 'queued' THEN now() END,
            lease_until = CASE WHEN h.status IS NULL THEN r.lease_until
              WHEN h.status = 'running' THEN now() + ?::bigint * interval '1 microsecond' END
          FROM held h
          WHERE r.id = h.run
          RETURNING r.id, r.last_seq, h.added, r.status, r.owner, r.conversation
        ), done AS (
          SELECT * FROM moved UNION ALL SELECT * FROM begun
        ), written AS (
          INSERT INTO run_events (run_id, seq, type, at, body)
          SELECT d.id, d.last_seq - d.added + e.place, e.type, %1$s(e.at), e.body::json
          FROM unnest(?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::text[]) AS e(run, place, type, at, body)
          JOIN done d ON d.id = e.run
        ), saved AS (
          INSERT INTO checkpoints AS c (run_id, upto_seq, node, next, state)
          SELECT d.id, k.upto_seq, k.node, k.next, k.state
          FROM unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[]) AS k(run, upto_seq, node, next, state)
          JOIN done d ON d.id = k.run
          ON CONFLICT (run_id) DO UPDATE SET
            upto_seq = excluded.upto_seq, node = excluded.node, next = excluded.next, state = excluded.state
        ), dropped AS (
          DELETE FROM checkpoints c USING moved m
          WHERE c.run_id = m.id AND m.status IN ('completed', 'failed', 'cancelled')
        )
        SELECT d.id, d.last_seq, d.status IN ('completed', 'failed', 'cancelled') AND EXISTS (
          SELECT 1 FROM runs w
          WHERE w.owner = d.owner AND w.conversation = d.conversation AND w.status = 'queued' AND w.id <> d.id)
        FROM done d
        """.replace("%1$s(", "timestamptz 'epoch' + interval '1 microsecond' * (");

    /**
     * What became of a run.
     *
     * @param seq the number of its last event
     * @param frees whether it has ended, and another run of its conversation waits in the queue
     */
    record Written(long seq, boolean frees) {}

    private record Talk(String owner, String id) {
        static Talk of(Run run) {
            return new Talk(run.owner().value(), run.conversation().value());
        }
    }

    private final Connection arrays;
    private final Array noTexts;
    private final Array noLongs;
    private final PreparedStatement statement;
    private final Json json;
    private final long leaseMicros;

    BatchStatement(Connection connection, Json json, Duration lease) throws SQLException {
        this.arrays = connection;
        this.noTexts = connection.createArrayOf("text", new String[0]);
        this.noLongs = connection.createArrayOf("int8", new Long[0]);
        this.statement = connection.prepareStatement(SQL);
        this.json = json;
        this.leaseMicros = lease.toNanos() / 1_000;
    }

    /**
     * Writes the groups, each of another run.
     *
     * @param batch a number that no other batch has
     * @return the runs that were written
     */
    Map<RunId, Written> execute(List<Group> groups, long batch) throws SQLException {
        var binder = new Binder();
        Map<Talk, Long> runs = bindConversations(binder, groups);
        bindBegun(binder, groups, batch, runs);
        bindMoved(binder, groups, batch);
        bindEvents(binder, groups);
        bindCheckpoints(binder, groups);
        var written = new HashMap<RunId, Written>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                written.put(new RunId(rows.getString(1)), new Written(rows.getLong(2), rows.getBoolean(3)));
            }
        }
        return written;
    }

    /** @return how many runs each conversation gets */
    private Map<Talk, Long> bindConversations(Binder binder, List<Group> groups) throws SQLException {
        var unique = new LinkedHashMap<Talk, Conversation>();
        var runs = new HashMap<Talk, Long>();
        var rooms = new HashMap<Talk, Long>();
        int most = 0;
        for (Group group : groups) {
            Entry.Begin begin = group.begin();
            if (begin != null) {
                Talk talk = Talk.of(begin.run());
                runs.merge(talk, 1L, Long::sum);
                unique.merge(talk, begin.conversation(), (a, b) -> b.updatedAt().isAfter(a.updatedAt()) ? b : a);
                if (begin.mostQueued() != null) {
                    most = Math.max(most, begin.mostQueued());
                    // Those before it in this batch are not seen by the statement that counts.
                    rooms.put(talk, (long) begin.mostQueued() - 1 - rooms.size());
                }
            }
        }
        List<Map.Entry<Talk, Conversation>> all = List.copyOf(unique.entrySet());
        binder.texts(all, talk -> talk.getKey().owner());
        binder.texts(all, talk -> talk.getKey().id());
        binder.texts(all, talk -> Clean.text(talk.getValue().title()));
        binder.texts(all, talk -> json.write(talk.getValue().metadata()));
        binder.longs(all, talk -> micros(talk.getValue().createdAt()));
        binder.longs(all, talk -> micros(talk.getValue().updatedAt()));
        binder.longs(all, talk -> runs.get(talk.getKey()));
        binder.longs(all, talk -> rooms.get(talk.getKey()));
        binder.number(most);
        return runs;
    }

    private void bindBegun(Binder binder, List<Group> groups, long batch, Map<Talk, Long> runs) throws SQLException {
        // Those that are later in the same conversation have the numbers after it.
        record Begun(
                Run run,
                StateColumns state,
                long events,
                long later,
                @Nullable Instant expires) {}
        var begun = new ArrayList<Begun>();
        for (Group group : groups) {
            Entry.Begin begin = group.begin();
            if (begin != null) {
                Run run = group.change().appliedTo(begin.run());
                long later = runs.merge(Talk.of(run), -1L, Long::sum);
                begun.add(new Begun(run, StateColumns.of(run.state()), group.events(), later, group.expires()));
            }
        }
        binder.number(leaseMicros);
        binder.number(batch);
        binder.texts(begun, b -> b.run().id().value());
        binder.texts(begun, b -> b.run().owner().value());
        binder.texts(begun, b -> b.run().conversation().value());
        binder.texts(begun, b -> b.run().agent().value());
        binder.texts(begun, b -> b.run().model().toString());
        binder.texts(begun, b -> Clean.text(b.run().query()));
        binder.texts(
                begun,
                b -> json.write(Value.texts(
                        b.run().datasets().stream().map(DatasetId::value).toList())));
        binder.texts(begun, b -> b.state().status());
        binder.texts(begun, b -> b.state().worker());
        binder.texts(begun, b -> b.state().request());
        binder.texts(begun, b -> b.state().outcome());
        binder.texts(begun, b -> b.state().errorCode());
        binder.texts(begun, b -> b.state().errorMessage());
        binder.longs(begun, b -> b.run().usage().input());
        binder.longs(begun, b -> b.run().usage().output());
        binder.longs(begun, b -> b.run().epoch());
        binder.longs(begun, b -> (long) b.run().attempt());
        binder.longs(begun, Begun::events);
        binder.longs(begun, b -> micros(b.run().createdAt()));
        binder.longs(begun, b -> micros(b.state().completedAt()));
        binder.longs(begun, Begun::later);
        binder.texts(begun, b -> b.run().replayOf().map(RunId::value).orElse(null));
        binder.texts(begun, b -> b.run().parent().map(RunId::value).orElse(null));
        binder.longs(begun, b -> micros(b.expires()));
    }

    private void bindMoved(Binder binder, List<Group> groups, long batch) throws SQLException {
        List<Group> appended =
                groups.stream().filter(group -> group.begin() == null).toList();
        List<Optional<StateColumns>> states = appended.stream()
                .map(group -> group.change().state().map(StateColumns::of))
                .toList();
        binder.texts(appended, group -> group.run().value());
        binder.longs(appended, Group::epoch);
        binder.longs(appended, group -> (long) group.events());
        binder.texts(states, state -> state.map(StateColumns::status).orElse(null));
        binder.texts(states, state -> state.map(StateColumns::worker).orElse(null));
        binder.longs(appended, group -> attempt(group));
        binder.texts(states, state -> state.map(StateColumns::outcome).orElse(null));
        binder.texts(states, state -> state.map(StateColumns::errorCode).orElse(null));
        binder.texts(states, state -> state.map(StateColumns::errorMessage).orElse(null));
        binder.longs(
                appended, group -> group.change().usage().map(TokenUsage::input).orElse(null));
        binder.longs(
                appended,
                group -> group.change().usage().map(TokenUsage::output).orElse(null));
        binder.longs(
                states, state -> micros(state.map(StateColumns::completedAt).orElse(null)));
        binder.texts(states, state -> state.map(StateColumns::request).orElse(null));
        binder.longs(appended, group -> micros(group.expires()));
        binder.number(batch);
        binder.number(leaseMicros);
    }

    private static @Nullable Long attempt(Group group) {
        return group.change().attempt().isPresent()
                ? (long) group.change().attempt().getAsInt()
                : null;
    }

    private static void bindEvents(Binder binder, List<Group> groups) throws SQLException {
        record Placed(String run, long place, Entry.Line line) {}
        var events = new ArrayList<Placed>();
        for (Group group : groups) {
            long place = 0;
            for (Entry entry : group.entries()) {
                for (Entry.Line line : entry.lines()) {
                    events.add(new Placed(group.run().value(), ++place, line));
                }
            }
        }
        binder.texts(events, Placed::run);
        binder.longs(events, Placed::place);
        binder.texts(events, placed -> placed.line().type());
        binder.longs(events, placed -> micros(placed.line().at()));
        binder.texts(events, placed -> placed.line().body());
    }

    private static void bindCheckpoints(Binder binder, List<Group> groups) throws SQLException {
        var checkpoints = new ArrayList<Checkpoint>();
        for (Group group : groups) {
            Checkpoint checkpoint = group.checkpoint();
            if (checkpoint != null) {
                checkpoints.add(checkpoint);
            }
        }
        binder.texts(checkpoints, checkpoint -> checkpoint.run().value());
        binder.longs(checkpoints, Checkpoint::uptoSeq);
        binder.texts(checkpoints, checkpoint -> Clean.text(checkpoint.node()));
        binder.texts(checkpoints, checkpoint -> Clean.text(checkpoint.next()));
        binder.texts(checkpoints, checkpoint -> Clean.text(checkpoint.state()));
    }

    /** Microseconds since 1970, what the database's clock counts; finer parts are cut off. */
    static @Nullable Long micros(@Nullable Instant at) {
        return at == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }

    /** Sets parameters from the first to the last; arrays go to the server in binary. */
    private final class Binder {
        private int index;

        <T> void texts(List<T> rows, Function<? super T, ? extends @Nullable String> column) throws SQLException {
            if (rows.isEmpty()) {
                statement.setArray(++index, noTexts);
                return;
            }
            @Nullable String[] values = new @Nullable String[rows.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = column.apply(rows.get(i));
            }
            statement.setArray(++index, arrays.createArrayOf("text", values));
        }

        <T> void longs(List<T> rows, Function<? super T, ? extends @Nullable Long> column) throws SQLException {
            if (rows.isEmpty()) {
                statement.setArray(++index, noLongs);
                return;
            }
            @Nullable Long[] values = new @Nullable Long[rows.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = column.apply(rows.get(i));
            }
            statement.setArray(++index, arrays.createArrayOf("int8", values));
        }

        void number(long value) throws SQLException {
            statement.setLong(++index, value);
        }
    }
}
