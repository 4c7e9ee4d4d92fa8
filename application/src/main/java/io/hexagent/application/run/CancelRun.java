package io.hexagent.application.run;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunControl;
import io.hexagent.domain.value.RunId;
import java.time.InstantSource;

/** Ends a run on request, whatever it is doing and whoever works on it. */
public final class CancelRun {
    private final RunControl control;
    private final InstantSource clock;

    public CancelRun(RunControl control, InstantSource clock) {
        this.control = control;
        this.clock = clock;
    }

    public record Command(Principal principal, RunId run) {}

    public sealed interface Outcome {
        record Cancelled(Run run) implements Outcome {}

        /** It had ended before, which is fine. */
        record EndedBefore(Run run) implements Outcome {}

        record Unknown(RunId id) implements Outcome {}
    }

    public Outcome handle(Command command) {
        return switch (control.cancel(command.principal().owner(), command.run(), clock.instant())) {
            case RunControl.Cancelling.Done done -> new Outcome.Cancelled(done.run());
            case RunControl.Cancelling.EndedBefore before -> new Outcome.EndedBefore(before.run());
            case RunControl.Cancelling.Unknown unknown -> new Outcome.Unknown(command.run());
        };
    }
}
