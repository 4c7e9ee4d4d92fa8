package io.hexagent.infrastructure.measured;

import io.hexagent.domain.run.RunQueue;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queue's depth, asked for at most once a second however many look at it. Safe for use by many threads. */
final class QueueDepth {
    private static final Logger LOG = LoggerFactory.getLogger(QueueDepth.class);
    private static final long FRESH_NANOS = 1_000_000_000;

    private final Supplier<RunQueue> queue;
    private Optional<RunQueue.Depth> last = Optional.empty();
    private long asked = System.nanoTime() - FRESH_NANOS;

    QueueDepth(Supplier<RunQueue> queue) {
        this.queue = queue;
    }

    double queued() {
        return depth().map(depth -> (double) depth.queued()).orElse(Double.NaN);
    }

    double waitedSeconds() {
        return depth().map(depth -> depth.oldest().toMillis() / 1000.0).orElse(Double.NaN);
    }

    private synchronized Optional<RunQueue.Depth> depth() {
        if (System.nanoTime() - asked >= FRESH_NANOS) {
            try {
                last = Optional.of(queue.get().depth());
            } catch (RuntimeException away) {
                LOG.debug("the depth of the queue is not known", away);
                last = Optional.empty();
            }
            asked = System.nanoTime();
        }
        return last;
    }
}
