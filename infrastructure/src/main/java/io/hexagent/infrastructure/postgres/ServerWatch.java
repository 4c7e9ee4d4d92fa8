package io.hexagent.infrastructure.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once a second whether the server's process is there, and has it started again when it is not. */
final class ServerWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerWatch.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(30).toNanos();

    /** Starts the server again. */
    interface Mending {
        void mend() throws IOException;
    }

    private final Path pidFile;
    private final Mending mending;
    private final CountDownLatch end = new CountDownLatch(1);

    ServerWatch(Path pidFile, Mending mending) {
        this.pidFile = pidFile;
        this.mending = mending;
        Thread ignored =
                Thread.ofPlatform().name("hexagent-server-watch").daemon().start(this::watch);
    }

    private void watch() {
        long pause = PAUSE_NANOS;
        while (!over(pause)) {
            try {
                if (!Postmaster.runs(pidFile)) {
                    mending.mend();
                }
                pause = PAUSE_NANOS;
            } catch (IOException | RuntimeException problem) {
                pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
                LOG.warn(
                        "the built-in Postgres is gone and did not start; next try in {} s",
                        pause / PAUSE_NANOS,
                        problem);
            }
        }
    }

    private boolean over(long nanos) {
        try {
            return end.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            LOG.debug("the server's watch was interrupted and ends", e);
            return true;
        }
    }

    /** Ends the watch; a start that is going on goes on. */
    @Override
    public void close() {
        end.countDown();
    }
}
