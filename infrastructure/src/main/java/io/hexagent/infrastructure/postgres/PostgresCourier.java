package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.run.Signal;
import io.hexagent.infrastructure.store.Courier;
import io.hexagent.infrastructure.store.SignalText;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries signals by NOTIFY and LISTEN, each on a connection of its own that is opened when it is needed. What is sent
 * within a few milliseconds goes in one statement, and nothing is sent while no other process listens: that is looked
 * up at most once a second, and whoever begins to listen says so. Safe for use by many threads.
 */
final class PostgresCourier implements Courier {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresCourier.class);
    private static final String CHANNEL = "hexagent";
    private static final String NAME = "hexagent-courier-";
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long GAP_NANOS = Duration.ofMillis(4).toNanos();
    private static final Duration SILENCE = Duration.ofSeconds(20);
    /** What a notification may carry is less than 8,000 bytes. */
    private static final int LONGEST = 7_900;
    /** More signals than that are not kept while the database is away. */
    private static final int MOST_WAITING = 20_000;

    private final PostgresOptions options;
    private final DataSource pool;
    private final String sender = Long.toString(new SecureRandom().nextLong() & Long.MAX_VALUE, 36);
    private final Wire listening;
    private final Wire sending;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    // Guarded by the lock.
    private final SignalText waiting = new SignalText(LONGEST);
    private boolean started;
    private volatile boolean closed;
    // Written by the threads of this class alone.
    private volatile boolean others;
    private volatile long lookedNanos = System.nanoTime() - LOOK_NANOS;

    PostgresCourier(PostgresOptions options, DataSource pool) {
        this.options = options;
        this.pool = pool;
        this.listening = new Wire(NAME + sender, "LISTEN " + CHANNEL);
        this.sending = new Wire("hexagent-sender", "SET synchronous_commit = off");
    }

    @Override
    public void start(Consumer<Signal> receiver) {
        Thread ignored = Thread.ofPlatform().name("hexagent-listener").daemon().start(() -> listen(receiver));
    }

    @Override
    public boolean isHeard() {
        return !closed && (others || System.nanoTime() - lookedNanos >= LOOK_NANOS);
    }

    @Override
    public void send(List<Signal> signals) {
        if (!isHeard()) {
            return;
        }
        lock.lock();
        try {
            boolean first = waiting.size() == 0;
            signals.forEach(waiting::add);
            if (waiting.size() > MOST_WAITING) {
                waiting.clear();
                waiting.add(new Signal.Queued());
            }
            if (!started) {
                started = true;
                Thread ignored =
                        Thread.ofPlatform().name("hexagent-sender").daemon().start(this::deliver);
            } else if (first) {
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void deliver() {
        var pause = new Pause();
        while (true) {
            List<String> texts;
            lock.lock();
            try {
                while (waiting.size() == 0 && !closed) {
                    work.awaitUninterruptibly();
                }
                if (closed) {
                    break;
                }
                texts = waiting.take(sender);
            } finally {
                lock.unlock();
            }
            try {
                if (System.nanoTime() - lookedNanos >= LOOK_NANOS) {
                    look();
                }
                if (others) {
                    notifyOthers(texts);
                }
                pause.over();
                // Company for the next one.
                await(GAP_NANOS);
            } catch (SQLException e) {
                LOG.debug("signals were not sent", e);
                sending.drop();
                await(pause.next());
            }
        }
        sending.drop();
    }

    private void look() throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement query = connection.prepareStatement("""
                    SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
                      AND application_name LIKE ? AND application_name <> ?)\
                    """)) {
            query.setString(1, NAME + "%");
            query.setString(2, NAME + sender);
            try (ResultSet rows = query.executeQuery()) {
                others = rows.next() && rows.getBoolean(1);
                lookedNanos = System.nanoTime();
            }
        }
    }

    private void notifyOthers(List<String> texts) throws SQLException {
        Connection connection = sending.open();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT count(pg_notify('" + CHANNEL + "', t)) FROM unnest(?::text[]) t")) {
            statement.setArray(1, connection.createArrayOf("text", texts.toArray()));
            boolean ignored = statement.execute();
        }
    }

    private void listen(Consumer<Signal> receiver) {
        var pause = new Pause();
        boolean missed = false;
        while (!closed) {
            try {
                Connection connection = listening.open();
                // Who sends has looked before there was anybody to find.
                try (Statement hello = connection.createStatement()) {
                    boolean ignored = hello.execute("NOTIFY " + CHANNEL + ", '" + sender + "'");
                }
                pause.over();
                if (missed) {
                    receiver.accept(new Signal.Queued());
                }
                receive(connection, receiver);
            } catch (SQLException e) {
                if (!closed) {
                    LOG.debug("the line to other processes broke", e);
                }
                listening.drop();
                missed = true;
                await(pause.next());
            }
        }
        listening.drop();
    }

    private void receive(Connection connection, Consumer<Signal> receiver) throws SQLException {
        var line = connection.unwrap(PGConnection.class);
        while (!closed) {
            var notifications = line.getNotifications((int) SILENCE.toMillis());
            if (notifications == null || notifications.length == 0) {
                // Silence is also what a server that is gone sounds like.
                try (Statement statement = connection.createStatement()) {
                    boolean ignored = statement.execute("SELECT 1");
                }
                continue;
            }
            for (var notification : notifications) {
                String text = notification.getParameter();
                if (!SignalText.sender(text).equals(sender)) {
                    others = true;
                    lookedNanos = System.nanoTime();
                    SignalText.read(text).forEach(receiver);
                }
            }
        }
    }

    private void await(long nanos) {
        long end = System.nanoTime() + nanos;
        lock.lock();
        try {
            for (long left = nanos; left > 0 && !closed; left = end - System.nanoTime()) {
                left = work.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            LOG.debug("a thread of the courier was interrupted; it goes on", e);
        } finally {
            lock.unlock();
        }
    }

    /** Ends at once: what was not sent is lost. */
    @Override
    public void close() {
        closed = true;
        lock.lock();
        try {
            work.signalAll();
        } finally {
            lock.unlock();
        }
        listening.abort();
        sending.abort();
    }

    /** Longer after each failure. For one thread. */
    private static final class Pause {
        private static final long FIRST = Duration.ofMillis(50).toNanos();
        private static final long LONGEST = Duration.ofSeconds(1).toNanos();

        private long nanos = FIRST;

        long next() {
            long now = nanos;
            nanos = Math.min(nanos * 2, LONGEST);
            return now;
        }

        void over() {
            nanos = FIRST;
        }
    }

    /** A connection that is opened again after it was lost. One thread uses it; any may abort it. */
    private final class Wire {
        private final String name;
        private final String first;
        private volatile @Nullable Connection connection;

        Wire(String name, String first) {
            this.name = name;
            this.first = first;
        }

        Connection open() throws SQLException {
            Connection open = connection;
            if (open != null) {
                return open;
            }
            Connection fresh = Connections.open(options, name, SILENCE.multipliedBy(2));
            connection = fresh;
            if (closed) {
                throw new SQLException("closed", "08003");
            }
            try (Statement statement = fresh.createStatement()) {
                boolean ignored = statement.execute(first);
            }
            return fresh;
        }

        void drop() {
            Connection dropped = connection;
            connection = null;
            if (dropped != null) {
                try {
                    dropped.close();
                } catch (SQLException e) {
                    LOG.debug("a connection of the courier did not close cleanly", e);
                }
            }
        }

        /** Ends what its thread waits for. */
        void abort() {
            Connection open = connection;
            if (open != null) {
                try {
                    open.abort(Runnable::run);
                } catch (SQLException e) {
                    LOG.debug("a connection of the courier could not be aborted", e);
                }
            }
        }
    }
}
