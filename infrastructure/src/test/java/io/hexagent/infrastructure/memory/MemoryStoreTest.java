package io.hexagent.infrastructure.memory;

import io.hexagent.infrastructure.contract.BlobsContract;
import io.hexagent.infrastructure.contract.CheckpointsContract;
import io.hexagent.infrastructure.contract.ConversationsContract;
import io.hexagent.infrastructure.contract.DocumentsContract;
import io.hexagent.infrastructure.contract.RunControlContract;
import io.hexagent.infrastructure.contract.RunEventsContract;
import io.hexagent.infrastructure.contract.RunQueueContract;
import io.hexagent.infrastructure.contract.RunsContract;
import io.hexagent.infrastructure.contract.SignalsContract;
import io.hexagent.infrastructure.contract.SmallStoresContract;
import io.hexagent.infrastructure.contract.StrategySessionsContract;
import io.hexagent.infrastructure.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** The store in memory keeps what every store promises. */
final class MemoryStoreTest {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Store store = new MemoryStore(new MemoryStore.Options(LEASE), now::get);

    @AfterEach
    void close() {
        store.close();
    }

    @Nested
    final class Sessions extends StrategySessionsContract {
        @Override
        protected Store store() {
            return store;
        }

        @Override
        protected Duration lease() {
            return LEASE;
        }

        @Override
        protected void pass(Duration time) {
            now.updateAndGet(before -> before.plus(time));
        }
    }

    @Nested
    final class Events extends RunEventsContract {
        @Override
        protected Store store() {
            return store;
        }
    }

    @Nested
    final class RunList extends RunsContract {
        @Override
        protected Store store() {
            return store;
        }

        @Override
        protected Instant now() {
            return now.get();
        }

        @Override
        protected void pass(Duration time) {
            now.updateAndGet(before -> before.plus(time));
        }
    }

    @Nested
    final class Queueing extends RunQueueContract {
        @Override
        protected Store store() {
            return store;
        }

        @Override
        protected Duration lease() {
            return LEASE;
        }

        @Override
        protected void pass(Duration time) {
            now.updateAndGet(before -> before.plus(time));
        }
    }

    @Nested
    final class Controlling extends RunControlContract {
        @Override
        protected Store store() {
            return store;
        }
    }

    @Nested
    final class Talks extends ConversationsContract {
        @Override
        protected Store store() {
            return store;
        }
    }

    @Nested
    final class Telling extends SignalsContract {
        @Override
        protected Store store() {
            return store;
        }

        @Override
        protected void passTheLease() {
            now.updateAndGet(before -> before.plus(LEASE));
        }
    }

    @Nested
    final class Resuming extends CheckpointsContract {
        @Override
        protected Store store() {
            return store;
        }
    }

    @Nested
    final class Bytes extends BlobsContract {
        @Override
        protected Store store() {
            return store;
        }
    }

    @Nested
    final class Knowledge extends DocumentsContract {
        @Override
        protected Store store() {
            return store;
        }
    }

    @Nested
    final class SmallStores extends SmallStoresContract {
        @Override
        protected Store store() {
            return store;
        }
    }
}
