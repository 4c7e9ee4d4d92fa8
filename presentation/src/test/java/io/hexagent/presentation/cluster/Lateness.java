package io.hexagent.presentation.cluster;

import java.util.concurrent.TimeUnit;

/**
 * How late this machine wakes whoever asked to be woken, at worst. A promise in seconds is one about our program; what
 * the machine adds, since it is busy with other things, is measured beside it and granted.
 */
final class Lateness implements AutoCloseable {
    private static final long NAP_MILLIS = 10;

    private final Thread napping;
    private volatile long worstNanos;

    private Lateness() {
        napping = Thread.ofPlatform().daemon().name("lateness").start(this::nap);
    }

    static Lateness measured() {
        return new Lateness();
    }

    private void nap() {
        try {
            while (true) {
                long start = System.nanoTime();
                TimeUnit.MILLISECONDS.sleep(NAP_MILLIS);
                long late = System.nanoTime() - start - TimeUnit.MILLISECONDS.toNanos(NAP_MILLIS);
                worstNanos = Math.max(worstNanos, late);
            }
        } catch (InterruptedException closed) {
            return;
        }
    }

    /** The worst so far, in milliseconds. */
    long worst() {
        return TimeUnit.NANOSECONDS.toMillis(worstNanos);
    }

    @Override
    public void close() {
        napping.interrupt();
    }
}
