package io.hexagent.application.run;

import io.hexagent.application.language.ModelCatalog;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.value.ConversationId;
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
     */
    public record Command(
            Principal principal,
            String message,
            Optional<String> model,
            Optional<ConversationId> conversation,
            boolean mayBegin,
            Optional<Duration> patience,
            RunListener listener) {
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

        /** The wait is over and the run goes on. */
        record StillRunning(Run run) implements Outcome {}

        record UnknownConversation(ConversationId id) implements Outcome {}

        /** The model is not configured; the message names those that are. */
        record UnknownModel(String message) implements Outcome {}

        /** The message is not acceptable; the text says why. */
        record Invalid(String message) implements Outcome {}

        /** As many runs as allowed are at work. @param runs how many that is */
        record Busy(int runs) implements Outcome {}
    }

    /** @throws io.hexagent.domain.run.RunEvents.LogUnavailable when the store fails */
    public Outcome handle(Command command) {
        try {
            return outcome(launcher.launch(new RunLauncher.Request(
                    command.principal(),
                    command.message(),
                    List.of(),
                    AgentName.CHAT,
                    command.model(),
                    command.conversation(),
                    command.mayBegin(),
                    command.patience(),
                    command.listener())));
        } catch (ModelCatalog.UnknownModel unknown) {
            return new Outcome.UnknownModel(unknown.getMessage());
        }
    }

    private static Outcome outcome(RunLauncher.Launched launched) {
        return switch (launched) {
            case RunLauncher.Launched.Ended ended -> new Outcome.Ended(ended.report());
            case RunLauncher.Launched.StillRunning running -> new Outcome.StillRunning(running.run());
            case RunLauncher.Launched.Invalid invalid -> new Outcome.Invalid(invalid.message());
            case RunLauncher.Launched.UnknownConversation unknown -> new Outcome.UnknownConversation(unknown.id());
            case RunLauncher.Launched.Busy busy -> new Outcome.Busy(busy.runs());
        };
    }
}
