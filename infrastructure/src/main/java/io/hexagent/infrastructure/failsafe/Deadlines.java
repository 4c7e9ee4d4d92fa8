package io.hexagent.infrastructure.failsafe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Interrupts threads whose time is over, all after the same time. Nothing is scheduled for a single call, which
 * Failsafe's own timeout does at about the price of the call itself: one virtual thread looks through the open watches
 * now and then, and ends when there are none. A watch may thus end late, by a hundredth of its time and at most by half
 * a second. Safe for use by many threads.
 */
final class Deadlines {
    private static final long LONGEST_LOOK = TimeUnit.MILLISECONDS.toNanos(500);

    private final long time;
    private final long look;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition never = lock.newCondition();
    /** In the order of their ends, since all last equally long. */
    private final Set<Watch> open = new LinkedHashSet<>();

    private boolean looking;

    Deadlines(Duration time) {
        this.time = time.toNanos();
        this.look = Math.min(LONGEST_LOOK, Math.max(1, this.time / 100));
    }

    /** One call's time, from its making on; made and ended by the thread that it watches. */
    final class Watch {
        private final Thread thread = Thread.currentThread();
        private final long end = System.nanoTime() + time;
        private boolean over;

        /** Ends the watch. Whether the thread was interrupted by it; if so its interrupt flag is cleared. */
        boolean end() {
            lock.lock();
            try {
                open.remove(this);
                if (over) {
                    Thread.interrupted();
                }
                return over;
            } finally {
                lock.unlock();
            }
        }
    }

    Watch watch() {
        var watch = new Watch();
        lock.lock();
        try {
            open.add(watch);
            if (!looking) {
                looking = true;
                Thread.ofVirtual().name("model-deadlines").start(this::look);
            }
        } finally {
            lock.unlock();
        }
        return watch;
    }

    private void look() {
        lock.lock();
        try {
            while (!open.isEmpty()) {
                interruptWhoseTimeIsOver();
                long left = look;
                while (left > 0) {
                    left = never.awaitNanos(left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            looking = false;
            lock.unlock();
        }
    }

    private void interruptWhoseTimeIsOver() {
        long now = System.nanoTime();
        List<Watch> late = new ArrayList<>(0);
        for (Watch watch : open) {
            if (watch.end - now > 0) {
                break;
            }
            late.add(watch);
        }
        for (Watch watch : late) {
            open.remove(watch);
            watch.over = true;
            watch.thread.interrupt();
        }
    }
}
