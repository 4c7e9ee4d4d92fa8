package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.RunId;
import java.security.SecureRandom;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer's own connection. When it is lost in the middle of a batch, nobody knows whether the batch was committed:
 * each batch leaves its number on the rows of its runs, so that the next connection can look. An advisory lock makes
 * sure that the lost session has ended by then. For one thread, except {@link #roundTrips}.
 */
final class LogConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogConnection.class);
    private static final int TAKEOVER_SECONDS = 5;

    private final PostgresOptions options;
    private final Json json;
    private final long key = new SecureRandom().nextLong() & Long.MAX_VALUE >> 1;
    private final String name = "hexagent-log-" + Long.toHexString(key);
    private final AtomicLong roundTrips = new AtomicLong();
    private long batch = key;
    private int session;
    private @Nullable Connection connection;
    private @Nullable BatchStatement statement;

    LogConnection(PostgresOptions options, Json json) {
        this.options = options;
        this.json = json;
    }

    /** A number for a batch, which no other batch of any writer has. */
    long nextBatch() {
        return ++batch;
    }

    /** Writes a batch in one round trip. */
    Map<RunId, BatchStatement.Written> write(List<Group> groups, long number) throws SQLException {
        BatchStatement open = open();
        roundTrips.incrementAndGet();
        return open.execute(groups, number);
    }

    /** What a batch has written, asked after its connection was lost; empty when it was not committed. */
    Map<RunId, BatchStatement.Written> written(List<Group> groups, long number) throws SQLException {
        BatchStatement ignored = open();
        var written = new HashMap<RunId, BatchStatement.Written>();
        roundTrips.incrementAndGet();
        Connection current = connection();
        Array runs = current.createArrayOf(
                "text", groups.stream().map(group -> group.run().value()).toArray());
        try (PreparedStatement query =
                current.prepareStatement("SELECT id, last_seq FROM runs WHERE id = ANY (?) AND batch = ?")) {
            query.setArray(1, runs);
            query.setLong(2, number);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    // Whether a run frees another is not known any more: a needless look does no harm.
                    written.put(new RunId(rows.getString(1)), new BatchStatement.Written(rows.getLong(2), true));
                }
            }
        }
        return written;
    }

    /** Exchanges with the database so far. */
    long roundTrips() {
        return roundTrips.get();
    }

    /** Lets the connection go, so that the next write opens another. */
    void drop() {
        Connection dropped = connection;
        connection = null;
        statement = null;
        if (dropped != null) {
            try {
                dropped.close();
            } catch (SQLException e) {
                LOG.debug("a broken connection did not close cleanly", e);
            }
        }
    }

    /** Connects unless it is connected. */
    BatchStatement open() throws SQLException {
        if (statement != null) {
            return statement;
        }
        Connection fresh = Connections.open(options, name, options.writing().patience());
        try {
            session = takeOver(fresh);
            statement = new BatchStatement(fresh, json, options.lease());
            connection = fresh;
            return statement;
        } catch (SQLException e) {
            try {
                fresh.close();
            } catch (SQLException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /** Makes sure that this writer's earlier session has ended. @return the number of the new one */
    private int takeOver(Connection fresh) throws SQLException {
        try (Statement setting = fresh.createStatement()) {
            setting.setQueryTimeout(TAKEOVER_SECONDS);
            // The statement is planned once: its arrays differ in length only.
            boolean ignored = setting.execute("SET plan_cache_mode = force_generic_plan; SET jit = off");
            if (session != 0) {
                ignored = setting.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = "
                        + session + " AND application_name = '" + name + "'");
            }
            roundTrips.incrementAndGet();
            try (ResultSet rows = setting.executeQuery("SELECT pg_backend_pid(), pg_advisory_lock(" + key + ")")) {
                return rows.next() ? rows.getInt(1) : 0;
            }
        }
    }

    private Connection connection() throws SQLException {
        if (connection == null) {
            throw new SQLException("not connected", "08003");
        }
        return connection;
    }

    @Override
    public void close() {
        drop();
    }
}
