package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.run.PartialReplies;
import io.hexagent.domain.run.PartialReply;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.value.Clean;
import io.hexagent.domain.value.RunId;
import io.hexagent.infrastructure.store.SignalHub;
import io.hexagent.infrastructure.store.StoreUnavailable;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Texts in memory, and those that changed in one statement now and then. A reply that is over before its first turn is
 * never written. Safe for use by many threads.
 */
final class PostgresPartialReplies implements PartialReplies, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresPartialReplies.class);
    /** From one write to the next, and from a reply's first text to its first write. */
    private static final long TURN_NANOS = Duration.ofMillis(200).toNanos();

    /** A run that is not running any more keeps no text: it is not among what is returned. */
    private static final String WRITE = """
        INSERT INTO partial_replies (run_id, reply, text, at)
        SELECT p.run, p.reply, p.text, now()
        FROM unnest(?::text[], ?::int[], ?::text[]) AS p(run, reply, text)
        JOIN runs r ON r.id = p.run AND r.status = 'running'
        ORDER BY p.run
        ON CONFLICT (run_id) DO UPDATE SET reply = excluded.reply, text = excluded.text, at = excluded.at
        RETURNING run_id\
        """;

    private static final String FIND = """
        SELECT p.reply, p.text FROM runs r LEFT JOIN partial_replies p ON p.run_id = r.id
        WHERE r.id = ? AND r.status = 'running'\
        """;

    /** What is known of a run. */
    private static final class Known {
        private PartialReply reply;
        private long since;
        private boolean changed = true;
        private boolean stored;

        Known(PartialReply reply, long since) {
            this.reply = reply;
            this.since = since;
        }
    }

    private final Database database;
    private final SignalHub signals;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    // All guarded by the lock.
    private final Map<RunId, Known> known = new HashMap<>();
    private final Set<RunId> over = new HashSet<>();
    private boolean started;
    private boolean changed;
    private boolean closing;

    PostgresPartialReplies(Database database, SignalHub signals) {
        this.database = database;
        this.signals = signals;
    }

    @Override
    public void put(RunId run, PartialReply reply) {
        lock.lock();
        try {
            Known before = known.get(run);
            if (before == null) {
                known.put(run, new Known(reply, System.nanoTime()));
            } else {
                if (before.reply.reply() != reply.reply()) {
                    before.since = System.nanoTime();
                }
                before.reply = reply;
                before.changed = true;
            }
            if (!changed) {
                changed = true;
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The run has ended, or another process holds it. */
    void forget(RunId run) {
        lock.lock();
        try {
            Known before = known.remove(run);
            if (before != null && before.stored) {
                over.add(run);
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        if (started) {
            work.signal();
        } else if (!closing) {
            started = true;
            Thread ignored =
                    Thread.ofPlatform().name("hexagent-replies").daemon().start(this::write);
        }
    }

    @Override
    public Optional<PartialReply> find(RunId run) {
        if (!Searchable.is(run.value())) {
            return Optional.empty();
        }
        Optional<PartialReply> own = own(run);
        return database.ask(connection -> {
            try (PreparedStatement query = connection.prepareStatement(FIND)) {
                query.setString(1, run.value());
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next() ? newer(own, rows) : Optional.empty();
                }
            }
        });
    }

    /** What is in memory is newer than the row, unless another process has the run meanwhile. */
    private static Optional<PartialReply> newer(Optional<PartialReply> own, ResultSet rows) throws SQLException {
        @Nullable String text = rows.getString("text");
        int reply = rows.getInt("reply");
        return text == null || own.filter(mine -> mine.reply() >= reply).isPresent()
                ? own
                : Optional.of(new PartialReply(reply, text));
    }

    private Optional<PartialReply> own(RunId run) {
        lock.lock();
        try {
            return Optional.ofNullable(known.get(run)).map(found -> found.reply);
        } finally {
            lock.unlock();
        }
    }

    private void write() {
        while (true) {
            var texts = new HashMap<RunId, PartialReply>();
            List<RunId> ended;
            lock.lock();
            try {
                while (!changed && over.isEmpty() && !closing) {
                    work.awaitUninterruptibly();
                }
                awaitTurn();
                if (closing) {
                    return;
                }
                take(texts);
                ended = List.copyOf(over);
                over.clear();
            } finally {
                lock.unlock();
            }
            store(texts, ended);
        }
    }

    private void awaitTurn() {
        long end = System.nanoTime() + TURN_NANOS;
        try {
            for (long left = TURN_NANOS; left > 0 && !closing; left = end - System.nanoTime()) {
                left = work.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            LOG.warn("the thread of the replies was interrupted; it goes on");
        }
    }

    /** What changed, but for replies that have just begun: many of them are over before the next turn. */
    private void take(Map<RunId, PartialReply> texts) {
        changed = false;
        long now = System.nanoTime();
        known.forEach((run, one) -> {
            if (one.changed && now - one.since >= TURN_NANOS) {
                one.changed = false;
                one.stored = true;
                texts.put(run, one.reply);
            }
            changed |= one.changed;
        });
    }

    private void store(Map<RunId, PartialReply> texts, List<RunId> ended) {
        try {
            List<Signal> news = database.now(connection -> {
                delete(connection, ended);
                return texts.isEmpty() ? List.of() : write(connection, texts);
            });
            if (!news.isEmpty()) {
                signals.publish(news);
            }
        } catch (StoreUnavailable e) {
            // They are no record, and the next turn has newer ones.
            LOG.debug("{} partial replies were not written", texts.size(), e);
        }
    }

    private static void delete(Connection connection, List<RunId> ended) throws SQLException {
        if (!ended.isEmpty()) {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM partial_replies WHERE run_id = ANY (?)")) {
                delete.setArray(
                        1,
                        connection.createArrayOf(
                                "text", ended.stream().map(RunId::value).toArray()));
                int ignored = delete.executeUpdate();
            }
        }
    }

    private List<Signal> write(Connection connection, Map<RunId, PartialReply> texts) throws SQLException {
        List<Map.Entry<RunId, PartialReply>> rows = List.copyOf(texts.entrySet());
        var news = new ArrayList<Signal>();
        var running = new HashSet<RunId>();
        try (PreparedStatement write = connection.prepareStatement(WRITE)) {
            write.setArray(
                    1,
                    array(
                            connection,
                            "text",
                            rows.stream().map(row -> row.getKey().value())));
            write.setArray(
                    2,
                    array(
                            connection,
                            "int4",
                            rows.stream().map(row -> row.getValue().reply())));
            write.setArray(
                    3,
                    array(
                            connection,
                            "text",
                            rows.stream().map(row -> Clean.text(row.getValue().text()))));
            for (String id : Leftovers.ids(write)) {
                var run = new RunId(id);
                running.add(run);
                news.add(new Signal.Wrote(run));
            }
        }
        lock.lock();
        try {
            // A text that came after the end of its run would stay for ever.
            known.keySet().removeIf(run -> texts.containsKey(run) && !running.contains(run));
        } finally {
            lock.unlock();
        }
        return news;
    }

    private static Array array(Connection connection, String type, Stream<?> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
