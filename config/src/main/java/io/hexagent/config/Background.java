package io.hexagent.config;

import io.hexagent.application.document.ForgetRemovals;
import io.hexagent.application.run.ExpireRequests;
import io.hexagent.application.run.PruneRuns;
import io.hexagent.application.run.Worker;
import io.hexagent.infrastructure.store.Store;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What goes on in a process without being asked: its worker, if it has one, and the chores. */
final class Background implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Optional<Worker> worker;

    private Background(Optional<Worker> worker) {
        this.worker = worker;
    }

    /** Begins. */
    static Background of(
            Parts parts,
            Settings settings,
            Store store,
            ExpireRequests expire,
            PruneRuns prune,
            ForgetRemovals forget,
            Supplier<Worker> worker) {
        if (!parts.worker()) {
            return new Background(Optional.empty());
        }
        store.every("expire-requests", SECOND, () -> told("requests expired", expire.handle()));
        store.every("prune-runs", prune.pause(), () -> told("old runs were removed", prune.handle()));
        store.every("forget-removals", forget.pause(), () -> told("old removals were forgotten", forget.handle()));
        return new Background(
                settings.server().role() == Settings.Role.GATEWAY ? Optional.empty() : Optional.of(worker.get()));
    }

    private static void told(String what, int count) {
        if (count > 0) {
            LOG.info("{} {}", count, what);
        }
    }

    /** Empty when this process takes no runs. */
    Optional<Worker> worker() {
        return worker;
    }

    /** Begins to take no more runs, without waiting. */
    void leave() {
        worker.ifPresent(Worker::leave);
    }

    /** Takes no more runs. */
    @Override
    public void close() {
        worker.ifPresent(Worker::close);
    }
}
