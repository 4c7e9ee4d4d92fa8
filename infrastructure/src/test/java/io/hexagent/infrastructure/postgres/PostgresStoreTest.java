package io.hexagent.infrastructure.postgres;

import io.hexagent.infrastructure.contract.BlobsContract;
import io.hexagent.infrastructure.contract.CheckpointsContract;
import io.hexagent.infrastructure.contract.ConversationsContract;
import io.hexagent.infrastructure.contract.DocumentsContract;
import io.hexagent.infrastructure.contract.PlainJson;
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
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The store in Postgres keeps what every store promises. */
final class PostgresStoreTest {
    private static final Duration LEASE = Duration.ofSeconds(2);

    private static PostgresStore store;

    @BeforeAll
    static void open() {
        store = PostgresStore.open(
                PostgresOptions.of(TestDatabases.create("contract")).with(LEASE), new PlainJson());
    }

    @AfterAll
    static void close() {
        store.close();
    }

    /** The clock is the server's: nothing but waiting moves it. */
    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
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
            PostgresStoreTest.pass(time);
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
            return Instant.now();
        }

        @Override
        protected void pass(Duration time) {
            PostgresStoreTest.pass(time);
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
            PostgresStoreTest.pass(time);
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
            PostgresStoreTest.pass(LEASE);
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
