package io.hexagent.infrastructure.postgres;

import io.hexagent.infrastructure.contract.BlobsContract;
import io.hexagent.infrastructure.contract.CheckpointsContract;
import io.hexagent.infrastructure.contract.PlainJson;
import io.hexagent.infrastructure.contract.RunEventsContract;
import io.hexagent.infrastructure.contract.RunsContract;
import io.hexagent.infrastructure.contract.SmallStoresContract;
import io.hexagent.infrastructure.store.Store;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The store in Postgres keeps what every store promises. */
final class PostgresStoreTest {
    private static PostgresStore store;

    @BeforeAll
    static void open() {
        store = PostgresStore.open(PostgresOptions.of(TestDatabases.create("contract")), new PlainJson());
    }

    @AfterAll
    static void close() {
        store.close();
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
        protected void pass(Duration time) {
            // The clock is the server's: nothing but waiting moves it.
            long end = System.nanoTime() + time.toNanos();
            for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
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
