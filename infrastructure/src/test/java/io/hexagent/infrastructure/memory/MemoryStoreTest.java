package io.hexagent.infrastructure.memory;

import io.hexagent.infrastructure.contract.RunEventsContract;
import io.hexagent.infrastructure.store.Store;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

final class MemoryStoreTest {
    private static Store aStore() {
        return new MemoryStore(MemoryStore.Options.defaults(), InstantSource.system());
    }

    @Nested
    final class Events extends RunEventsContract {
        private final Store store = aStore();

        @Override
        protected Store store() {
            return store;
        }
    }
}
