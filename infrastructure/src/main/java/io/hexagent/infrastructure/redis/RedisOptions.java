package io.hexagent.infrastructure.redis;

import java.time.Duration;

/**
 * How Redis is used.
 *
 * @param connectTimeout how long to wait for a connection
 * @param commandTimeout how long to wait for the answer to a command; what waits for Redis then goes on without it
 * @param ioThreads how many threads read and write, at least 2
 * @param pendingCommands the most commands without an answer on one connection; more are refused at once
 * @param textTtl how long the text of a reply outlives its last change
 * @param textPause the least time from one change of such a text to the next
 * @param threads how the state of threads is shown
 * @param toolTtl how long a tool's result is kept
 */
public record RedisOptions(
        RedisAddress address,
        Duration connectTimeout,
        Duration commandTimeout,
        int ioThreads,
        int pendingCommands,
        Duration textTtl,
        Duration textPause,
        Threads threads,
        Duration toolTtl) {
    /**
     * How the state of threads is shown.
     *
     * @param ttl how long it outlives the last event of its thread; zero: it is not shown
     * @param events about how many of the newest events are kept of a thread, and of a run
     * @param pendingRuns how many runs may wait to be shown; those that waited longest are left out
     */
    public record Threads(Duration ttl, int events, int pendingRuns) {
        public static Threads defaults() {
            return new Threads(Duration.ofDays(1), 1_000, 10_000);
        }
    }

    public RedisOptions {
        if (ioThreads < 2) {
            throw new IllegalArgumentException("Redis needs at least 2 threads, got " + ioThreads);
        }
        if (pendingCommands < 1) {
            throw new IllegalArgumentException("at least one command may be pending, got " + pendingCommands);
        }
    }

    public static RedisOptions of(RedisAddress address) {
        return new RedisOptions(
                address,
                Duration.ofSeconds(3),
                Duration.ofSeconds(1),
                2,
                10_000,
                Duration.ofMinutes(10),
                Duration.ofMillis(50),
                Threads.defaults(),
                Duration.ofHours(1));
    }
}
