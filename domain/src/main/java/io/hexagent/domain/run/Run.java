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

/**
 * One run of an agent.
 *
 * @param query what was asked
 * @param datasets what it was asked about; the first is the one meant when nothing else is said
 * @param epoch raised each time the run is taken by a worker; only the holder of the newest epoch may write
 * @param attempt from 1, one more each time a worker takes it up
 */
public record Run(
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
    public Run {
        datasets = List.copyOf(datasets);
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
        return new Run(id, owner, conversation, agent, model, query, datasets, next, used, epoch, attempt, createdAt);
    }
}
