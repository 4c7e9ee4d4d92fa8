package io.hexagent.infrastructure.memory;

import io.hexagent.infrastructure.contract.BlobsContract;
import io.hexagent.infrastructure.contract.CheckpointsContract;
import io.hexagent.infrastructure.contract.RunEventsContract;
import io.hexagent.infrastructure.contract.RunsContract;
import io.hexagent.infrastructure.contract.SmallStoresContract;
import io.hexagent.infrastructure.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;

/** The store in memory keeps what every store promises. */
final class MemoryStoreTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Store store = new MemoryStore(MemoryStore.Options.defaults(), now::get);

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
        protected void pass(Duration time) {
            now.updateAndGet(before -> before.plus(time));
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
    final class SmallStores extends SmallStoresContract {
        @Override
        protected Store store() {
            return store;
        }
    }
}
