package io.hexagent.presentation.api;

import io.hexagent.domain.run.Run;
import io.hexagent.domain.value.Value;
import io.micronaut.http.HttpStatus;
import java.time.Duration;

/** Why a run is not begun, or not waited for any longer. */
final class RunProblems {
    private static final Duration BUSY = Duration.ofSeconds(2);

    private RunProblems() {}

    static Problem stillRunning(Run run) {
        return Problem.of(
                        HttpStatus.REQUEST_TIMEOUT,
                        "still_running",
                        "the answer takes longer than this door waits; the run goes on at /api/runs/" + run.id())
                .with("run_id", Value.of(run.id().value()))
                .with("thread_id", Value.of(run.conversation().value()));
    }

    /** This process has as many runs at work as it may. */
    static Problem busy(int runs) {
        return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "busy", runs + " runs are at work already; try again soon")
                .retryAfter(BUSY);
    }

    /** Too many runs wait for a worker. */
    static Problem overloaded(int queued, Duration retryAfter) {
        return Problem.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "overloaded",
                        queued + " runs wait for a worker already (setting worker.queue); try again later")
                .retryAfter(retryAfter);
    }

    /** Another run of the conversation has not ended. */
    static Problem threadBusy(Run live) {
        return Problem.of(
                        HttpStatus.CONFLICT,
                        "thread_busy",
                        "run " + live.id() + " of this thread is "
                                + live.status().wire()
                                + "; wait for it, cancel it, or send multitask_strategy enqueue or interrupt to"
                                + " POST /api/agent/" + live.conversation() + "/execute")
                .with("run_id", Value.of(live.id().value()))
                .with("thread_id", Value.of(live.conversation().value()));
    }
}
