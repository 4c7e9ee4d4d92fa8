package io.hexagent.application.run;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.run.Multitask;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Accepts a run that a worker will take, and returns at once. */
public final class StartRun {
    /**
     * @param conversation empty: a new one
     * @param mayBegin whether a conversation that is not there is begun under its id, instead of refused
     * @param agent empty: the conversation's, or {@code chat}
     * @param model empty: the conversation's, the agent's, or the default one
     * @param datasets empty: those of the conversation's last run
     */
    public record Command(
            Principal principal,
            String message,
            List<DatasetId> datasets,
            Optional<ConversationId> conversation,
            boolean mayBegin,
            Optional<AgentName> agent,
            Optional<String> model,
            Multitask whenBusy,
            Optional<RequestKey> key) {
        public Command {
            datasets = List.copyOf(datasets);
        }
    }

    public sealed interface Outcome {
        record Started(Run run) implements Outcome {}

        /** The same request was accepted before: this is its run. */
        record Repeated(RunId run) implements Outcome {}

        /** The request's key was used for something else. */
        record KeyReused() implements Outcome {}

        record UnknownConversation(ConversationId id) implements Outcome {}

        record UnknownDataset(DatasetId id) implements Outcome {}

        record UnknownModel(String message) implements Outcome {}

        /** Another run of the conversation has not ended. */
        record Busy(Run live) implements Outcome {}

        /** Too much is waiting. */
        record Overloaded(int queued, Duration retryAfter) implements Outcome {}

        /** @param field which part of the request it is: {@code message} or {@code agent} */
        record Invalid(String field, String message) implements Outcome {}
    }

    /** @throws io.hexagent.domain.run.RunEvents.LogUnavailable when the store fails */
    public Outcome handle(Command command) {
        throw new UnsupportedOperationException();
    }
}
