package io.hexagent.infrastructure.redis;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one thing on a thread of its own each time it is asked to; several askings before the next turn are one. Safe
 * for use by many threads.
 */
final class Turns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    private final Semaphore work = new Semaphore(0);
    private final AtomicBoolean asked = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Duration pause;
    private final Runnable turn;
    private final Thread thread;

    /** @param pause from the end of one turn to the start of the next, at least */
    Turns(String name, Duration pause, Runnable turn) {
        this.pause = pause;
        this.turn = turn;
        thread = Thread.ofVirtual().name(name).start(this::run);
    }

    /** Never blocks. */
    void ask() {
        if (asked.compareAndSet(false, true)) {
            work.release();
        }
    }

    private void run() {
        try {
            do {
                work.acquire();
                asked.set(false);
                tryIt();
            } while (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            LOG.debug("{} ends", thread.getName());
        }
    }

    private void tryIt() {
        try {
            turn.run();
        } catch (RuntimeException problem) {
            // What is sent to Redis is a help and no record: the next turn may have more luck.
            if (closed.getCount() > 0) {
                LOG.warn("{} could not do its work", thread.getName(), problem);
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }
}
