package io.hexagent.application.run;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.run.Decision;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunControl;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Schemas;
import io.hexagent.domain.value.Value;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gives a waiting run what it waits for: an answer, or leave to call a tool. The run is queued again. */
public final class AnswerRequest {
    private final Runs runs;
    private final RunControl control;
    private final Schemas schemas;
    private final InstantSource clock;

    public AnswerRequest(Runs runs, RunControl control, Schemas schemas, InstantSource clock) {
        this.runs = runs;
        this.control = control;
        this.schemas = schemas;
        this.clock = clock;
    }

    /**
     * @param request which request is meant; empty: the one that the run waits for. To approve or edit, it or the hash
     *     is needed, so that nobody lets something else be done than what was shown
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

    /** @throws io.hexagent.domain.run.RunEvents.LogUnavailable when the store fails */
    public Outcome handle(Command command) {
        var owner = command.principal().owner();
        Optional<Run> run = runs.find(owner, command.run());
        if (run.isEmpty()) {
            return new Outcome.Unknown(command.run());
        }
        Optional<RunEvent.InputRequested> asked = control.request(owner, command.run());
        if (asked.isEmpty()
                || !command.request().map(asked.get().request()::equals).orElse(true)) {
            return new Outcome.NotWaiting(run.get());
        }
        return refused(command, asked.get()).orElseGet(() -> decided(command, asked.get()));
    }

    private Outcome decided(Command command, RunEvent.InputRequested asked) {
        var decision = new RunEvent.InputReceived(asked.request(), command.decision(), command.content());
        return switch (control.decide(command.principal().owner(), command.run(), decision, clock.instant())) {
            case RunControl.Deciding.Done done -> new Outcome.Resumed(done.run());
            case RunControl.Deciding.NotWaiting before -> new Outcome.NotWaiting(before.run());
            case RunControl.Deciding.Unknown unknown -> new Outcome.Unknown(command.run());
        };
    }

    private Optional<Outcome> refused(Command command, RunEvent.InputRequested asked) {
        Set<Decision> allowed = InputRequests.decisions(asked);
        if (!allowed.contains(command.decision())) {
            return Optional.of(new Outcome.Invalid(
                    "decision",
                    "decision \"" + command.decision().wire() + "\" not in "
                            + allowed.stream().map(Decision::wire).toList()));
        }
        boolean lets = command.decision() == Decision.APPROVE || command.decision() == Decision.EDIT;
        if (lets && command.request().isEmpty() && command.paramsHash().isEmpty()) {
            return Optional.of(new Outcome.Invalid(
                    "request_id",
                    "who lets a call be made says which: give \"request_id\" or \"params_hash\" of the request"));
        }
        if (command.paramsHash().isPresent() && !command.paramsHash().get().equals(asked.paramsHash())) {
            return Optional.of(new Outcome.Changed(
                    "the arguments are not those that were shown: their hash is " + asked.paramsHash()));
        }
        if (command.decision() == Decision.EDIT && !(command.content() instanceof Value.Fields)) {
            return Optional.of(new Outcome.Invalid("content", "the edited arguments must be a JSON object"));
        }
        List<String> wrong = InputRequests.contentSchema(asked, command.decision())
                .map(schema -> schemas.violations(schema, command.content()))
                .orElse(List.of());
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of(new Outcome.Invalid("content", String.join("; ", wrong)));
    }
}
