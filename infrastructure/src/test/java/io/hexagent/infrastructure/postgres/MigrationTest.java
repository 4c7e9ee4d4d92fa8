package io.hexagent.infrastructure.postgres;

import static io.hexagent.infrastructure.contract.Samples.aRun;
import static io.hexagent.infrastructure.contract.Samples.events;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.infrastructure.contract.PlainJson;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Tables of older versions. */
final class MigrationTest {
    /** Whoever adds tables and forgets the number finds the second opening refused. */
    @Test
    void tablesThatAreUpToDateAreOpenedAgain() throws Exception {
        DatabaseUrl database = TestDatabases.create("again");
        PostgresStore.open(PostgresOptions.of(database), new PlainJson()).close();
        try (var store = PostgresStore.open(PostgresOptions.of(database), new PlainJson())) {
            assertThat(store.isUp()).isTrue();
        }
    }

    @Test
    void runsOfTheFirstVersionGetTheirNumbersByAge() throws Exception {
        DatabaseUrl database = TestDatabases.create("old");
        var ignored = Flyway.configure()
                .dataSource(database.jdbc(), database.user(), database.password())
                .locations("classpath:" + Schema.LOCATION)
                .table("hexagent_schema_history")
                .target("1")
                .load()
                .migrate();
        try (Connection connection = Connections.open(PostgresOptions.of(database), "test", Duration.ofSeconds(30));
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO conversations VALUES ('local', 'talk', 'A talk', '{}', now(), now())");
            statement.execute("""
                INSERT INTO runs (id, owner, conversation, agent, model, query, datasets, status, outcome,
                  input_tokens, output_tokens, epoch, attempt, last_seq, batch, created_at, completed_at)
                SELECT id, 'local', 'talk', 'analyst', 'a/b', 'Q', '[]', 'completed', 'answered', 1, 2, 1, 1, 0, 0,
                  now() - age * interval '1 hour', now()
                FROM (VALUES ('young', 1), ('oldest', 3), ('middle', 2)) AS r(id, age)\
                """);
        }
        try (var store = PostgresStore.open(PostgresOptions.of(database), new PlainJson())) {
            var talk = new ConversationId("talk");
            assertThat(store.runs().ofConversation(OwnerId.LOCAL, talk, 1, 10))
                    .extracting(run -> run.id().value())
                    .containsExactly("oldest", "middle", "young");
            var conversation = store.conversations().find(OwnerId.LOCAL, talk).orElseThrow();
            Run next = aRun(conversation);
            store.runEvents()
                    .begin(conversation, next, events(new RunEvent.RunStarted(1, "w")))
                    .seq();
            assertThat(store.runs().find(OwnerId.LOCAL, next.id()))
                    .hasValueSatisfying(run -> assertThat(run.ordinal()).isEqualTo(4));
        }
    }
}
