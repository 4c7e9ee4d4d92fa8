package io.hexagent.infrastructure.postgres;

/**
 * What the log's writer has done so far.
 *
 * @param batches groups of appends taken together
 * @param commits statements that the database committed
 * @param events events in them
 * @param roundTrips exchanges with the database, repeated and refused ones included
 */
public record WriterStats(long batches, long commits, long events, long roundTrips) {}
