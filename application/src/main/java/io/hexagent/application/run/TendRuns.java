package io.hexagent.application.run;

import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunError;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.run.StampedEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the leases of this process's runs, and ends runs whose process is gone, so that no run stays "running" for
 * ever.
 */
public final class TendRuns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TendRuns.class);
    private static final int PAGE = 100;
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Runs runs;
    private final RunEvents log;
    private final RunLauncher launcher;
    private final InstantSource clock;
    private final String worker;
    private final Duration lease;
    private final ScheduledThreadPoolExecutor timer;

    /** @param lease how long a run stays held without a sign of life of its process */
    public TendRuns(
            Runs runs, RunEvents log, RunLauncher launcher, InstantSource clock, String worker, Duration lease) {
        this.runs = runs;
        this.log = log;
        this.launcher = launcher;
        this.clock = clock;
        this.worker = worker;
        this.lease = lease;
        this.timer = new ScheduledThreadPoolExecutor(1, action -> {
            Thread thread = new Thread(action, "run-leases");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins to tend, from now on. */
    @SuppressWarnings("FutureReturnValueIgnored") // It ends with the timer.
    public void start() {
        long period = Math.max(1, lease.toMillis() / 3);
        timer.scheduleWithFixedDelay(this::tick, 0, period, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            if (launcher.liveRuns() > 0) {
                runs.renew(worker, lease);
            }
            endAbandoned();
        } catch (RuntimeException problem) {
            if (!timer.isShutdown()) {
                LOG.warn("runs could not be tended: {}", problem.getMessage());
            }
        }
    }

    /** Ends the runs whose lease is over. @return how many */
    int endAbandoned() {
        List<Run> abandoned = runs.abandoned(PAGE);
        int ended = 0;
        for (Run run : abandoned) {
            var error = new RunError(
                    RunError.Code.WORKER_LOST, "the program that worked on the run ended before the run did");
            var event = new StampedEvent(clock.instant(), new RunEvent.RunFailed(error, run.usage()));
            try {
                log.append(run.id(), run.epoch(), List.of(event)).seq();
                ended++;
            } catch (RunEvents.Fenced other) {
                LOG.debug("run {} was ended by another process", run.id());
            }
        }
        return ended;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            if (!timer.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the tending of runs did not stop within {} s", CLOSING.toSeconds());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
