package io.hexagent.application.run;

import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.telemetry.Ending;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.telemetry.Work;
import java.util.function.Supplier;

/** An attempt at a run as those see it who watch: what it asks models and tools is a part of it. */
final class MeasuredAttempt {
    private MeasuredAttempt() {}

    static RunWork.Ending of(Run run, Telemetry telemetry, Supplier<RunWork.Ending> attempt) {
        Telemetry.Span span = telemetry.begin(
                new Work.InvokeAgent(run.id(), run.conversation(), run.agent(), run.model(), run.attempt()));
        Ending how = Ending.Fault.FAILED;
        try {
            RunWork.Ending ending = attempt.get();
            how = switch (ending) {
                case RunWork.Ending.Over over ->
                    new Ending.Left(over.report().run().status());
                case RunWork.Ending.Waiting ignored -> new Ending.Left(RunStatus.AWAITING_INPUT);
                case RunWork.Ending.Gone ignored -> Ending.Fault.CANCELLED;
            };
            return ending;
        } finally {
            span.end(how);
        }
    }
}
