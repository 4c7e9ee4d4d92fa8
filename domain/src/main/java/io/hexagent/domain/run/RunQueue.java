package io.hexagent.domain.run;

import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.value.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The runs that wait for a worker, and those that a worker holds. A run is held under an epoch until its lease is over,
 * by the store's clock; whoever takes it raises the epoch, so that the one before can write nothing more. The queue is
 * the runs themselves: there is no second record that could differ. Implementations are safe for use by many threads
 * and processes.
 */
public interface RunQueue {
    /**
     * A run to be accepted.
     *
     * @param conversation its conversation; stored when it is new
     * @param run either {@link RunState.Queued}, or {@link RunState.Running} held by its worker from the start
     * @param first its first events
     * @param whenBusy {@link Multitask#REJECT} refuses the run while another one of the conversation has not ended; the
     *     others let it wait
     * @param key makes a repeated request find the run of the first one
     * @param mostQueued a queued run is refused when so many are queued already
     * @param isFresh whether the conversation was made for this run, so that nobody else can know of it
     */
    record Acceptance(
            Conversation conversation,
            Run run,
            List<StampedEvent> first,
            Multitask whenBusy,
            Optional<RequestKey> key,
            int mostQueued,
            boolean isFresh) {
        public Acceptance {
            first = List.copyOf(first);
        }

        /** A run in a conversation that others may use as well. */
        public Acceptance(
                Conversation conversation,
                Run run,
                List<StampedEvent> first,
                Multitask whenBusy,
                Optional<RequestKey> key,
                int mostQueued) {
            this(conversation, run, first, whenBusy, key, mostQueued, false);
        }
    }

    /** What came of an acceptance. */
    sealed interface Accepted {
        /** It is stored. @param run with its ordinal */
        record Taken(Run run) implements Accepted {}

        /** The same request was accepted before. */
        record Repeated(RunId run) implements Accepted {}

        /** The request's key was used for something else. */
        record KeyReused() implements Accepted {}

        /** @param live the run of the conversation that has not ended */
        record Busy(Run live) implements Accepted {}

        /** Too many runs are queued. @param queued how many */
        record Full(int queued) implements Accepted {}
    }

    /**
     * Accepts a run if nothing speaks against it. It is durable on return.
     *
     * @throws RunEvents.LogUnavailable when the store failed: nothing was written, as far as is known
     */
    Accepted accept(Acceptance acceptance);

    /**
     * A run that a worker took.
     *
     * @param run running, under its new epoch, with its attempt counted up
     * @param strikes how many workers in a row have lost the run without a new event of it: 0 for a run from the queue
     */
    record Claim(Run run, int strikes) {}

    /**
     * Takes runs for a worker: queued ones that are due and whose conversation has no earlier live run, and those whose
     * lease is over. Each is given to one worker only. Oldest first. Runs of sub-agents are not among them while their
     * parents live: see {@link #takeChild}.
     *
     * @param most at most so many
     */
    List<Claim> claim(String worker, int most);

    /**
     * Takes a sub-agent's run that has not ended for the worker that holds its parent, whoever held it before.
     *
     * @param parentEpoch the epoch under which the caller holds the parent
     * @return the run under its new epoch; empty when the parent is not held so, or the run has ended or is none of its
     */
    Optional<Run> takeChild(RunId run, RunId parent, long parentEpoch, String worker);

    /**
     * Prolongs the leases of all runs that a worker holds.
     *
     * @return the runs that it holds with their epochs: a run that is not among them is lost
     */
    Map<RunId, Long> renew(String worker);

    /** Puts a held run back into the queue, as if it had not been taken. @return false when it is not held so */
    boolean giveBack(RunId run, long epoch);

    /**
     * What waits.
     *
     * @param queued runs that are due
     * @param oldest how long the oldest of them has waited; zero when there is none
     */
    record Depth(int queued, Duration oldest) {}

    Depth depth();
}
