package io.hexagent.application.run;

import io.hexagent.domain.run.RunQueue;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.run.Signals;
import io.hexagent.domain.value.RunId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs at work in this process. It prolongs their leases, all with one request, and stops a run that this process
 * has lost: cancelled, deleted, or taken by another worker. Safe for use by many threads.
 */
public final class LiveRuns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRuns.class);
    /** A run whose beginning is not committed yet is in nobody's list: it is missed only after so many turns. */
    private static final int PATIENT_TURNS = 3;

    private final RunQueue queue;
    private final Options options;
    private final Signals.Subscription subscription;
    private final Map<RunId, Held> held = new ConcurrentHashMap<>();
    /** Used by the keeper's thread alone. */
    private final Map<RunId, Long> strayed = new HashMap<>();

    private final AtomicBoolean silent = new AtomicBoolean();
    private final Thread keeper;
    private final Set<Waiting> waits = ConcurrentHashMap.newKeySet();
    private volatile boolean leaving;
    private volatile boolean over;
    private volatile long leftAt;
    private volatile long turn;
    private int working;

    private record Held(Session session, long since) {}

    public LiveRuns(RunQueue queue, Signals signals, Options options) {
        this.queue = queue;
        this.options = options;
        this.subscription = signals.subscribe(this::heard);
        this.keeper = Thread.ofPlatform().daemon().name("run-leases").start(this::keep);
    }

    /**
     * @param worker the name of this process, which holds the runs it works on
     * @param lease how long a run is held without being renewed
     * @param grace how long after {@link #leave} the runs may take to stop
     * @param handsBack whether runs are handed back at the end for others to go on with; otherwise they fail
     */
    public record Options(String worker, Duration lease, Duration grace, boolean handsBack) {}

    String worker() {
        return options.worker();
    }

    /** Does a run's work on a thread of its own; {@link #close} waits for it. */
    void start(String name, Runnable work) {
        began();
        Thread.ofVirtual().name(name).start(() -> {
            try {
                work.run();
            } finally {
                ended();
            }
        });
    }

    private synchronized void began() {
        working++;
    }

    private synchronized void ended() {
        working--;
        // Nobody waits for it but those who wait to leave: waking a thread costs more than a run's other book-keeping.
        if (leaving && working == 0) {
            notifyAll();
        }
    }

    /** Somebody here waits for a run that is worked on elsewhere. {@link #close} lets them, for most of its time. */
    Waiting waiting(Runnable wake) {
        began();
        var waiting = new Waiting(wake);
        waits.add(waiting);
        return waiting;
    }

    /** Closed by whoever waits, in the end. */
    final class Waiting implements AutoCloseable {
        private final Runnable wake;

        private Waiting(Runnable wake) {
            this.wake = wake;
        }

        /** Whether the wait has to end now; whoever waits is woken for it. */
        boolean isOver() {
            return over;
        }

        @Override
        public void close() {
            waits.remove(this);
            ended();
        }
    }

    /** @param stored whether the run was in the store before its work began */
    void add(Session session, boolean stored) {
        Held before = held.put(session.run.id(), new Held(session, stored ? turn - PATIENT_TURNS : turn));
        if (before != null) {
            before.session.stop(Session.Stop.LOST);
        }
        if (leaving) {
            leave(session);
        }
    }

    /** Nobody waits for the run's end any more. */
    void forsake(Session session) {
        session.isAwaited = false;
        if (leaving) {
            leave(session);
        }
    }

    private void leave(Session session) {
        if (over || !session.isAwaited) {
            session.stop(ending());
        }
    }

    void remove(Session session) {
        held.computeIfPresent(session.run.id(), (id, kept) -> kept.session.equals(session) ? null : kept);
    }

    /** How many runs are at work here. */
    public int size() {
        return held.size();
    }

    private void heard(Signal signal) {
        switch (signal) {
            case Signal.Taken taken -> {
                Held here = held.get(taken.run());
                if (here != null && taken.epoch() > here.session.run.epoch()) {
                    here.session.stop(Session.Stop.LOST);
                }
            }
            case Signal.Queued ignored -> {}
            case Signal.Begun ignored -> {}
            case Signal.Appended ignored -> {}
            case Signal.Wrote ignored -> {}
            case Signal.ToolsChanged ignored -> {}
        }
    }

    private void keep() {
        while (pause()) {
            if (!held.isEmpty()) {
                renew();
            }
        }
    }

    /** @return whether to go on */
    private synchronized boolean pause() {
        long end = System.nanoTime() + options.lease().toNanos() / 3;
        try {
            for (long left = end - System.nanoTime();
                    left > 0 && !(leaving && working == 0);
                    left = end - System.nanoTime()) {
                wait(left / 1_000_000 + 1);
            }
        } catch (InterruptedException stop) {
            return false;
        }
        return !leaving || working > 0;
    }

    private void renew() {
        turn++;
        var asked = new HashMap<>(held);
        try {
            Map<RunId, Long> ours = queue.renew(options.worker());
            silent.set(false);
            asked.forEach((id, kept) -> {
                if (isLost(kept, ours.get(id))) {
                    kept.session.stop(Session.Stop.LOST);
                }
            });
            release(ours);
        } catch (RuntimeException problem) {
            if (!silent.getAndSet(true)) {
                LOG.warn("the leases of {} runs could not be renewed; trying again", asked.size(), problem);
            }
        }
    }

    /**
     * A claim whose answer was lost leaves a run in our name on which nobody works. It is given back when it is still
     * there at the next turn, so that one that is just beginning or ending is let be.
     */
    private void release(Map<RunId, Long> ours) {
        var strays = new HashMap<>(ours);
        strays.keySet().removeAll(held.keySet());
        strays.forEach((id, epoch) -> {
            if (epoch.equals(strayed.get(id))) {
                LOG.warn("run {} was held here and not worked on; it is given back", id);
                boolean ignored = queue.giveBack(id, epoch);
            }
        });
        strayed.clear();
        strayed.putAll(strays);
    }

    private boolean isLost(Held kept, @Nullable Long epoch) {
        return epoch == null ? turn - kept.since >= PATIENT_TURNS : epoch > kept.session.run.epoch();
    }

    private Session.Stop ending() {
        return options.handsBack() ? Session.Stop.HAND_BACK : Session.Stop.SHUTDOWN;
    }

    /**
     * Begins to stop, without waiting for anything: runs that nobody here waits for are stopped. Tools may finish,
     * model calls may not. A second call does nothing.
     */
    public void leave() {
        synchronized (this) {
            if (leaving) {
                return;
            }
            leftAt = System.nanoTime();
            leaving = true;
        }
        held.values().forEach(kept -> leave(kept.session));
    }

    /**
     * Waits until all runs are handed back or their ends are recorded, for no longer in all than the grace period,
     * which began with {@link #leave}. Runs whose end somebody waits for go on, and tools may finish, until four fifths
     * of it have passed; then they are stopped too, and who waits is told that the run goes on.
     */
    @Override
    public void close() {
        leave();
        long grace = options.grace().toNanos();
        boolean done = awaitEnd(leftAt + grace / 5 * 4);
        over = true;
        if (!done) {
            waits.forEach(waiting -> waiting.wake.run());
            held.values().forEach(kept -> {
                kept.session.stop(ending());
                kept.session.interrupt();
            });
            if (!awaitEnd(leftAt + grace)) {
                LOG.warn("{} runs did not stop within {} s", held.size(), grace / 1e9);
            }
        }
        subscription.close();
        keeper.interrupt();
    }

    /** @return whether nothing is at work any more */
    private synchronized boolean awaitEnd(long end) {
        try {
            for (long left = end - System.nanoTime(); working > 0 && left > 0; left = end - System.nanoTime()) {
                wait(left / 1_000_000 + 1);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return working == 0;
    }
}
