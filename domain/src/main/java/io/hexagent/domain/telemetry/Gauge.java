package io.hexagent.domain.telemetry;

/** A value that can be read at any time. */
public sealed interface Gauge {
    /** Values that stand alone. */
    enum Level implements Gauge {
        /** Runs that are due and wait for a worker. */
        QUEUE_DEPTH,
        /** How long the oldest of them has waited, in seconds. */
        QUEUE_WAIT,
        /** Runs that this process works on. */
        RUNS_AT_WORK,
        /** The most runs that it may work on. */
        RUNS_MOST,
        /** Live streams that readers hold open here. */
        STREAMS_OPEN
    }

    /** Sums that only rise for as long as the process lives. */
    enum Total implements Gauge {
        /** Groups of appends that the log's writer took together. */
        LOG_BATCHES,
        /** Statements of the log's writer that were committed. */
        LOG_COMMITS,
        /** Events in them. */
        LOG_EVENTS,
        /** Exchanges of the log's writer with the database. */
        LOG_ROUND_TRIPS,
        /** Events handed to readers of streams. */
        STREAM_EVENTS,
        /** Clients that went away before their answer was whole. */
        CLIENTS_GONE
    }

    /** How a pool of connections is used. */
    record Pool(Owner owner, Use use) implements Gauge {}

    /** Whose connections they are. */
    enum Owner {
        POSTGRES,
        REDIS,
        HTTP
    }

    /** What is counted of a pool. */
    enum Use {
        /** Connections at work. */
        ACTIVE,
        /** Connections kept for later. */
        IDLE,
        /** Callers that wait for a connection. */
        WAITING,
        /** The most connections. */
        MOST
    }
}
