package io.hexagent.infrastructure.measured;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.run.EventType;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunControl;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.telemetry.Count;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.value.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Counts the events that decisions write. Safe for use by many threads. */
final class MeasuredRunControl implements RunControl {
    private final RunControl control;
    private final Telemetry telemetry;

    MeasuredRunControl(RunControl control, Telemetry telemetry) {
        this.control = control;
        this.telemetry = telemetry;
    }

    @Override
    public Cancelling cancel(OwnerId owner, RunId run, Instant at) {
        Cancelling cancelling = control.cancel(owner, run, at);
        if (cancelling instanceof Cancelling.Done) {
            telemetry.count(new Count.StepTaken(EventType.RUN_CANCELLED));
            telemetry.count(new Count.RunEnded(RunStatus.CANCELLED));
        }
        return cancelling;
    }

    @Override
    public Deciding decide(OwnerId owner, RunId run, RunEvent.InputReceived decision, Instant at) {
        Deciding deciding = control.decide(owner, run, decision, at);
        if (deciding instanceof Deciding.Done) {
            telemetry.count(new Count.StepTaken(EventType.INPUT_RECEIVED));
        }
        return deciding;
    }

    @Override
    public Optional<RunEvent.InputRequested> request(OwnerId owner, RunId run) {
        return control.request(owner, run);
    }

    @Override
    public List<Run> expired(int limit) {
        return control.expired(limit);
    }
}
