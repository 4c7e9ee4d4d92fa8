package io.hexagent.application.run;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.run.Decision;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import java.util.Optional;

/** Gives a waiting run what it waits for: an answer, or leave to call a tool. The run is queued again. */
public final class AnswerRequest {
    /**
     * @param request which request is meant; empty: the one that the run waits for
     * @param content the answer; the edited arguments for {@link Decision#EDIT}; a reason for a rejection; absent when
     *     there is none
     * @param paramsHash the hash of the arguments that were shown; empty: not checked
     */
    public record Command(
            Principal principal,
            RunId run,
            Optional<String> request,
            Decision decision,
            Value content,
            Optional<String> paramsHash) {}

    public sealed interface Outcome {
        record Resumed(Run run) implements Outcome {}

        /** It does not wait for that: it was decided before, expired, or never asked. */
        record NotWaiting(Run run) implements Outcome {}

        /** The arguments are not those that were shown. */
        record Changed(String message) implements Outcome {}

        /** The decision or its content does not fit the request. @param field which of them */
        record Invalid(String field, String message) implements Outcome {}

        record Unknown(RunId id) implements Outcome {}
    }

    public Outcome handle(Command command) {
        throw new UnsupportedOperationException();
    }
}
