package io.hexagent.presentation.stream;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the streams of one event loop together: an event that a hundred clients follow is one task for their loop, not
 * a hundred. Safe for use by many threads.
 */
final class Wakeups {
    /** So many streams are woken before others on the loop have their turn. */
    private static final int AT_ONCE = 128;

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
        running.set(false);
        for (int i = 0; i < AT_ONCE; i++) {
            @Nullable EventStream stream = woken.poll();
            if (stream == null) {
                return;
            }
            stream.awake();
        }
        start();
    }
}
