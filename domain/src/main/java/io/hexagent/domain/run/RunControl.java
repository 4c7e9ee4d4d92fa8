package io.hexagent.domain.run;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.value.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is decided about a run from outside, whoever holds it and whether or not that one is alive. Each decision is
 * written with its event and a new epoch in one step. Implementations are safe for use by many threads and processes.
 */
public interface RunControl {
    /** What came of {@link #cancel}. */
    sealed interface Cancelling {
        /** It is cancelled now. */
        record Done(Run run) implements Cancelling {}

        /** It had ended before. */
        record EndedBefore(Run run) implements Cancelling {}

        record Unknown() implements Cancelling {}
    }

    /**
     * Ends a run that has not ended, with a {@link RunEvent.RunCancelled} that tells its usage so far, and then the
     * runs of its sub-agents.
     */
    Cancelling cancel(OwnerId owner, RunId run, Instant at);

    /** What came of {@link #decide}. */
    sealed interface Deciding {
        /** The run is queued again and sees the decision. */
        record Done(Run run) implements Deciding {}

        /** It does not wait for that request: it was decided before, expired, or never made. */
        record NotWaiting(Run run) implements Deciding {}

        record Unknown() implements Deciding {}
    }

    /**
     * Answers the request that a run waits for; of several decisions the first one counts. The run is queued, and goes
     * on with the attempt in which it asked.
     */
    Deciding decide(OwnerId owner, RunId run, RunEvent.InputReceived decision, Instant at);

    /** The request that a run waits for. */
    Optional<RunEvent.InputRequested> request(OwnerId owner, RunId run);

    /** Runs, of any owner, whose request was not decided in time, by the store's clock. At most {@code limit}. */
    List<Run> expired(int limit);
}
