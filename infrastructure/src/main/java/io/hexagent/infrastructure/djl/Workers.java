package io.hexagent.infrastructure.djl;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A few threads for CPU work, each holding one of the resources while it works. Callers take turns: a call has only
 * twice as many tasks waiting as there are threads, so that one with many tasks leaves room for others.
 */
final class Workers<R> {
    private static final long CLOSING_SECONDS = 30;

    private final ExecutorService threads;
    private final BlockingQueue<R> resources;
    private final int window;

    /** Work on one resource. */
    @FunctionalInterface
    interface Task<R> {
        void run(R resource) throws Exception;
    }

    Workers(String name, List<R> resources) {
        this.resources = new ArrayBlockingQueue<>(resources.size(), false, resources);
        this.window = 2 * resources.size();
        this.threads = Executors.newFixedThreadPool(
                resources.size(),
                Thread.ofPlatform().daemon().name(name + "-", 1).factory());
    }

    /**
     * Runs all tasks and waits for them.
     *
     * @throws CancellationException when the caller is interrupted; its interrupt flag is set again. Tasks that have
     *     begun run to their end
     * @throws IllegalStateException when a task failed, or when closed
     */
    void all(List<? extends Task<R>> tasks) {
        var running = new ArrayDeque<Future<?>>();
        try {
            for (Task<R> task : tasks) {
                if (running.size() == window) {
                    running.remove().get();
                }
                running.add(threads.submit(() -> {
                    run(task);
                    return null;
                }));
            }
            while (!running.isEmpty()) {
                running.remove().get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("interrupted while embedding").initCause(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a text could not be embedded", e.getCause());
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the embedding model is closed", e);
        } finally {
            running.forEach(task -> task.cancel(false));
        }
    }

    private void run(Task<R> task) throws Exception {
        R resource = resources.remove();
        try {
            task.run(resource);
        } finally {
            resources.add(resource);
        }
    }

    /**
     * Takes no more tasks and waits for those that run. Whether all of them ended: if not, their resources are in use.
     */
    boolean stop() {
        threads.shutdownNow();
        try {
            return threads.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return threads.isTerminated();
        }
    }
}
