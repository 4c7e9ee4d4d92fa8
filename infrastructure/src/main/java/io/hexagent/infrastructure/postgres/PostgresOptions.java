package io.hexagent.infrastructure.postgres;

import java.time.Duration;

/**
 * How the store uses its database.
 *
 * @param poolSize the most connections for reading and small writes; the log's writer has one more of its own
 * @param connectTimeout how long a server may take to answer
 * @param lease how long a begun run is held by its worker before somebody must renew it
 */
public record PostgresOptions(
        DatabaseUrl database, int poolSize, Duration connectTimeout, Duration lease, Writing writing) {

    /**
     * How the log is written.
     *
     * @param linger how long an event that nobody waits for may wait for company
     * @param patience how long a write is tried again while the database is away, and how long an append waits for its
     *     place
     * @param batchEvents the most events of one batch, and how many make a batch without a waiter
     * @param pendingEvents the most events waiting to be written; an append beyond them waits
     * @param pendingBytes the most bytes of such events
     * @param eventBytes the most bytes of one event; a larger one is refused
     */
    public record Writing(
            Duration linger, Duration patience, int batchEvents, int pendingEvents, long pendingBytes, int eventBytes) {
        public static Writing defaults() {
            return new Writing(Duration.ofMillis(20), Duration.ofSeconds(30), 2_000, 10_000, 64L << 20, 16 << 20);
        }

        public Writing lingering(Duration other) {
            return new Writing(other, patience, batchEvents, pendingEvents, pendingBytes, eventBytes);
        }
    }

    public PostgresOptions {
        if (poolSize < 1) {
            throw new IllegalArgumentException("a pool has at least one connection, got " + poolSize);
        }
    }

    /** The defaults for a database: 10 connections, 5 s to connect, a lease of 30 s. */
    public static PostgresOptions of(DatabaseUrl database) {
        return new PostgresOptions(database, 10, Duration.ofSeconds(5), Duration.ofSeconds(30), Writing.defaults());
    }

    public PostgresOptions with(Writing changed) {
        return new PostgresOptions(database, poolSize, connectTimeout, lease, changed);
    }

    public PostgresOptions with(Duration otherLease) {
        return new PostgresOptions(database, poolSize, connectTimeout, otherLease, writing);
    }
}
