package io.hexagent.infrastructure.postgres;

import io.hexagent.infrastructure.store.StoreUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Statements on connections of the pool, without a framework in between. Trouble that passes, as a deadlock or a
 * restart of the server, is tried again while the caller's patience lasts. Safe for use by many threads.
 */
final class Database {
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(20).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(500).toNanos();
    /** How long a read, and a small write that somebody waits for, is tried again. */
    private static final Duration SHORT = Duration.ofSeconds(5);

    /** Work on a connection. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Work that may have been done already, unknown to whoever asked for it. */
    interface Attempt<T> {
        /** @param doubtful whether an earlier attempt was lost on its way, so that it may have been committed */
        T on(Connection connection, boolean doubtful) throws SQLException;
    }

    private final DataSource pool;
    private final Duration patience;

    /** @param patience how long a write that must not be lost is tried again */
    Database(DataSource pool, Duration patience) {
        this.pool = pool;
        this.patience = patience;
    }

    /**
     * One statement, or several that only read: work that may be done twice.
     *
     * @throws StoreUnavailable when the database did not do it
     */
    <T> T ask(Work<T> work) {
        return tried((connection, doubtful) -> work.on(connection), SHORT);
    }

    /** As {@link #ask}, but tried only once. */
    <T> T now(Work<T> work) {
        return tried((connection, doubtful) -> work.on(connection), Duration.ZERO);
    }

    /** As {@link #ask}, for work that asks whether it was done already. */
    <T> T once(Attempt<T> attempt) {
        return tried(attempt, SHORT);
    }

    /**
     * Work in one transaction, tried again for long.
     *
     * @throws StoreUnavailable when the database did not do it, as far as is known
     * @throws IllegalStateException when a row of that identity exists already
     */
    <T> T transaction(Attempt<T> attempt) {
        return tried((connection, doubtful) -> committed(connection, doubtful, attempt), patience);
    }

    private static <T> T committed(Connection connection, boolean doubtful, Attempt<T> attempt) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T result = attempt.on(connection, doubtful);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            try {
                connection.rollback();
            } catch (SQLException broken) {
                e.addSuppressed(broken);
            }
            throw e;
        }
    }

    private <T> T tried(Attempt<T> attempt, Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        long pause = FIRST_PAUSE_NANOS;
        boolean doubtful = false;
        while (true) {
            SQLException failure;
            try (Connection connection = pool.getConnection()) {
                return attempt.on(connection, doubtful);
            } catch (SQLException e) {
                failure = e;
            }
            if (Thread.currentThread().isInterrupted()) {
                var cancelled = new CancellationException("interrupted while waiting for the database");
                cancelled.initCause(failure);
                throw cancelled;
            }
            long left = deadline - System.nanoTime();
            if (!Trouble.passes(failure) || left <= 0) {
                throw Calls.translated(failure);
            }
            doubtful |= !Trouble.undone(failure);
            LockSupport.parkNanos(Math.min(pause, left));
            pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
        }
    }
}
