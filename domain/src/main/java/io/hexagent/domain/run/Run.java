package io.hexagent.domain.run;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.language.ModelName;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One run of an agent.
 *
 * @param query what was asked
 * @param datasets what it was asked about; the first is the one meant when nothing else is said
 * @param ordinal its number in its conversation, from 1, given when it is accepted; 0 before
 * @param replayOf the run whose recorded model replies it is to follow
 * @param parent the run whose sub-agent it is: worked on by whoever holds that one
 * @param epoch raised each time the run is taken by a worker; only the holder of the newest epoch may write
 * @param attempt from 1, one more each time a worker takes it up
 */
public record Run(
        RunId id,
        OwnerId owner,
        ConversationId conversation,
        long ordinal,
        AgentName agent,
        ModelName model,
        String query,
        List<DatasetId> datasets,
        Optional<RunId> replayOf,
        Optional<RunId> parent,
        RunState state,
        TokenUsage usage,
        long epoch,
        int attempt,
        Instant createdAt) {
    public Run {
        datasets = List.copyOf(datasets);
    }

    /** A run that is no sub-agent's. */
    public Run(
            RunId id,
            OwnerId owner,
            ConversationId conversation,
            long ordinal,
            AgentName agent,
            ModelName model,
            String query,
            List<DatasetId> datasets,
            Optional<RunId> replayOf,
            RunState state,
            TokenUsage usage,
            long epoch,
            int attempt,
            Instant createdAt) {
        this(
                id,
                owner,
                conversation,
                ordinal,
                agent,
                model,
                query,
                datasets,
                replayOf,
                Optional.empty(),
                state,
                usage,
                epoch,
                attempt,
                createdAt);
    }

    /** A run that was not accepted yet and replays no other. */
    public Run(
            RunId id,
            OwnerId owner,
            ConversationId conversation,
            AgentName agent,
            ModelName model,
            String query,
            List<DatasetId> datasets,
            RunState state,
            TokenUsage usage,
            long epoch,
            int attempt,
            Instant createdAt) {
        this(
                id,
                owner,
                conversation,
                0,
                agent,
                model,
                query,
                datasets,
                Optional.empty(),
                state,
                usage,
                epoch,
                attempt,
                createdAt);
    }

    /** The same run under the number that its conversation gave it. */
    public Run numbered(long number) {
        return with(number, state, usage, epoch, attempt);
    }

    /** The same run as a sub-agent's of another run. */
    public Run childOf(RunId other) {
        return new Run(
                id,
                owner,
                conversation,
                ordinal,
                agent,
                model,
                query,
                datasets,
                replayOf,
                Optional.of(other),
                state,
                usage,
                epoch,
                attempt,
                createdAt);
    }

    /** The same run in another state. Whether it may go there is for {@link #complete} and its kind to say. */
    public Run in(RunState next) {
        return with(ordinal, next, usage, epoch, attempt);
    }

    /** The same run, held under a newer epoch. */
    public Run held(RunState next, long newEpoch, int newAttempt) {
        return with(ordinal, next, usage, newEpoch, newAttempt);
    }

    /** The same run after some events. */
    public Run with(long ordinal, RunState state, TokenUsage usage, long epoch, int attempt) {
        return new Run(
                id,
                owner,
                conversation,
                ordinal,
                agent,
                model,
                query,
                datasets,
                replayOf,
                parent,
                state,
                usage,
                epoch,
                attempt,
                createdAt);
    }

    public RunStatus status() {
        return state.status();
    }

    /** Ends the run with an answer. @throws IllegalStateException when it is not running */
    public Run complete(AnswerKind outcome, TokenUsage used, Instant at) {
        return to(new RunState.Completed(outcome, at), used);
    }

    /** Ends the run without an answer. @throws IllegalStateException when it has ended already */
    public Run fail(RunError error, TokenUsage used, Instant at) {
        return to(new RunState.Failed(error, at), used);
    }

    /** Ends the run on request. @throws IllegalStateException when it has ended already */
    public Run cancel(TokenUsage used, Instant at) {
        return to(new RunState.Cancelled(at), used);
    }

    private Run to(RunState next, TokenUsage used) {
        boolean legal = next instanceof RunState.Completed ? status() == RunStatus.RUNNING : !status().isTerminal();
        if (!legal) {
            throw new IllegalStateException("run " + id + " cannot go from " + status().wire() + " to "
                    + next.status().wire());
        }
        return with(ordinal, next, used, epoch, attempt);
    }
}
