package io.hexagent.application.run;

import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.telemetry.Ending;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.telemetry.Work;
import org.slf4j.MDC;

/**
 * The time in which a thread works on a run: each line that it logs names the run, its thread (the conversation) and
 * its user, and what is measured is a part of the run's attempt. Opened and closed on the thread that works.
 *
 * <pre>{@code
 * try (var log = RunLog.open(run, telemetry)) {
 *   ...
 *   log.left(RunStatus.COMPLETED);
 * }
 * }</pre>
 */
final class RunLog implements AutoCloseable {
    static final String RUN = "run_id";
    static final String THREAD = "thread_id";
    static final String USER = "user_id";

    private final Telemetry.Span span;
    private Ending ending = Ending.Fault.CANCELLED;

    private RunLog(Telemetry.Span span) {
        this.span = span;
    }

    static RunLog open(Run run, Telemetry telemetry) {
        MDC.put(RUN, run.id().value());
        MDC.put(THREAD, run.conversation().value());
        MDC.put(USER, run.owner().value());
        return new RunLog(telemetry.begin(
                new Work.InvokeAgent(run.id(), run.conversation(), run.agent(), run.model(), run.attempt())));
    }

    /** How the run stands after the work. Without it the work counts as stopped from outside. */
    void left(RunStatus status) {
        ending = new Ending.Left(status);
    }

    @Override
    public void close() {
        span.end(ending);
        MDC.remove(RUN);
        MDC.remove(THREAD);
        MDC.remove(USER);
    }
}
