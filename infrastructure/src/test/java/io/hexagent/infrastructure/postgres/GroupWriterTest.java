package io.hexagent.infrastructure.postgres;

import static io.hexagent.infrastructure.contract.Samples.NOON;
import static io.hexagent.infrastructure.contract.Samples.aConversation;
import static io.hexagent.infrastructure.contract.Samples.aRun;
import static io.hexagent.infrastructure.contract.Samples.call;
import static io.hexagent.infrastructure.contract.Samples.completed;
import static io.hexagent.infrastructure.contract.Samples.events;
import static io.hexagent.infrastructure.contract.Samples.failed;
import static io.hexagent.infrastructure.contract.Samples.result;
import static io.hexagent.infrastructure.contract.Samples.thought;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.run.Checkpoint;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.RunEvents.LogUnavailable;
import io.hexagent.domain.run.RunEvents.Ticket;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.run.StampedEvent;
import io.hexagent.infrastructure.contract.PlainJson;
import io.hexagent.infrastructure.store.RunChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the log is written: how often, and what happens when something goes wrong. */
final class GroupWriterTest {
    private static final PostgresOptions.Writing DEFAULTS = PostgresOptions.Writing.defaults();
    /** Nothing is written that nobody waits for: commits can be counted. */
    private static final Duration FOREVER = Duration.ofHours(1);

    private static DatabaseUrl database;
    private @Nullable PostgresStore opened;

    @BeforeAll
    static void create() {
        database = TestDatabases.create("writer");
    }

    @AfterEach
    void close() {
        store().close();
    }

    private PostgresStore store() {
        return Objects.requireNonNull(opened);
    }

    private void open(PostgresOptions.Writing writing) {
        opened = PostgresStore.open(PostgresOptions.of(database).with(writing), new PlainJson());
    }

    private void open(Duration linger) {
        open(new PostgresOptions.Writing(linger, Duration.ofSeconds(20), 2_000, 10_000, 64L << 20, 1 << 20));
    }

    private RunEvents log() {
        return store().runEvents();
    }

    private Run begun() {
        var conversation = aConversation();
        Run run = aRun(conversation);
        log().begin(conversation, run, events(new RunEvent.RunStarted(1, "worker-1")))
                .seq();
        return run;
    }

    /** A run of eight steps as the agent writes it: four fences, a checkpoint after each turn. */
    private long runOfEightSteps() {
        var conversation = aConversation();
        Run run = aRun(conversation);
        var id = run.id();
        log().begin(conversation, run, events(new RunEvent.RunStarted(1, "w"), new RunEvent.UserRequest("What is …?")))
                .seq();
        for (String tool : List.of("add", "multiply")) {
            log().append(id, 1, events(thought("I use " + tool)));
            store().checkpoints().put(new Checkpoint(id, 3, "ask", "call", "{\"turn\":1}"));
            log().append(id, 1, events(call(tool))).seq();
            log().append(id, 1, events(result(tool)));
        }
        log().append(id, 1, events(new RunEvent.AgentResponse("45", AnswerKind.ANSWERED, List.of(), List.of())));
        return log().append(id, 1, events(completed())).seq();
    }

    @Test
    void aRunOfEightStepsWithFourFencesTakesFourCommitsAndFourRoundTrips() {
        open(FOREVER);
        runOfEightSteps();
        WriterStats before = store().runEvents().stats();
        for (int i = 0; i < 10; i++) {
            assertThat(runOfEightSteps()).isEqualTo(10);
        }
        WriterStats after = store().runEvents().stats();
        assertThat(after.events() - before.events()).isEqualTo(100);
        assertThat(after.commits() - before.commits()).isEqualTo(40);
        assertThat(after.batches() - before.batches()).isEqualTo(40);
        assertThat(after.roundTrips() - before.roundTrips()).isEqualTo(40);
    }

    @Test
    void runsAtTheSameTimeShareCommits() throws Exception {
        open(DEFAULTS);
        runOfEightSteps();
        WriterStats before = store().runEvents().stats();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<Long>>();
            for (int i = 0; i < 200; i++) {
                done.add(threads.submit(this::runOfEightSteps));
            }
            for (Future<Long> run : done) {
                assertThat(run.get()).isEqualTo(10);
            }
        }
        WriterStats after = store().runEvents().stats();
        assertThat(after.events() - before.events()).isEqualTo(2000);
        assertThat(after.commits() - before.commits()).isLessThan(200);
    }

    @Test
    void whatNobodyWaitsForIsWrittenSoon() throws Exception {
        open(Duration.ofMillis(20));
        Run run = begun();
        log().append(run.id(), 1, events(thought("nobody waits")));
        awaitEvents(run, 2);
    }

    private void awaitEvents(Run run, int count) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (log().read(run.id(), 0, 1000).size() < count) {
            assertThat(System.nanoTime()).as("waiting for %d events", count).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    void closingWritesWhatIsPending() {
        open(FOREVER);
        Run run = begun();
        Ticket ticket = log().append(run.id(), 1, events(thought("last words")));
        store().close();
        assertThat(ticket.seq()).isEqualTo(2);
        assertThatThrownBy(() -> log().append(run.id(), 1, events(thought("too late"))))
                .isInstanceOf(LogUnavailable.class)
                .hasMessage("the log is closed");
    }

    @Test
    void anEventThatIsTooLargeFailsOnlyItsRun() {
        open(FOREVER);
        Run bad = begun();
        Run good = begun();
        Ticket before = log().append(bad.id(), 1, events(thought("before")));
        Ticket large = log().append(bad.id(), 1, events(thought("x".repeat(2 << 20))));
        Ticket after = log().append(bad.id(), 1, events(thought("after")));
        Ticket fine = log().append(good.id(), 1, events(thought("fine")));
        assertThat(fine.seq()).isEqualTo(2);
        assertThat(before.seq()).isEqualTo(2);
        assertThatThrownBy(large::seq)
                .isInstanceOf(LogUnavailable.class)
                .hasMessageContaining("\"agent-thought\"")
                .hasMessageContaining("at most 1048576 are allowed");
        assertThatThrownBy(after::seq).as("the log has no hole").isInstanceOf(LogUnavailable.class);
        assertThat(log().append(bad.id(), 1, events(failed())).seq()).isEqualTo(3);
        assertThat(store().runs().find(OwnerId.LOCAL, bad.id()).orElseThrow().status())
                .isEqualTo(RunStatus.FAILED);
    }

    /** A time that no column takes stands for whatever a database may refuse. */
    @Test
    void aBatchThatIsRefusedIsSplitUntilTheBadEventStandsAlone() {
        open(FOREVER);
        Run bad = begun();
        Run known = begun();
        var good = new ArrayList<Ticket>();
        for (int i = 0; i < 3; i++) {
            good.add(log().append(begun().id(), 1, events(thought("good"), completed())));
        }
        Ticket before = log().append(bad.id(), 1, events(thought("before")));
        var impossible = new StampedEvent(Instant.parse("+295000-01-01T00:00:00Z"), thought("bad"));
        Ticket refused = log().append(bad.id(), 1, List.of(impossible));
        Ticket after = log().append(bad.id(), 1, events(completed()));
        Ticket twice = log().begin(aConversation(), known, events(new RunEvent.RunQueued()));
        for (int i = 0; i < 3; i++) {
            good.add(log().append(begun().id(), 1, events(thought("good"), completed())));
        }
        assertThat(good.getLast().seq()).isEqualTo(3);
        assertThat(good).allSatisfy(ticket -> assertThat(ticket.seq()).isEqualTo(3));
        assertThat(before.seq()).isEqualTo(2);
        assertThatThrownBy(refused::seq).isInstanceOf(LogUnavailable.class).hasMessageEndingWith("was refused");
        assertThatThrownBy(after::seq).isInstanceOf(LogUnavailable.class);
        assertThatThrownBy(twice::seq).isInstanceOf(LogUnavailable.class).hasMessageEndingWith("was refused");
        assertThat(log().read(bad.id(), 0, 10)).hasSize(2);
        assertThat(log().append(bad.id(), 1, events(failed())).seq()).isEqualTo(3);
    }

    @Test
    void tooManyPendingEventsMakeAppendsWaitAndNothingIsLost() throws Exception {
        open(new PostgresOptions.Writing(FOREVER, Duration.ofSeconds(20), 50, 100, 1 << 20, 1 << 20));
        Run run = begun();
        for (int i = 0; i < 1000; i++) {
            log().append(run.id(), 1, events(thought("event " + i)));
        }
        assertThat(log().append(run.id(), 1, events(completed())).seq()).isEqualTo(1002);
        assertThat(log().read(run.id(), 0, 2000))
                .extracting(RecordedEvent::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 1002).boxed().toList());
    }

    @Test
    void aLostConnectionLosesNothingAndWritesNothingTwice() throws Exception {
        open(Duration.ofMillis(1));
        List<Run> runs = IntStream.range(0, 4).mapToObj(i -> begun()).toList();
        var stop = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> killer = threads.submit(() -> {
                int kills = 0;
                while (kills < 8 && !stop.await(60, TimeUnit.MILLISECONDS)) {
                    kills += sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                            + " WHERE application_name LIKE 'hexagent-log-%' AND datname = 'writer'");
                }
                return kills;
            });
            var writers = new ArrayList<Future<Long>>();
            for (Run run : runs) {
                writers.add(threads.submit(() -> {
                    long last = 0;
                    for (int i = 0; i < 100; i++) {
                        last = log().append(run.id(), 1, events(thought("event " + i)))
                                .seq();
                    }
                    return last;
                }));
            }
            for (Future<Long> writer : writers) {
                assertThat(writer.get()).isEqualTo(101);
            }
            stop.countDown();
            assertThat(killer.get()).isGreaterThan(1);
        }
        for (Run run : runs) {
            List<RecordedEvent> log = log().read(run.id(), 1, 1000);
            assertThat(log).hasSize(100);
            for (int i = 0; i < 100; i++) {
                assertThat(log.get(i)).isEqualTo(new RecordedEvent(run.id(), i + 2, NOON, thought("event " + i)));
            }
        }
    }

    @Test
    void writersOfTwoProcessesNeverGiveANumberTwice() throws Exception {
        open(Duration.ofMillis(1));
        List<Run> runs = IntStream.range(0, 3).mapToObj(i -> begun()).toList();
        try (var other = PostgresStore.open(PostgresOptions.of(database), new PlainJson());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tickets = new ArrayList<Future<List<Long>>>();
            for (RunEvents log : List.of(log(), other.runEvents())) {
                for (Run run : runs) {
                    tickets.add(threads.submit(() -> IntStream.range(0, 60)
                            .mapToObj(i -> log.append(run.id(), 1, events(thought("event " + i)))
                                    .seq())
                            .toList()));
                }
            }
            for (int i = 0; i < runs.size(); i++) {
                var numbers = new ArrayList<Long>(tickets.get(i).get());
                numbers.addAll(tickets.get(i + runs.size()).get());
                assertThat(numbers)
                        .containsExactlyInAnyOrderElementsOf(
                                LongStream.rangeClosed(2, 121).boxed().toList());
            }
        }
    }

    /** A batch is found by its number on the next connection, and only by that. */
    @Test
    void aCommitWhoseAnswerIsLostIsFoundAgain() throws Exception {
        open(FOREVER);
        Run run = begun();
        var log = new LogConnection(PostgresOptions.of(database), new PlainJson());
        try (log) {
            var first = new Group(entry(run, "once"));
            long number = log.nextBatch();
            assertThat(log.write(List.of(first), number))
                    .extractingByKey(run.id())
                    .extracting(BatchStatement.Written::seq)
                    .isEqualTo(2L);
            log.drop();
            assertThat(log.written(List.of(first), number))
                    .extractingByKey(run.id())
                    .extracting(BatchStatement.Written::seq)
                    .isEqualTo(2L);
            assertThat(log.written(List.of(first), log.nextBatch())).isEmpty();
        }
    }

    private static Entry entry(Run run, String content) {
        return new Entry(
                new GroupWriter(DEFAULTS, new LogConnection(PostgresOptions.of(database), new PlainJson())),
                run.id(),
                1,
                null,
                List.of(new Entry.Line("agent-thought", NOON, "{\"content\":\"" + content + "\"}")),
                RunChange.NONE,
                null,
                null);
    }

    @Test
    void aDatabaseThatStaysAwayFailsWhatWaits() throws Exception {
        DatabaseUrl gone = TestDatabases.create("gone");
        opened = PostgresStore.open(
                PostgresOptions.of(gone)
                        .with(new PostgresOptions.Writing(
                                FOREVER, Duration.ofMillis(600), 2_000, 10_000, 64L << 20, 1 << 20)),
                new PlainJson());
        Run run = begun();
        sql("ALTER DATABASE gone ALLOW_CONNECTIONS false");
        sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = 'gone'");
        Ticket lost = log().append(run.id(), 1, events(thought("lost")));
        assertThatThrownBy(lost::seq).isInstanceOf(LogUnavailable.class);
        assertThat(store().isUp()).isFalse();
        sql("ALTER DATABASE gone ALLOW_CONNECTIONS true");
        assertThatThrownBy(() -> log().append(run.id(), 1, events(completed())).seq())
                .as("the log has no hole")
                .isInstanceOf(LogUnavailable.class);
        assertThat(log().append(run.id(), 1, events(failed())).seq()).isEqualTo(2);
    }

    private static int sql(String statement) throws SQLException {
        try (Connection connection =
                        Connections.open(PostgresOptions.of(TestDatabases.server()), "test", Duration.ofSeconds(30));
                Statement executed = connection.createStatement()) {
            if (!executed.execute(statement)) {
                return 0;
            }
            try (var rows = executed.getResultSet()) {
                return rows.next() ? rows.getInt(1) : 0;
            }
        }
    }
}
