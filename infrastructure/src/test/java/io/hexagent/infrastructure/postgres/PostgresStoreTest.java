package io.hexagent.infrastructure.postgres;

import io.hexagent.infrastructure.contract.PlainJson;
import io.hexagent.infrastructure.contract.RunEventsContract;
import io.hexagent.infrastructure.store.Store;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

final class PostgresStoreTest {
    private static Store store;

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
}
