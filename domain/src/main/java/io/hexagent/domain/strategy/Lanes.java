package io.hexagent.domain.strategy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Shares work among a bounded number of threads. The calling thread works too, so that an executor that is full, or
 * whose own thread this is, slows the work down but cannot hold it up.
 */
final class Lanes {
    private final int pieces;
    private final IntConsumer work;
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private Lanes(int pieces, IntConsumer work) {
        this.pieces = pieces;
        this.work = work;
    }

    /**
     * Does each piece once.
     *
     * @param lanes how many pieces are worked on at the same time, at least 1
     * @throws CancellationException when the calling thread was interrupted; its flag stays set. Whatever is thrown, no
     *     piece is at work any more
     */
    static void each(int pieces, Executor executor, int lanes, IntConsumer work) {
        var shared = new Lanes(pieces, work);
        List<Lane> others = shared.others(executor, Math.min(lanes, pieces) - 1);
        shared.work();
        for (Lane lane : others) {
            lane.join();
        }
        switch (shared.failure.get()) {
            case null -> {}
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            case Throwable other -> throw new IllegalStateException(other);
        }
    }

    private List<Lane> others(Executor executor, int count) {
        var others = new ArrayList<Lane>();
        try {
            for (int i = 0; i < count; i++) {
                var lane = new Lane();
                executor.execute(lane);
                others.add(lane);
            }
        } catch (RejectedExecutionException full) {
            return others;
        }
        return others;
    }

    private void work() {
        try {
            for (int piece = next.getAndIncrement(); piece < pieces; piece = next.getAndIncrement()) {
                if (caller.isInterrupted()) {
                    throw new CancellationException("interrupted before piece " + (piece + 1) + " of " + pieces);
                }
                work.accept(piece);
            }
        } catch (RuntimeException | Error e) {
            next.set(pieces);
            failure.compareAndSet(null, e);
        }
    }

    /** A lane on a thread of the executor's; one that has not begun when the work is done never does. */
    private final class Lane implements Runnable {
        private final AtomicBoolean begun = new AtomicBoolean();
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public void run() {
            if (begun.compareAndSet(false, true)) {
                try {
                    work();
                } finally {
                    ended.countDown();
                }
            }
        }

        /** Waits even when interrupted: what is at work uses the caller's arrays and is soon at its end. */
        void join() {
            if (begun.compareAndSet(false, true)) {
                return;
            }
            boolean interrupted = false;
            while (true) {
                try {
                    ended.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                caller.interrupt();
            }
        }
    }
}
