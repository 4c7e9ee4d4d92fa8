package io.hexagent.presentation.api;

import io.hexagent.application.run.StartRun;
import io.hexagent.application.run.follow.FollowRun;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.run.Multitask;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Begins runs for doors that then follow them, and says what speaks against it. */
@Singleton
final class RunStarts {
    private final Hexagent hexagent;

    RunStarts(Hexagent hexagent) {
        this.hexagent = hexagent;
    }

    /** @param again whether an earlier, equal request had begun it */
    record Started(RunId run, boolean again) {}

    /** A message as chats take it: {@code {message, model?, thread_id? | session_id?}}. */
    record Message(String text, Optional<String> model, Optional<ConversationId> thread, boolean mayBegin) {
        /** Reads the fields; the caller checks them. @param kept the conversation that is meant when none is named */
        static Message read(Hexagent hexagent, Asked asked, Optional<ConversationId> kept) {
            String text = asked.text("message");
            Optional<String> model = asked.optionalId("model");
            Optional<String> thread = asked.optionalId("thread_id");
            Optional<String> session = asked.optionalId("session_id");
            if (thread.isPresent() && session.isPresent() && !thread.equals(session)) {
                asked.wrong("session_id", "give \"thread_id\" or \"session_id\", not both");
            }
            asked.checkLength("message", text, hexagent.settings().limits().questionChars());
            Optional<ConversationId> named = thread.or(() -> session).map(ConversationId::new);
            return new Message(text, model, named.or(() -> kept), named.isPresent() && thread.isEmpty());
        }
    }

    /** @throws Problem that says why it cannot begin */
    Started start(Message message, Optional<RequestKey> key) {
        var command = new StartRun.Command(
                Principal.LOCAL,
                message.text(),
                List.of(),
                message.thread(),
                message.mayBegin() || message.thread().isEmpty(),
                Optional.empty(),
                message.model(),
                Multitask.REJECT,
                key);
        return switch (hexagent.startRun().handle(command)) {
            case StartRun.Outcome.Started started -> new Started(started.run().id(), false);
            case StartRun.Outcome.Repeated repeated -> new Started(repeated.run(), true);
            case StartRun.Outcome.KeyReused reused -> throw RequestKeys.reused();
            case StartRun.Outcome.UnknownConversation unknown ->
                throw Problem.notFound("thread", unknown.id().value());
            case StartRun.Outcome.UnknownDataset unknown ->
                throw Problem.notFound("data set", unknown.id().value());
            case StartRun.Outcome.UnknownModel unknown -> throw Problem.invalid("model", unknown.message());
            case StartRun.Outcome.Busy busy -> throw RunProblems.threadBusy(busy.live());
            case StartRun.Outcome.Overloaded overloaded ->
                throw RunProblems.overloaded(overloaded.queued(), overloaded.retryAfter());
            case StartRun.Outcome.Invalid invalid -> throw Problem.invalid(invalid.field(), invalid.message());
        };
    }

    /** Follows a run from its start. @throws Problem 404 when there is no such run */
    FollowRun.Outcome.Ready follow(RunId run, boolean allText) {
        return switch (hexagent.followRun().handle(new FollowRun.Command(Principal.LOCAL, run, 0, allText))) {
            case FollowRun.Outcome.Ready ready -> ready;
            case FollowRun.Outcome.Unknown unknown -> throw Problem.notFound("run", run.value());
            case FollowRun.Outcome.Over over ->
                throw Problem.of(HttpStatus.CONFLICT, "run_is_over", "run " + run + " has ended");
            case FollowRun.Outcome.NoSuchEvent none -> throw new IllegalStateException("every run has a start");
        };
    }
}
