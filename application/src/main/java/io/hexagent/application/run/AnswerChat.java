package io.hexagent.application.run;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Answers one message of a conversation. */
public final class AnswerChat {
    private final RunLauncher launcher;

    public AnswerChat(RunLauncher launcher) {
        this.launcher = launcher;
    }

    /**
     * @param model {@code provider/model}, or a provider; empty: the default one
     * @param conversation the conversation to go on with; empty: a new one
     * @param mayBegin whether a conversation that is not there is begun under its id, as clients do that choose their
     *     session's id themselves
     * @param patience how long to wait for the answer; empty: as long as it takes
     * @param key makes a repeated request wait for the run of the first one
     */
    public record Command(
            Principal principal,
            String message,
            Optional<String> model,
            Optional<ConversationId> conversation,
            boolean mayBegin,
            Optional<Duration> patience,
            RunListener listener,
            Optional<RequestKey> key) {
        /** Without a key: each request is one of its own. */
        public Command(
                Principal principal,
                String message,
                Optional<String> model,
                Optional<ConversationId> conversation,
                boolean mayBegin,
                Optional<Duration> patience,
                RunListener listener) {
            this(principal, message, model, conversation, mayBegin, patience, listener, Optional.empty());
        }

        public Command(String message) {
            this(
                    Principal.LOCAL,
                    message,
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    RunListener.NONE);
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

        record UnknownConversation(ConversationId id) implements Outcome {}

        /** The model is not configured; the message names those that are. */
        record UnknownModel(String message) implements Outcome {}

        /**
         * The request is not acceptable; the text says why.
         *
         * @param field which part of it: {@code message}, or the conversation's {@code agent}
         */
        record Invalid(String field, String message) implements Outcome {}

        /** As many runs as allowed are at work. @param runs how many that is */
        record Busy(int runs) implements Outcome {}
    }

    /** @throws io.hexagent.domain.run.RunEvents.LogUnavailable when the store fails */
    public Outcome handle(Command command) {
        return outcome(launcher.launch(new RunLauncher.Request(
                new Intake.Asked(
                        command.principal(),
                        command.message(),
                        List.of(),
                        Optional.empty(),
                        command.model(),
                        command.conversation(),
                        command.mayBegin(),
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
            case RunLauncher.Launched.Invalid invalid ->
                new Outcome.Invalid(
                        invalid.field().equals("question") ? "message" : invalid.field(), invalid.message());
            case RunLauncher.Launched.UnknownConversation unknown -> new Outcome.UnknownConversation(unknown.id());
            case RunLauncher.Launched.UnknownModel unknown -> new Outcome.UnknownModel(unknown.message());
            case RunLauncher.Launched.ConversationBusy busy -> new Outcome.ConversationBusy(busy.live());
            case RunLauncher.Launched.Busy busy -> new Outcome.Busy(busy.runs());
        };
    }
}
