package io.hexagent.infrastructure.postgres;

import static io.hexagent.infrastructure.contract.Samples.NOON;
import static io.hexagent.infrastructure.contract.Samples.aConversation;
import static io.hexagent.infrastructure.contract.Samples.aRun;
import static io.hexagent.infrastructure.contract.Samples.completed;
import static io.hexagent.infrastructure.contract.Samples.events;
import static io.hexagent.infrastructure.contract.Samples.id;
import static io.hexagent.infrastructure.contract.Samples.thought;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.Multitask;
import io.hexagent.domain.run.PartialReply;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunControl;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents.Fenced;
import io.hexagent.domain.run.RunQueue.Acceptance;
import io.hexagent.domain.run.RunQueue.Accepted;
import io.hexagent.domain.run.RunQueue.Claim;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.run.StampedEvent;
import io.hexagent.domain.value.RunId;
import io.hexagent.infrastructure.contract.PlainJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two stores, as two processes have them, on one database. */
final class TwoStoresTest {
    private static final String DATABASE = "shared";
    private static final Duration LEASE = Duration.ofSeconds(1);

    private PostgresStore here;
    private PostgresStore there;

    @BeforeEach
    void open() {
        var options = PostgresOptions.of(TestDatabases.create(DATABASE)).with(LEASE);
        here = PostgresStore.open(options, new PlainJson());
        there = PostgresStore.open(options, new PlainJson());
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    private static Run queued(Conversation conversation) {
        return aRun(conversation).with(0, new RunState.Queued(), TokenUsage.NONE, 0, 0);
    }

    private static Acceptance acceptance(Conversation conversation, Run run, Optional<RequestKey> key) {
        List<StampedEvent> first = events(new RunEvent.RunQueued(), new RunEvent.UserRequest(run.query()));
        return new Acceptance(conversation, run, first, Multitask.ENQUEUE, key, 10_000);
    }

    private Run accepted(Conversation conversation) {
        Run run = queued(conversation);
        var taken = here.runQueue().accept(acceptance(conversation, run, Optional.empty()));
        assertThat(taken).isInstanceOf(Accepted.Taken.class);
        return ((Accepted.Taken) taken).run();
    }

    private static void eventually(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for %s", what).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Test
    void eachRunIsGivenToOneWorkerOnly() throws Exception {
        Set<RunId> all = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            all.add(accepted(aConversation()).id());
        }
        Map<RunId, Integer> times = new ConcurrentHashMap<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var workers = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < 6; i++) {
                PostgresStore store = i % 2 == 0 ? here : there;
                String worker = "worker-" + i;
                workers.add(threads.submit(() -> {
                    for (List<Claim> claims = store.runQueue().claim(worker, 3);
                            !claims.isEmpty();
                            claims = store.runQueue().claim(worker, 3)) {
                        claims.forEach(claim -> times.merge(claim.run().id(), 1, Integer::sum));
                        // Held for good: nobody may take it over while this test looks.
                        assertThat(store.runQueue().renew(worker)).isNotEmpty();
                    }
                    return true;
                }));
            }
            for (Future<Boolean> worker : workers) {
                assertThat(worker.get()).isTrue();
            }
        }
        assertThat(times.keySet()).isSubsetOf(all);
        assertThat(times.values()).allMatch(count -> count == 1);
        here.runQueue()
                .claim("last", 100)
                .forEach(claim -> times.put(claim.run().id(), 1));
        assertThat(times.keySet()).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void equalRequestsAtOnceMakeOneRun() throws Exception {
        Conversation conversation = aConversation();
        var key = new RequestKey("POST /api/chat", id("key"), "h1");
        var outcomes = atOnce(
                20,
                i -> () -> (i % 2 == 0 ? here : there)
                        .runQueue()
                        .accept(acceptance(conversation, queued(conversation), Optional.of(key))));
        List<RunId> taken = outcomes.stream()
                .filter(Accepted.Taken.class::isInstance)
                .map(outcome -> ((Accepted.Taken) outcome).run().id())
                .toList();
        assertThat(taken).hasSize(1);
        assertThat(outcomes)
                .filteredOn(Accepted.Repeated.class::isInstance)
                .hasSize(19)
                .allMatch(outcome -> ((Accepted.Repeated) outcome).run().equals(taken.getFirst()));
        var changed = new RequestKey(key.route(), key.key(), "h2");
        assertThat(there.runQueue().accept(acceptance(conversation, queued(conversation), Optional.of(changed))))
                .isInstanceOf(Accepted.KeyReused.class);
        assertThat(here.runs().ofConversation(OwnerId.LOCAL, conversation.id(), 1, 100))
                .hasSize(1);
    }

    @Test
    void aBusyConversationTakesOneOfManyRunsThatWouldNotWait() throws Exception {
        Conversation conversation = aConversation();
        var outcomes = atOnce(12, i -> () -> {
            Run run = queued(conversation);
            Acceptance plain = acceptance(conversation, run, Optional.empty());
            return (i % 2 == 0 ? here : there)
                    .runQueue()
                    .accept(new Acceptance(
                            conversation, run, plain.first(), Multitask.REJECT, Optional.empty(), 10_000));
        });
        assertThat(outcomes).filteredOn(Accepted.Taken.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(Accepted.Busy.class::isInstance).hasSize(11);
        assertThat(here.runs().ofConversation(OwnerId.LOCAL, conversation.id(), 1, 100))
                .extracting(Run::ordinal)
                .containsExactly(1L);
    }

    private interface Numbered {
        Callable<Accepted> number(int i);
    }

    private static List<Accepted> atOnce(int times, Numbered call) throws Exception {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, times)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        return call.number(i).call();
                    }))
                    .toList();
            start.countDown();
            var outcomes = new ArrayList<Accepted>();
            for (Future<Accepted> one : calls) {
                outcomes.add(one.get());
            }
            return outcomes;
        }
    }

    @Test
    void whatOneStoreWritesIsToldInTheOther() throws Exception {
        List<Signal> heard = new CopyOnWriteArrayList<>();
        there.signals().subscribe(heard::add);
        // Until the line stands nothing is promised.
        eventually("the line", () -> {
            here.signals().publish(List.of(new Signal.Wrote(new RunId("first"))));
            return heard.contains(new Signal.Wrote(new RunId("first")));
        });
        Run first = accepted(aConversation());
        eventually(
                "the new run",
                () -> heard.containsAll(List.of(
                        new Signal.Begun(OwnerId.LOCAL, first.conversation(), first.id()),
                        new Signal.Appended(first.id(), 2),
                        new Signal.Queued())));
        Run held = here.runQueue().claim("w", 1).getFirst().run();
        here.runEvents().append(held.id(), held.epoch(), events(thought("a"))).seq();
        eventually("the append", () -> heard.contains(new Signal.Appended(first.id(), 3)));
        here.partialReplies().put(first.id(), new PartialReply(1, "So far"));
        eventually("the text", () -> heard.contains(new Signal.Wrote(first.id())));
        assertThat(there.partialReplies().find(first.id())).contains(new PartialReply(1, "So far"));
        here.runControl().cancel(OwnerId.LOCAL, first.id(), NOON);
        eventually("the cancel", () -> heard.contains(new Signal.Taken(first.id(), held.epoch() + 1)));
    }

    @Test
    void whatAStoreTellsComesNotBackToIt() throws Exception {
        List<Signal> heard = new CopyOnWriteArrayList<>();
        here.signals().subscribe(heard::add);
        there.signals().subscribe(signal -> {});
        eventually("the line from there", () -> {
            there.signals().publish(List.of(new Signal.Wrote(new RunId("from there"))));
            return heard.contains(new Signal.Wrote(new RunId("from there")));
        });
        eventually("the line to there", here.signals()::isHeard);
        heard.clear();
        for (int i = 0; i < 20; i++) {
            here.signals().publish(List.of(new Signal.Wrote(new RunId("own-" + i))));
            TimeUnit.MILLISECONDS.sleep(10);
        }
        // Of one sender after the other: what comes from there now comes after what was sent here before.
        eventually("the last word", () -> {
            there.signals().publish(List.of(new Signal.Wrote(new RunId("last"))));
            return heard.contains(new Signal.Wrote(new RunId("last")));
        });
        assertThat(heard)
                .filteredOn(signal ->
                        signal instanceof Signal.Wrote(RunId run) && run.value().startsWith("own-"))
                .hasSize(20);
    }

    @Test
    void theLineToTheOtherStoreIsMendedAndWakesTheQueue() throws Exception {
        List<Signal> heard = new CopyOnWriteArrayList<>();
        there.signals().subscribe(heard::add);
        eventually("the line", () -> {
            here.signals().publish(List.of(new Signal.Wrote(new RunId("first"))));
            return !heard.isEmpty();
        });
        heard.clear();
        assertThat(terminate("hexagent-courier-%")).isPositive();
        eventually("a look at the queue", () -> heard.contains(new Signal.Queued()));
        eventually("the mended line", () -> {
            here.signals().publish(List.of(new Signal.Wrote(new RunId("second"))));
            return heard.contains(new Signal.Wrote(new RunId("second")));
        });
    }

    @Test
    void nothingOfTheOldEpochIsWrittenAfterATakeover() throws Exception {
        accepted(aConversation());
        Run old = here.runQueue().claim("old", 1).getFirst().run();
        var taken = new ArrayList<Claim>();
        eventually("the end of the lease", () -> taken.addAll(there.runQueue().claim("new", 1)));
        Claim claim = taken.getFirst();
        assertThat(claim.run().epoch()).isEqualTo(old.epoch() + 1);
        assertThat(claim.strikes()).isEqualTo(1);
        there.runEvents()
                .append(old.id(), claim.run().epoch(), events(thought("new")))
                .seq();
        var late = here.runEvents().append(old.id(), old.epoch(), events(thought("old"), completed()));
        assertThatThrownBy(late::seq).isInstanceOf(Fenced.class);
        assertThat(here.runQueue().renew("old")).isEmpty();
        assertThat(here.runQueue().giveBack(old.id(), old.epoch())).isFalse();
        assertThat(here.runEvents().readAll(List.of(old.id())))
                .extracting(recorded -> recorded.event())
                .endsWith(thought("new"))
                .hasSize(3);
    }

    @Test
    void acceptancesAndCancelsOutliveLostConnectionsAndAreDoneOnce() throws Exception {
        Conversation conversation = aConversation();
        var stop = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> killer = threads.submit(() -> {
                int kills = 0;
                do {
                    kills += terminate("hexagent");
                } while (kills < 60 && !stop.await(25, TimeUnit.MILLISECONDS));
                admin("ALTER DATABASE " + DATABASE + " ALLOW_CONNECTIONS false");
                kills += terminate("hexagent");
                boolean ignored = stop.await(1_500, TimeUnit.MILLISECONDS);
                admin("ALTER DATABASE " + DATABASE + " ALLOW_CONNECTIONS true");
                return kills;
            });
            var clients = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 4; i++) {
                PostgresStore store = i % 2 == 0 ? here : there;
                clients.add(threads.submit(() -> {
                    int done = 0;
                    for (int n = 0; n < 60; n++) {
                        var key = new RequestKey("POST /api/chat", id("key"), "h");
                        var outcome = store.runQueue()
                                .accept(acceptance(conversation, queued(conversation), Optional.of(key)));
                        assertThat(outcome).isInstanceOf(Accepted.Taken.class);
                        Run run = ((Accepted.Taken) outcome).run();
                        if (n % 2 == 0) {
                            assertThat(store.runControl().cancel(OwnerId.LOCAL, run.id(), NOON))
                                    .isInstanceOf(RunControl.Cancelling.Done.class);
                        }
                        done++;
                    }
                    return done;
                }));
            }
            for (Future<Integer> client : clients) {
                assertThat(client.get()).isEqualTo(60);
            }
            stop.countDown();
            assertThat(killer.get()).isPositive();
        }
        List<Run> runs = here.runs().ofConversation(OwnerId.LOCAL, conversation.id(), 1, 1_000);
        assertThat(runs)
                .extracting(Run::ordinal)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 240).mapToObj(Long::valueOf).toList());
        assertThat(here.runEvents().readAll(runs.stream().map(Run::id).toList()))
                .as("two events of each run and one of each cancel")
                .hasSize(240 * 2 + 120);
    }

    private static int terminate(String name) throws SQLException {
        return admin("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '" + DATABASE
                + "' AND application_name LIKE '" + name + "'");
    }

    private static int admin(String sql) throws SQLException {
        try (Connection connection =
                        Connections.open(PostgresOptions.of(TestDatabases.server()), "test", Duration.ofSeconds(30));
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return 0;
            }
            try (var rows = statement.getResultSet()) {
                return rows.next() ? rows.getInt(1) : 0;
            }
        }
    }
}
