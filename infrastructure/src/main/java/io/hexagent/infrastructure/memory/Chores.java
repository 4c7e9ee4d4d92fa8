package io.hexagent.infrastructure.memory;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does chores again and again on one daemon thread. Safe for use by many threads. */
final class Chores implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        var chores = new Thread(work, "memory-store-chores");
        chores.setDaemon(true);
        return chores;
    });

    void every(String name, Duration pause, Runnable chore) {
        Future<?> ignored = thread.scheduleWithFixedDelay(
                () -> tried(name, chore), pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void tried(String name, Runnable chore) {
        try {
            chore.run();
        } catch (RuntimeException problem) {
            // A chore that throws would never be done again.
            LOG.error("the chore \"{}\" failed", name, problem);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
