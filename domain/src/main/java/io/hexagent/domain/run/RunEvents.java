package io.hexagent.domain.run;

import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.value.RunId;
import java.util.List;

/**
 * The log of all runs: for each run its events, numbered from 1 without gaps. What is in the log has happened; a run's
 * row is kept equal to it by whoever implements this port: an {@link RunEvent.RunStarted} makes it running, a terminal
 * event ends it with its outcome, error and usage.
 *
 * <p>Writing is asynchronous. Appends of one run are committed in the order in which they were made. A ticket tells
 * when. The number of pending appends is bounded: when there are too many, an append waits for its place.
 * Implementations are safe for use by many threads, while one run is written by one thread at a time.
 */
public interface RunEvents {
    /**
     * Registers a new run, already held by its state's worker under its epoch, with its first events. Nothing is asked:
     * for a conversation in which other runs may be at work, and for queued runs, there is {@link RunQueue#accept}.
     *
     * @param conversation its conversation, which is stored if it is new and touched if it is not
     */
    Ticket begin(Conversation conversation, Run run, List<StampedEvent> first);

    /**
     * Appends events to a run. The checkpoint that was last {@link Checkpoints#put} for the run is committed with them.
     *
     * @param epoch the epoch under which the caller holds the run
     */
    Ticket append(RunId run, long epoch, List<StampedEvent> events);

    /** Committed events of a run after a number, in order, at most {@code limit}. */
    List<RecordedEvent> read(RunId run, long after, int limit);

    /** Committed events of several runs, each run's in order; the runs in the order in which they are given. */
    List<RecordedEvent> readAll(List<RunId> runs);

    /** The promise of a commit. */
    @FunctionalInterface
    interface Ticket {
        /**
         * Waits for the commit.
         *
         * @return the number of the last event of the append
         * @throws Fenced when another worker holds the run: nothing was written
         * @throws LogUnavailable when the store failed: nothing was written
         * @throws java.util.concurrent.CancellationException when the calling thread was interrupted; the flag stays
         *     set
         */
        long seq();

        /** Asks for the commit without waiting for it: it begins as soon as it can, instead of gathering more. */
        default void hurry() {}
    }

    /** The run is held by another worker, has ended, or is gone. */
    final class Fenced extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Fenced(RunId run, long epoch) {
            super("run " + run + " is not held under epoch " + epoch + " any more");
        }
    }

    /** The store of the log failed. */
    final class LogUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public LogUnavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
