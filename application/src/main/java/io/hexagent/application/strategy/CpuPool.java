package io.hexagent.application.strategy;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Computes on a few threads: virtual threads add no cores. Whoever asks waits, at most for the time that is allowed; an
 * interrupt of the waiting thread stops the work. Safe for use by many threads.
 */
public final class CpuPool implements AutoCloseable {
    /**
     * @param threads that compute at once
     * @param waiting how much may wait for one of them; more is refused
     * @param time for one piece of work, waiting included
     */
    public record Options(int threads, int waiting, Duration time) {
        public Options {
            if (threads < 1 || waiting < 1 || !time.isPositive()) {
                throw new IllegalArgumentException(
                        "threads, waiting and time must be above 0, got " + threads + ", " + waiting + ", " + time);
            }
        }
    }

    private final ThreadPoolExecutor pool;
    private final Options options;

    public CpuPool(Options options) {
        this.options = options;
        this.pool = new ThreadPoolExecutor(
                options.threads(),
                options.threads(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(options.waiting()),
                Thread.ofPlatform().daemon().name("backtest-", 1).factory());
    }

    /** Nobody can compute it now. */
    static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int waiting;

        Busy(int waiting) {
            super(waiting + " wait already", null, false, false);
            this.waiting = waiting;
        }

        int waiting() {
            return waiting;
        }
    }

    /** It was stopped. */
    static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Duration limit;

        TooLong(Duration limit) {
            super("longer than " + limit, null, false, false);
            this.limit = limit;
        }

        Duration limit() {
            return limit;
        }
    }

    /**
     * Computes it on the pool.
     *
     * @throws Busy when too many wait
     * @throws TooLong when it did not end in time
     * @throws CancellationException when the waiting thread was interrupted; its flag is set
     * @throws RuntimeException what the work threw
     */
    <T> T run(Callable<T> work) {
        Future<T> future;
        try {
            future = pool.submit(work);
        } catch (RejectedExecutionException full) {
            throw new Busy(options.waiting());
        }
        try {
            return future.get(options.time().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            future.cancel(true);
            throw new TooLong(options.time());
        } catch (InterruptedException stop) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while a backtest was computed");
        } catch (ExecutionException problem) {
            throw cause(problem);
        }
    }

    private static RuntimeException cause(ExecutionException problem) {
        return switch (problem.getCause()) {
            case RuntimeException thrown -> thrown;
            case Error error -> throw error;
            case null, default -> new IllegalStateException("a computation failed", problem.getCause());
        };
    }

    /** For work that shares itself out; whoever does so works along, so that a full pool holds nothing up. */
    Executor executor() {
        return pool;
    }

    /** How many compute at once. */
    int threads() {
        return options.threads();
    }

    /** How much waits for a thread. */
    int waiting() {
        return pool.getQueue().size();
    }

    /** Stops what is at work. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
