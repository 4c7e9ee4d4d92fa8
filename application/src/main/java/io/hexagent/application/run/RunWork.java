package io.hexagent.application.run;

import io.hexagent.domain.run.Checkpoints;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunError;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.RunQueue;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.telemetry.Telemetry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on a run until it ends, waits for a person, or goes on elsewhere: what workers and waiting doors share. Safe
 * for use by many threads.
 */
public final class RunWork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunWork.class);

    private final AnswerGraph graph;
    private final LiveRuns live;
    private final RunQueue queue;
    private final Checkpoints checkpoints;
    private final Retry retry;
    private final DoubleSupplier chance;
    private final Telemetry telemetry;
    private final Deadlines deadlines = new Deadlines();

    /** @param chance a number from 0 to 1, another one each time, that keeps retries apart */
    public RunWork(
            AnswerGraph graph,
            LiveRuns live,
            RunQueue queue,
            Checkpoints checkpoints,
            Retry retry,
            DoubleSupplier chance,
            Telemetry telemetry) {
        this.graph = graph;
        this.live = live;
        this.queue = queue;
        this.checkpoints = checkpoints;
        this.retry = retry;
        this.chance = chance;
        this.telemetry = telemetry;
    }

    /**
     * How a step is tried again that failed for a reason that may pass.
     *
     * @param attempts how often in all, at least 1
     * @param least the pause before the second attempt; it doubles with each one
     * @param most the longest pause
     */
    public record Retry(int attempts, Duration least, Duration most) {
        Duration pause(int failures, double chance) {
            double millis = Math.min(most.toMillis(), least.toMillis() * Math.pow(2, failures - 1.0));
            return Duration.ofMillis(Math.round(millis * (0.5 + chance / 2)));
        }
    }

    sealed interface Ending {
        record Over(RunReport report) implements Ending {}

        record Waiting(RunReport report, RunEvent.InputRequested request) implements Ending {}

        /** Another process has it, or will, or it was ended from outside: the store knows. */
        record Gone() implements Ending {}
    }

    /** How often a run from the queue may ask its model again. */
    int retries() {
        return retry.attempts() - 1;
    }

    /**
     * Works on the calling thread, for as long as the run may.
     *
     * @param stored whether the run was in the store before
     * @throws RunEvents.LogUnavailable when not even the run's failure could be stored
     */
    Ending work(Session session, boolean stored) {
        return RunLog.during(
                session.run, () -> MeasuredAttempt.of(session.run, telemetry, () -> attempted(session, stored)));
    }

    private Ending attempted(Session session, boolean stored) {
        session.work = this;
        live.add(session, stored);
        Future<?> limit = deadlines.after(session.limits.time(), () -> session.stop(Session.Stop.TIME_LIMIT));
        session.enter();
        try {
            return ending(session, worked(session));
        } catch (RunEvents.Fenced lost) {
            return gone(session);
        } catch (RunEvents.LogUnavailable broken) {
            session.leave();
            return unrecorded(session, broken);
        } catch (RuntimeException problem) {
            session.leave();
            return stopped(session, problem);
        } finally {
            session.leave();
            limit.cancel(false);
            live.remove(session);
            checkpoints.forget(session.run.id());
        }
    }

    private Working worked(Session session) {
        for (int failures = 1; ; failures++) {
            try {
                return graph.run(session);
            } catch (TurnFailed failed) {
                Duration pause = retry.pause(failures, chance.getAsDouble());
                Duration asked = failed.retryAfter().orElse(Duration.ZERO);
                Duration wait = asked.compareTo(pause) > 0 ? asked : pause;
                LOG.info(
                        "run {}: attempt {} failed, the next one follows in {} ms: {}",
                        session.run.id(),
                        session.run.attempt() + failures - 1,
                        wait.toMillis(),
                        failed.getMessage());
                sleep(wait);
                session.journal.add(new RunEvent.RunStarted(session.run.attempt() + failures, live.worker()));
            }
        }
    }

    /** @throws CancellationException when the run is stopped meanwhile */
    private static void sleep(Duration time) {
        try {
            // Nobody gives this place: only the time passes, or an interrupt ends it.
            if (new Semaphore(0).tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("a place came from nowhere");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the run was stopped before its next attempt");
        }
    }

    private static Ending ending(Session session, Working last) {
        if (!last.isWaiting()) {
            return new Ending.Over(report(session));
        }
        List<RecordedEvent> events = session.journal.events();
        for (RecordedEvent recorded : events.reversed()) {
            if (recorded.event() instanceof RunEvent.InputRequested request) {
                Run waiting = session.run.with(
                        session.run.ordinal(),
                        new RunState.AwaitingInput(request.request()),
                        session.used(),
                        session.run.epoch(),
                        session.run.attempt());
                return new Ending.Waiting(RunReport.of(waiting, events, session.artifacts), request);
            }
        }
        throw new IllegalStateException("run " + session.run.id() + " waits for nothing");
    }

    private static Ending gone(Session session) {
        LOG.info("run {} goes on elsewhere or was ended from outside", session.run.id());
        return new Ending.Gone();
    }

    /** The run's work ended before its graph did. */
    private Ending stopped(Session session, RuntimeException problem) {
        try {
            if (session.journal.isOver()) {
                session.journal.fence();
                return new Ending.Over(report(session));
            }
            return session.stopped().isPresent()
                    ? stopped(session, session.stopped().get())
                    : broken(session, problem);
        } catch (RunEvents.Fenced lost) {
            return gone(session);
        }
    }

    private Ending stopped(Session session, Session.Stop reason) {
        return switch (reason) {
            case TIME_LIMIT -> ended(session, failed(session, RunError.Code.LIMIT_REACHED, session.tooLong()));
            case CANCELLED -> ended(session, new RunEvent.RunCancelled(session.used()));
            case SHUTDOWN ->
                ended(
                        session,
                        failed(
                                session,
                                RunError.Code.WORKER_LOST,
                                "the program was stopped while the run was at work"));
            case LOST -> gone(session);
            case HAND_BACK -> handedBack(session);
        };
    }

    private Ending handedBack(Session session) {
        session.journal.drain();
        boolean given = queue.giveBack(session.run.id(), session.run.epoch());
        LOG.info("run {} {}", session.run.id(), given ? "was handed back" : "was not ours to hand back");
        return new Ending.Gone();
    }

    private static Ending broken(Session session, RuntimeException problem) {
        LOG.error("run {} failed", session.run.id(), problem);
        return ended(
                session,
                failed(session, RunError.Code.INTERNAL, "the run failed unexpectedly; the log has the details"));
    }

    /** Events of the run could not be stored: it ends as failed, if at least that can be stored. */
    private static Ending unrecorded(Session session, RunEvents.LogUnavailable broken) {
        LOG.warn("run {} could not be recorded", session.run.id(), broken);
        try {
            return ended(session, failed(session, RunError.Code.INTERNAL, "a step of the run could not be stored"));
        } catch (RunEvents.Fenced lost) {
            return gone(session);
        }
    }

    private static Ending ended(Session session, RunEvent last) {
        session.journal.add(last);
        session.journal.fence();
        return new Ending.Over(report(session));
    }

    private static RunEvent failed(Session session, RunError.Code code, String message) {
        return new RunEvent.RunFailed(new RunError(code, message), session.used());
    }

    private static RunReport report(Session session) {
        var events = session.journal.events();
        var last = events.getLast();
        Run run =
                switch (last.event()) {
                    case RunEvent.RunCompleted completed ->
                        session.run.complete(completed.outcome(), completed.usage(), last.at());
                    case RunEvent.RunFailed failed -> session.run.fail(failed.error(), failed.usage(), last.at());
                    case RunEvent.RunCancelled cancelled -> session.run.cancel(cancelled.usage(), last.at());
                    default ->
                        throw new IllegalStateException("run " + session.run.id() + " ended with "
                                + last.event().type().wire());
                };
        return RunReport.of(run, events, session.artifacts);
    }

    @Override
    public void close() {
        deadlines.close();
    }
}
