package io.hexagent.application.run;

import io.hexagent.domain.run.RunError;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.RunQueue;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.run.Signals;
import io.hexagent.domain.run.StampedEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes queued runs, and runs whose worker was lost, and works on each on a virtual thread of its own. It looks when a
 * run is queued, when the first place comes free after all were taken, and now and then by itself. Safe for use by many
 * threads.
 */
public final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final RunQueue queue;
    private final RunEvents log;
    private final Sessions sessions;
    private final RunWork work;
    private final LiveRuns live;
    private final RunListener listener;
    private final InstantSource clock;
    private final Options options;
    private final Semaphore places;
    private final Semaphore wake = new Semaphore(0);
    private final AtomicBoolean isFull = new AtomicBoolean();
    private final Signals.Subscription subscription;
    private final Thread loop;
    private volatile boolean closed;

    /** Begins to work at once. @param listener told what happens in all runs that are taken here */
    public Worker(
            RunQueue queue,
            RunEvents log,
            Signals signals,
            Sessions sessions,
            RunWork work,
            LiveRuns live,
            RunListener listener,
            InstantSource clock,
            Options options) {
        this.queue = queue;
        this.log = log;
        this.sessions = sessions;
        this.work = work;
        this.live = live;
        this.listener = listener;
        this.clock = clock;
        this.options = options;
        this.places = new Semaphore(options.runs());
        this.subscription = signals.subscribe(this::heard);
        this.loop = Thread.ofPlatform().daemon().name("run-worker").start(this::loop);
    }

    /**
     * @param runs the most runs at a time
     * @param poll how often to look without being told
     * @param strikes how many workers in a row may be lost at the same point of a run
     */
    public record Options(int runs, Duration poll, int strikes) {}

    /** How many runs are at work here now. */
    public int busy() {
        return options.runs() - places.availablePermits();
    }

    /** The most runs at a time. */
    public int runs() {
        return options.runs();
    }

    private void heard(Signal signal) {
        switch (signal) {
            case Signal.Queued ignored -> wake.release();
            case Signal.Taken ignored -> {}
            case Signal.Begun ignored -> {}
            case Signal.Appended ignored -> {}
            case Signal.Wrote ignored -> {}
            case Signal.ToolsChanged ignored -> {}
        }
    }

    private void loop() {
        boolean troubled = false;
        while (!closed) {
            try {
                take();
                troubled = false;
            } catch (RuntimeException problem) {
                if (!troubled && !closed) {
                    LOG.warn("no runs can be taken now; trying again", problem);
                }
                troubled = true;
            }
            try {
                if (wake.tryAcquire(options.poll().toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    private void take() {
        for (int free = free(); free > 0 && !closed; free = free()) {
            List<RunQueue.Claim> claims = queue.claim(live.worker(), free);
            for (RunQueue.Claim claim : claims) {
                places.acquireUninterruptibly();
                live.start("run-" + claim.run().id(), () -> RunLog.during(claim.run(), () -> work(claim)));
            }
            if (claims.size() < free) {
                // The queue is empty: whatever comes into it is told.
                return;
            }
        }
    }

    /** How many places are free. Only when none is, the next one that comes free is a reason to look. */
    private int free() {
        int free = places.availablePermits();
        if (free > 0) {
            return free;
        }
        isFull.set(true);
        // One that came free just before was not told.
        return places.availablePermits();
    }

    private void work(RunQueue.Claim claim) {
        try {
            if (claim.run().parent().isPresent()) {
                end(claim, new RunEvent.RunCancelled(claim.run().usage()));
            } else if (claim.strikes() >= options.strikes()) {
                giveUp(claim);
            } else {
                execute(claim);
            }
        } catch (RunEvents.Fenced lost) {
            LOG.info(
                    "run {} goes on elsewhere or was ended from outside",
                    claim.run().id());
        } catch (RunEvents.LogUnavailable away) {
            // Nothing is lost: the lease ends, and whoever reaches the store by then goes on with the run.
            LOG.warn("run {} is let go, since the store fails", claim.run().id(), away);
        } catch (RuntimeException problem) {
            LOG.error("run {} cannot be worked on", claim.run().id(), problem);
            fail(claim, RunError.Code.INTERNAL, "the run could not be gone on with; the log has the details");
        } finally {
            places.release();
            if (isFull.getAndSet(false)) {
                wake.release();
            }
        }
    }

    private void execute(RunQueue.Claim claim) {
        Session session = sessions.resume(claim.run(), listener);
        session.retries = work.retries();
        session.streams = true;
        // The claim itself is durable: the model need not wait until it is told of.
        session.journal.mention(new RunEvent.RunStarted(claim.run().attempt(), live.worker()));
        RunWork.Ending ignored = work.work(session, true);
    }

    private void giveUp(RunQueue.Claim claim) {
        fail(
                claim,
                RunError.Code.WORKER_LOST,
                "the run ended " + claim.strikes() + " workers in a row at the same point (setting worker.strikes)");
    }

    private void fail(RunQueue.Claim claim, RunError.Code code, String message) {
        end(
                claim,
                new RunEvent.RunFailed(new RunError(code, message), claim.run().usage()));
    }

    /** Ends a run on which nobody works. A sub-agent's is one when its parent has ended without it. */
    private void end(RunQueue.Claim claim, RunEvent last) {
        var run = claim.run();
        try {
            long ignored = log.append(run.id(), run.epoch(), List.of(new StampedEvent(clock.instant(), last)))
                    .seq();
        } catch (RunEvents.Fenced | RunEvents.LogUnavailable lost) {
            LOG.info("the end of run {} could not be stored: {}", run.id(), lost.getMessage());
        }
    }

    /** Begins to take no more runs, without waiting for anything. */
    public void leave() {
        closed = true;
        wake.release();
    }

    /** Takes no more runs. Those at work are stopped by {@link LiveRuns}. */
    @Override
    public void close() {
        leave();
        subscription.close();
        try {
            // A claim that is under way is given to a run's thread; one that takes longer is lost and found by its
            // lease.
            loop.join(Duration.ofSeconds(2));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
