package io.hexagent.infrastructure.postgres;

import static io.hexagent.infrastructure.contract.Eventually.eventually;
import static io.hexagent.infrastructure.contract.Samples.NOON;
import static io.hexagent.infrastructure.contract.Samples.aConversation;
import static io.hexagent.infrastructure.contract.Samples.aRun;
import static io.hexagent.infrastructure.contract.Samples.completed;
import static io.hexagent.infrastructure.contract.Samples.events;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.InputReason;
import io.hexagent.domain.run.Multitask;
import io.hexagent.domain.run.PartialReply;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunQueue.Acceptance;
import io.hexagent.domain.run.RunQueue.Accepted;
import io.hexagent.domain.run.RunQueue.Claim;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.contract.PlainJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What no port tells and only the rows show. */
final class RowsTest {
    private PostgresOptions options;
    private PostgresStore store;

    @BeforeEach
    void open() {
        options = PostgresOptions.of(TestDatabases.create("rows"));
        store = PostgresStore.open(options, new PlainJson());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Run accepted() {
        var conversation = aConversation();
        Run run = aRun(conversation).with(0, new RunState.Queued(), TokenUsage.NONE, 0, 0);
        var acceptance = new Acceptance(
                conversation, run, events(new RunEvent.RunQueued()), Multitask.ENQUEUE, Optional.empty(), 10_000);
        return ((Accepted.Taken) store.runQueue().accept(acceptance)).run();
    }

    private Run claimed() {
        accepted();
        return store.runQueue().claim("worker-1", 1).getFirst().run();
    }

    private void append(Run run, RunEvent... some) {
        store.runEvents().append(run.id(), run.epoch(), events(some)).seq();
    }

    private Connection connect() throws SQLException {
        return Connections.open(options, "test", Duration.ofSeconds(30));
    }

    private String ask(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var answer = new StringBuilder();
            while (rows.next()) {
                answer.append(rows.getString(1)).append('\n');
            }
            return answer.toString().strip();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aClaimPassesOverARowThatSomebodyElseHasInHand() throws Exception {
        RunId first = accepted().id();
        RunId second = accepted().id();
        try (Connection other = connect();
                Statement statement = other.createStatement();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            other.setAutoCommit(false);
            statement.execute("SELECT 1 FROM runs WHERE id = '" + first + "' FOR UPDATE");
            var claims = threads.submit(() -> store.runQueue().claim("worker-1", 5));
            try {
                assertThat(claims.get(20, TimeUnit.SECONDS))
                        .extracting((Claim claim) -> claim.run().id())
                        .containsExactly(second);
            } finally {
                other.rollback();
            }
        }
        assertThat(store.runQueue().claim("worker-2", 5))
                .extracting(claim -> claim.run().id())
                .containsExactly(first);
    }

    @Test
    void onlyARunAtWorkIsHeldAndOnlyAQueuedOneIsDue() {
        append(claimed(), completed());
        Run asking = claimed();
        append(
                asking,
                new RunEvent.InputRequested(
                        "r1",
                        InputReason.QUESTION,
                        "Which?",
                        Optional.empty(),
                        Value.Fields.EMPTY,
                        "0a1b",
                        Value.Fields.EMPTY,
                        Optional.of(NOON)));
        store.runControl().cancel(OwnerId.LOCAL, claimed().id(), NOON);
        claimed();
        Run given = claimed();
        assertThat(store.runQueue().giveBack(given.id(), given.epoch())).isTrue();
        assertThat(ask("""
            SELECT status || ' ' || (lease_until IS NOT NULL) || ' ' || (due_at IS NOT NULL) || ' '
              || (input_expires_at IS NOT NULL)
            FROM runs GROUP BY 1 ORDER BY 1\
            """).lines())
                .containsExactly(
                        "awaiting_input false false true",
                        "cancelled false false false",
                        "completed false false false",
                        "queued false true false",
                        "running true false false");
    }

    @Test
    void theTextOfAReplyIsNotKeptBeyondTheRun() {
        Run run = claimed();
        store.partialReplies().put(run.id(), new PartialReply(1, "So far"));
        eventually("the text", () -> ask("SELECT text FROM partial_replies").equals("So far"));
        append(run, completed());
        eventually("no text", () -> ask("SELECT text FROM partial_replies").isEmpty());
    }

    @Test
    void theArtifactsOfAConversationAreReadInTheirIndexsOrder() {
        ask("""
            WITH a AS (
              INSERT INTO artifacts SELECT 'a' || n, 'local', 'r' || n, 'talk-' || n % 100, 'file', 't', '[]', '{}',
                timestamptz '2026-01-01' + n * interval '1 second' FROM generate_series(1, 20000) n RETURNING 1)
            SELECT count(*) FROM a\
            """);
        analyze("artifacts");
        List<String> plan = ask("EXPLAIN SELECT * FROM artifacts WHERE owner = 'local' AND conversation = 'talk-7'"
                        + " ORDER BY created_at DESC, id DESC LIMIT 20")
                .lines()
                .toList();
        assertThat(plan).anyMatch(line -> line.contains("artifacts_by_conversation"));
        assertThat(plan).noneMatch(line -> line.contains("Sort"));
    }

    private void analyze(String table) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE " + table);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
