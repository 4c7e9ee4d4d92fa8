package io.hexagent.application.run;

import io.hexagent.application.dataset.AddDataset;
import io.hexagent.application.dataset.DataInput;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.UnusableDataset;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers a question about data: the agent plans, calls tools, and answers with figures that were computed. */
public final class RunAnalysis {
    private final AddDataset addDataset;
    private final RunLauncher launcher;

    public RunAnalysis(AddDataset addDataset, RunLauncher launcher) {
        this.addDataset = addDataset;
        this.launcher = launcher;
    }

    /**
     * @param data what the question is about; may be empty
     * @param agent who answers
     * @param model {@code provider/model}, or a provider; empty: the default one
     * @param conversation the conversation to go on with; empty: a new one
     * @param patience how long to wait for the answer; empty: as long as it takes
     * @param listener told what happens meanwhile
     * @param key makes a repeated request wait for the run of the first one
     */
    public record Command(
            Principal principal,
            String question,
            List<DataInput> data,
            AgentName agent,
            Optional<String> model,
            Optional<ConversationId> conversation,
            Optional<Duration> patience,
            RunListener listener,
            Optional<RequestKey> key) {
        public Command {
            data = List.copyOf(data);
        }

        /** Without a key: each request is one of its own. */
        public Command(
                Principal principal,
                String question,
                List<DataInput> data,
                AgentName agent,
                Optional<String> model,
                Optional<ConversationId> conversation,
                Optional<Duration> patience,
                RunListener listener) {
            this(principal, question, data, agent, model, conversation, patience, listener, Optional.empty());
        }

        /** Asked by the local user, of the analyst, with the default model. */
        public Command(String question, DataInput... data) {
            this(
                    Principal.LOCAL,
                    question,
                    List.of(data),
                    AgentName.ANALYST,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    RunListener.NONE);
        }

        public Command withModel(String name) {
            return new Command(
                    principal, question, data, agent, Optional.of(name), conversation, patience, listener, key);
        }

        public Command withAgent(AgentName name) {
            return new Command(principal, question, data, name, model, conversation, patience, listener, key);
        }

        public Command withListener(RunListener other) {
            return new Command(principal, question, data, agent, model, conversation, patience, other, key);
        }

        public Command withPatience(Duration time) {
            return new Command(principal, question, data, agent, model, conversation, Optional.of(time), listener, key);
        }
    }

    public sealed interface Outcome {
        /** The run has ended: its status and outcome tell how. */
        record Ended(RunReport report) implements Outcome {}

        /** The run waits for a person: {@link AnswerRequest} lets it go on. */
        record Waiting(RunReport report, RunEvent.InputRequested request) implements Outcome {}

        /** The wait is over and the run goes on. */
        record StillRunning(Run run) implements Outcome {}

        /** The same request was made before: this is what came of it. */
        record Repeated(Outcome first) implements Outcome {}

        /** The request's key was used for something else. */
        record KeyReused() implements Outcome {}

        /** The run of the same request was deleted since. */
        record Deleted(RunId run) implements Outcome {}

        /** Another run of the conversation has not ended. */
        record ConversationBusy(Run live) implements Outcome {}

        /** Data could not be used. */
        record Unusable(UnusableDataset.Reason reason, String message) implements Outcome {}

        record UnknownDataset(DatasetId id) implements Outcome {}

        record UnknownConversation(ConversationId id) implements Outcome {}

        /** The model is not configured; the message names those that are. */
        record UnknownModel(String message) implements Outcome {}

        /**
         * The question or the agent is not acceptable; the message says why.
         *
         * @param field which of them: {@code question} or {@code agent}
         */
        record Invalid(String field, String message) implements Outcome {}

        /** As many runs as allowed are at work. @param runs how many that is */
        record Busy(int runs) implements Outcome {}
    }

    /** @throws io.hexagent.domain.run.RunEvents.LogUnavailable when the store fails */
    public Outcome handle(Command command) {
        var datasets = new ArrayList<Dataset>();
        for (DataInput input : command.data()) {
            switch (addDataset.handle(new AddDataset.Command(command.principal(), input))) {
                case AddDataset.Outcome.Added added -> datasets.add(added.dataset());
                case AddDataset.Outcome.Unusable unusable -> {
                    return new Outcome.Unusable(unusable.reason(), unusable.message());
                }
                case AddDataset.Outcome.Repeated repeated -> throw new IllegalStateException("no key was given");
                case AddDataset.Outcome.KeyReused reused -> throw new IllegalStateException("no key was given");
                case AddDataset.Outcome.Unknown unknown -> {
                    return new Outcome.UnknownDataset(unknown.id());
                }
            }
        }
        return outcome(launcher.launch(new RunLauncher.Request(
                new Intake.Asked(
                        command.principal(),
                        command.question(),
                        datasets,
                        Optional.of(command.agent()),
                        command.model(),
                        command.conversation(),
                        false,
                        Optional.empty()),
                command.patience(),
                command.listener(),
                command.key())));
    }

    private static Outcome outcome(RunLauncher.Launched launched) {
        return switch (launched) {
            case RunLauncher.Launched.Ended ended -> new Outcome.Ended(ended.report());
            case RunLauncher.Launched.Waiting waiting -> new Outcome.Waiting(waiting.report(), waiting.request());
            case RunLauncher.Launched.StillRunning running -> new Outcome.StillRunning(running.run());
            case RunLauncher.Launched.Repeated repeated -> new Outcome.Repeated(outcome(repeated.first()));
            case RunLauncher.Launched.KeyReused reused -> new Outcome.KeyReused();
            case RunLauncher.Launched.Deleted deleted -> new Outcome.Deleted(deleted.run());
            case RunLauncher.Launched.Invalid invalid -> new Outcome.Invalid(invalid.field(), invalid.message());
            case RunLauncher.Launched.UnknownConversation unknown -> new Outcome.UnknownConversation(unknown.id());
            case RunLauncher.Launched.UnknownModel unknown -> new Outcome.UnknownModel(unknown.message());
            case RunLauncher.Launched.ConversationBusy busy -> new Outcome.ConversationBusy(busy.live());
            case RunLauncher.Launched.Busy busy -> new Outcome.Busy(busy.runs());
        };
    }
}
