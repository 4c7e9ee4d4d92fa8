package io.hexagent.infrastructure.postgres;

import io.hexagent.infrastructure.store.StoreUnavailable;
import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.exceptions.TransactionException;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls to the database, their failures in our own words. */
final class Calls {
    private Calls() {}

    /**
     * @throws StoreUnavailable when the database did not do it
     * @throws IllegalStateException when a row of that identity exists already
     */
    static <T> T of(Supplier<T> call) {
        try {
            return call.get();
        } catch (DataAccessException | ConnectionException | TransactionException e) {
            throw translated(e);
        }
    }

    /** As {@link #of(Supplier)}. */
    static void run(Runnable call) {
        boolean ignored = of(() -> {
            call.run();
            return true;
        });
    }

    private static RuntimeException translated(RuntimeException failure) {
        String state = sqlState(failure);
        return state.startsWith("23")
                ? new IllegalStateException("such a row exists already", failure)
                : new StoreUnavailable(
                        state.isEmpty()
                                ? "the database could not be used"
                                : "the database refused (SQL state " + state + ")",
                        failure);
    }

    private static String sqlState(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }
}
