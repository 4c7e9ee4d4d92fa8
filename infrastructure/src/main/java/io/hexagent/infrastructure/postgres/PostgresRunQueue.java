package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.run.Multitask;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvents.Fenced;
import io.hexagent.domain.run.RunEvents.LogUnavailable;
import io.hexagent.domain.run.RunQueue;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.RunId;
import io.hexagent.infrastructure.store.RunChange;
import io.hexagent.infrastructure.store.SignalHub;
import io.hexagent.infrastructure.store.StoreUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The queue in the rows of the runs. How many are queued is counted without a lock that all would wait for: processes
 * that accept at the same moment may exceed the most by their number. Safe for use by many threads and processes.
 */
final class PostgresRunQueue implements RunQueue {
    private static final int LOOKS_A_LEASE = 20;

    /**
     * An earlier run of a conversation is committed before a later one, since both lock the conversation to get their
     * number: what is not seen here does not exist. The offset keeps the look at those before from becoming a join, for
     * which the whole index of live runs would be read.
     */
    private static final String CLAIM = """
        WITH lost AS (
          SELECT id, lease_until AS since FROM runs l
          WHERE status = 'running' AND lease_until < now() AND (parent IS NULL OR NOT EXISTS (
            SELECT 1 FROM runs p WHERE p.id = l.parent AND p.status IN ('queued', 'running', 'awaiting_input')))
          ORDER BY lease_until, id
          LIMIT ?
          FOR UPDATE OF l SKIP LOCKED
        ), waiting AS (
          SELECT q.id, q.due_at AS since FROM runs q
          WHERE q.status = 'queued' AND q.due_at <= now() AND NOT EXISTS (
            SELECT 1 FROM runs e
            WHERE e.owner = q.owner AND e.conversation = q.conversation AND e.ordinal < q.ordinal
              AND e.status IN ('queued', 'running', 'awaiting_input')
            OFFSET 0)
          ORDER BY q.due_at, q.id
          LIMIT (SELECT greatest(? - count(*), 0) FROM lost)
          FOR UPDATE OF q SKIP LOCKED
        ), chosen AS (
          SELECT id, since, true AS lost FROM lost UNION ALL SELECT id, since, false FROM waiting
        )
        UPDATE runs r SET
          status = 'running', worker = ?, epoch = r.epoch + 1, attempt = r.attempt + 1, due_at = NULL,
          lease_until = now() + ? * interval '1 microsecond',
          strikes = CASE WHEN NOT c.lost THEN 0 WHEN r.last_seq <= r.claimed_seq + 1 THEN r.strikes + 1 ELSE 1 END,
          claimed_seq = r.last_seq
        FROM chosen c
        WHERE r.id = c.id
        RETURNING r.*, c.since, c.lost\
        """;

    private static final String TAKE_CHILD = """
        WITH parent AS (
          SELECT id FROM runs WHERE id = ? AND epoch = ? AND status = 'running' FOR SHARE
        )
        UPDATE runs r SET
          status = 'running', worker = ?, epoch = r.epoch + 1, attempt = r.attempt + 1, due_at = NULL,
          lease_until = now() + ? * interval '1 microsecond', strikes = 0, claimed_seq = r.last_seq
        FROM parent p
        WHERE r.id = ? AND r.parent = p.id AND r.status IN ('queued', 'running')
        RETURNING r.*\
        """;

    /** Rows are locked in the order in which the log's writer locks them. */
    private static final String RENEW = """
        WITH mine AS (
          SELECT id FROM runs WHERE worker = ? AND status = 'running' ORDER BY id FOR UPDATE
        )
        UPDATE runs r SET lease_until = now() + ? * interval '1 microsecond'
        FROM mine m
        WHERE r.id = m.id
        RETURNING r.id, r.epoch\
        """;

    private static final String GIVE_BACK = """
        UPDATE runs SET
          status = 'queued', due_at = now(), worker = NULL, lease_until = NULL, epoch = epoch + 1,
          attempt = greatest(attempt - 1, 0)
        WHERE id = ? AND epoch = ? AND status = 'running'\
        """;

    private static final String DEPTH = """
        SELECT count(*)::int, coalesce(extract(epoch FROM now() - min(due_at)) * 1000000, 0)::bigint
        FROM runs WHERE status = 'queued' AND due_at <= now()\
        """;

    private final Database database;
    private final PostgresRunEvents log;
    private final SignalHub signals;
    private final Json json;
    private final RunReading reading;
    private final AcceptStatement statement;
    private final long leaseMicros;
    private final int mostBytes;
    private final AtomicLong nextLook = new AtomicLong(System.nanoTime());

    PostgresRunQueue(
            Database database, PostgresRunEvents log, SignalHub signals, Json json, Duration lease, int mostBytes) {
        this.database = database;
        this.log = log;
        this.signals = signals;
        this.json = json;
        this.reading = new RunReading(json);
        this.statement = new AcceptStatement(json, lease);
        this.leaseMicros = lease.toNanos() / 1_000;
        this.mostBytes = mostBytes;
    }

    @Override
    public Accepted accept(Acceptance acceptance) {
        Run run = RunChange.of(acceptance.first()).appliedTo(acceptance.run());
        if (acceptance.isFresh() && acceptance.key().isEmpty() && run.state() instanceof RunState.Queued) {
            return queued(acceptance, run);
        }
        EventLines encoded = EventLines.of(json, run.id(), acceptance.first(), mostBytes);
        if (encoded.refusal() != null) {
            throw encoded.refusal();
        }
        Accepted accepted;
        try {
            accepted = database.transaction(
                    (connection, doubtful) -> accept(connection, doubtful, acceptance, run, encoded.lines()));
        } catch (StoreUnavailable e) {
            throw new LogUnavailable("the run cannot be stored", e);
        }
        if (accepted instanceof Accepted.Taken(Run taken)) {
            var news = new ArrayList<Signal>();
            news.add(new Signal.Begun(taken.owner(), taken.conversation(), taken.id()));
            news.add(new Signal.Appended(taken.id(), encoded.lines().size()));
            if (taken.state() instanceof RunState.Queued) {
                news.add(new Signal.Queued());
            }
            signals.publish(news);
        }
        return accepted;
    }

    /** Nothing has to be asked but how many wait: the run rides with what the log's writer commits next. */
    private Accepted queued(Acceptance acceptance, Run run) {
        try {
            long ignored = log.queue(acceptance.conversation(), run, acceptance.first(), acceptance.mostQueued())
                    .seq();
            return new Accepted.Taken(run.numbered(1));
        } catch (Fenced full) {
            return new Accepted.Full(acceptance.mostQueued());
        }
    }

    private Accepted accept(
            Connection connection, boolean doubtful, Acceptance acceptance, Run run, List<Entry.Line> lines)
            throws SQLException {
        if (doubtful) {
            Optional<Run> stored = find(connection, run.id());
            if (stored.isPresent()) {
                return new Accepted.Taken(stored.get());
            }
        }
        // Whoever may still be committing the attempt before holds the key and the conversation until it has ended.
        switch (RequestKeys.take(
                connection, run.owner(), acceptance.key(), run.id().value())) {
            case Keyed.Created ignored -> {}
            case Keyed.Reused ignored -> {
                return new Accepted.KeyReused();
            }
            case Keyed.Repeated(String resource) -> {
                var known = new RunId(resource);
                return doubtful && known.equals(run.id())
                        ? new Accepted.Taken(find(connection, known).orElse(run))
                        : new Accepted.Repeated(known);
            }
        }
        Run numbered = run.numbered(statement.touch(connection, acceptance.conversation()));
        if (doubtful) {
            Optional<Run> stored = find(connection, run.id());
            if (stored.isPresent()) {
                connection.rollback();
                return new Accepted.Taken(stored.get());
            }
        }
        AcceptStatement.Admission admission = statement.admit(connection, acceptance, numbered, lines);
        if (admission.taken()) {
            return new Accepted.Taken(numbered);
        }
        connection.rollback();
        if (acceptance.whenBusy() == Multitask.REJECT && admission.live().isPresent()) {
            Optional<Run> live = find(connection, admission.live().get());
            if (live.isPresent()) {
                return new Accepted.Busy(live.get());
            }
        }
        return new Accepted.Full(admission.queued());
    }

    private Optional<Run> find(Connection connection, RunId run) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT * FROM runs WHERE id = ?")) {
            query.setString(1, run.value());
            return reading.one(query);
        }
    }

    @Override
    public List<Claim> claim(String worker, int most) {
        if (most <= 0) {
            return List.of();
        }
        record Taken(Claim claim, boolean lost, OffsetDateTime since) {}
        int mostLost = isTimeToLook() ? most : 0;
        List<Taken> taken = database.ask(connection -> {
            var found = new ArrayList<Taken>();
            try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
                claim.setInt(1, mostLost);
                claim.setInt(2, most);
                claim.setString(3, worker);
                claim.setLong(4, leaseMicros);
                try (ResultSet rows = claim.executeQuery()) {
                    while (rows.next()) {
                        found.add(new Taken(
                                new Claim(reading.run(rows), rows.getInt("strikes")),
                                rows.getBoolean("lost"),
                                rows.getObject("since", OffsetDateTime.class)));
                    }
                }
            }
            return found;
        });
        List<Signal> news = taken.stream()
                .filter(Taken::lost)
                .<Signal>map(one -> new Signal.Taken(
                        one.claim().run().id(), one.claim().run().epoch()))
                .toList();
        if (!news.isEmpty()) {
            signals.publish(news);
        }
        return taken.stream()
                .sorted(Comparator.comparing(Taken::since))
                .map(Taken::claim)
                .toList();
    }

    /** Lost runs are not in order of their leases, which would make renewing dear: they are looked for now and then. */
    private boolean isTimeToLook() {
        long next = nextLook.get();
        long now = System.nanoTime();
        return now - next >= 0 && nextLook.compareAndSet(next, now + leaseMicros * 1_000 / LOOKS_A_LEASE);
    }

    @Override
    public Optional<Run> takeChild(RunId run, RunId parent, long parentEpoch, String worker) {
        Optional<Run> taken = database.ask(connection -> {
            try (PreparedStatement take = connection.prepareStatement(TAKE_CHILD)) {
                take.setString(1, parent.value());
                take.setLong(2, parentEpoch);
                take.setString(3, worker);
                take.setLong(4, leaseMicros);
                take.setString(5, run.value());
                return reading.one(take);
            }
        });
        taken.ifPresent(child -> signals.publish(List.of(new Signal.Taken(child.id(), child.epoch()))));
        return taken;
    }

    @Override
    public Map<RunId, Long> renew(String worker) {
        return database.ask(connection -> {
            var held = new HashMap<RunId, Long>();
            try (PreparedStatement renew = connection.prepareStatement(RENEW)) {
                renew.setString(1, worker);
                renew.setLong(2, leaseMicros);
                try (ResultSet rows = renew.executeQuery()) {
                    while (rows.next()) {
                        held.put(new RunId(rows.getString(1)), rows.getLong(2));
                    }
                }
            }
            return held;
        });
    }

    @Override
    public boolean giveBack(RunId run, long epoch) {
        boolean given = database.ask(connection -> {
            try (PreparedStatement give = connection.prepareStatement(GIVE_BACK)) {
                give.setString(1, run.value());
                give.setLong(2, epoch);
                return give.executeUpdate() == 1;
            }
        });
        if (given) {
            signals.publish(List.of(new Signal.Taken(run, epoch + 1), new Signal.Queued()));
        }
        return given;
    }

    @Override
    public Depth depth() {
        return database.ask(connection -> {
            try (PreparedStatement query = connection.prepareStatement(DEPTH);
                    ResultSet rows = query.executeQuery()) {
                return rows.next()
                        ? new Depth(rows.getInt(1), Duration.ofNanos(rows.getLong(2) * 1_000))
                        : new Depth(0, Duration.ZERO);
            }
        });
    }
}
