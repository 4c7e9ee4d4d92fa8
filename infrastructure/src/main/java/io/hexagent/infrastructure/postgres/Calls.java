package io.hexagent.infrastructure.postgres;

import io.hexagent.infrastructure.store.StoreUnavailable;
import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.exceptions.TransactionException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls to the repositories, their failures in our own words. Trouble that passes, as a restart of the server, is tried
 * again for a few seconds.
 */
final class Calls {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private Calls() {}

    /**
     * A call that may be done twice.
     *
     * @throws StoreUnavailable when the database did not do it
     * @throws IllegalStateException when a row of that identity exists already
     */
    static <T> T of(Supplier<T> call) {
        return tried(call, Optional.empty());
    }

    /** As {@link #of(Supplier)}. */
    static void run(Runnable call) {
        boolean ignored = of(() -> {
            call.run();
            return true;
        });
    }

    /**
     * Work in one transaction, in which the repositories may be used as well. It may be done twice, as in {@link #of}.
     */
    static <T> T transaction(TransactionOperations<Connection> transactions, Database.Work<T> work) {
        return of(() -> inside(transactions, work));
    }

    /**
     * As {@link #transaction}, for adding a row, whose being there is no failure when the answer to an earlier attempt
     * was lost: it is ours.
     */
    static <T> T adding(TransactionOperations<Connection> transactions, Database.Work<T> work, T added) {
        return tried(() -> inside(transactions, work), Optional.of(added));
    }

    private static <T> T inside(TransactionOperations<Connection> transactions, Database.Work<T> work) {
        return transactions.executeWrite(status -> {
            try {
                return work.on(status.getConnection());
            } catch (SQLException e) {
                throw new DataAccessException("a statement failed", e);
            }
        });
    }

    private static <T> T tried(Supplier<T> call, Optional<T> whenThere) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        boolean doubtful = false;
        while (true) {
            RuntimeException failure;
            try {
                return call.get();
            } catch (DataAccessException | ConnectionException | TransactionException e) {
                failure = e;
            }
            SQLException cause = cause(failure);
            if (doubtful && whenThere.isPresent() && isConflict(cause)) {
                return whenThere.get();
            }
            if (cause == null || !Trouble.passes(cause) || System.nanoTime() - deadline >= 0) {
                throw translated(failure);
            }
            if (Thread.currentThread().isInterrupted()) {
                var cancelled = new CancellationException("interrupted while waiting for the database");
                cancelled.initCause(failure);
                throw cancelled;
            }
            doubtful |= !Trouble.undone(cause);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** The failure in our own words. */
    static RuntimeException translated(Exception failure) {
        SQLException cause = cause(failure);
        String state = cause == null || cause.getSQLState() == null ? "" : cause.getSQLState();
        return isConflict(cause)
                ? new IllegalStateException("such a row exists already", failure)
                : new StoreUnavailable(
                        state.isEmpty()
                                ? "the database could not be used"
                                : "the database refused (SQL state " + state + ")",
                        failure);
    }

    private static boolean isConflict(@Nullable SQLException cause) {
        return cause != null
                && cause.getSQLState() != null
                && cause.getSQLState().startsWith("23");
    }

    /** The innermost cause with an SQL state, or the innermost of the driver or pool. */
    private static @Nullable SQLException cause(Throwable failure) {
        SQLException found = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && (found == null || sql.getSQLState() != null)) {
                found = sql;
                if (sql.getSQLState() != null) {
                    break;
                }
            }
        }
        return found;
    }
}
