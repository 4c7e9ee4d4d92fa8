package io.hexagent.presentation.stream;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the streams of one event loop together: an event that a hundred clients follow is one task for their loop, not
 * a hundred. Safe for use by many threads.
 */
final class Wakeups {
    /** How long streams are woken before others on the loop have their turn. */
    private static final long TURN_NANOS = 2_000_000;

    /** A loop reads no connection while it has tasks, for up to a second: the next turn must not be one at once. */
    private static final long PAUSE_NANOS = 100_000;

    private final Executor loop;
    private final Queue<EventStream> woken = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean running = new AtomicBoolean();

    Wakeups(Executor loop) {
        this.loop = loop;
    }

    void add(EventStream stream) {
        woken.add(stream);
        start();
    }

    private void start() {
        if (running.compareAndSet(false, true)) {
            loop.execute(this::run);
        }
    }

    private void run() {
        long begun = System.nanoTime();
        do {
            @Nullable EventStream stream = woken.poll();
            if (stream == null) {
                running.set(false);
                if (!woken.isEmpty()) {
                    start();
                }
                return;
            }
            stream.awake();
        } while (System.nanoTime() - begun < TURN_NANOS);
        if (loop instanceof ScheduledExecutorService timed) {
            Future<?> ignored = timed.schedule(this::run, PAUSE_NANOS, TimeUnit.NANOSECONDS);
        } else {
            loop.execute(this::run);
        }
    }
}
