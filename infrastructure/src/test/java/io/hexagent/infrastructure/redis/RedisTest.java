package io.hexagent.infrastructure.redis;

import static io.hexagent.infrastructure.contract.Eventually.eventually;
import static io.hexagent.infrastructure.contract.Samples.NOON;
import static io.hexagent.infrastructure.contract.Samples.aConversation;
import static io.hexagent.infrastructure.contract.Samples.aRun;
import static io.hexagent.infrastructure.contract.Samples.completed;
import static io.hexagent.infrastructure.contract.Samples.events;
import static io.hexagent.infrastructure.contract.Samples.id;
import static io.hexagent.infrastructure.contract.Samples.thought;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.run.PartialReply;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.telemetry.Gauge;
import io.hexagent.domain.tool.ToolCache;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.contract.PlainJson;
import io.hexagent.infrastructure.memory.MemoryCounters;
import io.hexagent.infrastructure.memory.MemoryStore;
import io.hexagent.infrastructure.store.Courier;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real Redis does for processes that share a store, and that nothing ends with it. */
final class RedisTest {
    private static final Json JSON = new PlainJson();

    /** One process with what it hears. */
    private static final class Process implements AutoCloseable {
        private final MemoryStore store;
        private final Redis redis;
        private final List<Signal> heard = new CopyOnWriteArrayList<>();
        /** What travels by the courier of the store itself. */
        private final List<Signal> carried = new CopyOnWriteArrayList<>();

        Process(String url) {
            this(url, new MemoryStore(MemoryStore.Options.defaults(), () -> NOON));
        }

        Process(String url, MemoryStore store) {
            this.store = store;
            store.signals().use(new Courier() {
                @Override
                public void start(Consumer<Signal> receiver) {}

                @Override
                public void send(List<Signal> signals) {
                    carried.addAll(signals);
                }

                @Override
                public void close() {}
            });
            redis = Redis.open(RedisOptions.of(RedisAddress.parse(url)), JSON, store);
            var ignored = store.signals().subscribe(heard::add);
        }

        Process up() {
            eventually("Redis answers", redis::isUp);
            eventually("it listens", () -> heard.contains(new Signal.Queued()));
            return this;
        }

        void publish(Signal signal) {
            store.signals().publish(List.of(signal));
        }

        @Override
        public void close() {
            redis.close();
            store.close();
        }
    }

    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void findRedis() {
        if (RedisServer.program().isEmpty()) {
            String reason = "no redis-server on the PATH: what Redis does is not tested";
            assertThat(System.getenv("CI")).as(reason).isNotEqualTo("true");
            System.err.println(reason);
        }
        assumeThat(RedisServer.program()).isPresent();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private <T extends AutoCloseable> T closing(T one) {
        open.add(one);
        return one;
    }

    private RedisServer aServer(Path directory, String... more) {
        return closing(RedisServer.start(directory, more));
    }

    private Process process(RedisServer server) {
        return closing(new Process(server.url())).up();
    }

    private RedisCommands<String, String> console(RedisServer server) {
        RedisClient client = RedisClient.create(server.url());
        open.add(client::shutdown);
        StatefulRedisConnection<String, String> connection = client.connect();
        return connection.sync();
    }

    private static Run begun(Process process) {
        Conversation conversation = aConversation();
        Run run = aRun(conversation);
        process.store
                .runEvents()
                .begin(
                        conversation,
                        run,
                        events(new RunEvent.UserRequest("What is the mean?"), new RunEvent.RunStarted(1, "worker-1")))
                .seq();
        return run;
    }

    private static void append(Process process, Run run, RunEvent... more) {
        process.store.runEvents().append(run.id(), run.epoch(), events(more)).seq();
    }

    @Test
    void whatOneProcessPublishesTheOthersHearOnce(@TempDir Path directory) {
        RedisServer server = aServer(directory);
        Process one = process(server);
        Process two = process(server);
        Process three = process(server);
        for (int i = 1; i <= 500; i++) {
            one.publish(new Signal.Appended(new RunId("run " + i), i));
        }
        var last = new Signal.Taken(new RunId("ü/ \n"), 3);
        one.publish(last);
        for (Process other : List.of(two, three)) {
            eventually("the last signal", () -> other.heard.contains(last));
            assertThat(other.heard)
                    .filteredOn(Signal.Appended.class::isInstance)
                    .hasSize(500);
        }
        two.publish(new Signal.Wrote(new RunId("back")));
        eventually("an answer", () -> one.heard.contains(new Signal.Wrote(new RunId("back"))));
        assertThat(one.heard).filteredOn(last::equals).hasSize(1);
        assertThat(one.carried).isEmpty();
    }

    @Test
    void aTextThatGrowsInOneProcessIsReadInAnother(@TempDir Path directory) {
        RedisServer server = aServer(directory);
        Process writer = process(server);
        Process reader = process(server);
        Run run = begun(writer);
        var replies = writer.redis.partialReplies();
        replies.put(run.id(), new PartialReply(1, "The"));
        replies.put(run.id(), new PartialReply(1, "The mean\nis \"3\" 🐧"));
        eventually(
                "the text",
                () -> reader.redis
                        .partialReplies()
                        .find(run.id())
                        .equals(Optional.of(new PartialReply(1, "The mean\nis \"3\" 🐧"))));
        eventually("it is told", () -> reader.heard.contains(new Signal.Wrote(run.id())));
        append(writer, run, completed());
        eventually(
                "the text is gone",
                () -> reader.redis.partialReplies().find(run.id()).isEmpty());
    }

    @Test
    void aTextThatChangesOftenIsSentAtMostEveryFiftyMilliseconds(@TempDir Path directory) {
        RedisServer server = aServer(directory);
        Process writer = process(server);
        Run run = begun(writer);
        long start = System.nanoTime();
        int changes = 0;
        while (System.nanoTime() - start < Duration.ofMillis(500).toNanos()) {
            writer.redis.partialReplies().put(run.id(), new PartialReply(1, "text " + changes++));
        }
        int most = (int) (Duration.ofNanos(System.nanoTime() - start).toMillis() / 50) + 2;
        String stats = console(server).info("commandstats");
        int sets = Integer.parseInt(stats.lines()
                .filter(line -> line.startsWith("cmdstat_set:calls="))
                .map(line -> line.substring("cmdstat_set:calls=".length(), line.indexOf(',')))
                .findFirst()
                .orElseThrow());
        // One more tells where the run belongs.
        assertThat(sets).isBetween(2, most + 1);
        assertThat(changes).isGreaterThan(most);
    }

    @Test
    void theStateOfAThreadIsShownUnderTheKnownKeys(@TempDir Path directory) {
        RedisServer server = aServer(directory);
        Process process = process(server);
        var console = console(server);
        Run run = begun(process);
        append(process, run, thought("It asks for \"the mean\"."), completed());
        String thread = "thread:" + run.conversation().value();
        eventually("the end is shown", () -> "4".equals(console.hget(thread + ":run:" + run.id(), "last_seq")));
        eventually("the thread's rest is shown", () -> "idle".equals(console.hget(thread + ":metadata", "status")));
        assertThat(console.hgetall(thread + ":run:" + run.id()))
                .containsEntry("user_query", "What is the mean?")
                .containsEntry("status", "completed");
        assertThat(console.lrange(thread + ":runs", 0, -1))
                .containsExactly(run.id().value());
        assertThat(console.hgetall(thread + ":metadata"))
                .containsEntry("title", "A title")
                .containsEntry("status", "idle")
                .containsEntry("user_id", "local");
        for (String stream : List.of(thread + ":stream", "stream:" + run.conversation() + ":" + run.id())) {
            var entries = console.xrange(stream, Range.unbounded());
            assertThat(entries)
                    .extracting(entry -> entry.getBody().get("type"))
                    .containsExactly("user-request", "run-started", "agent-thought", "run-completed");
            Value.Fields third = JSON.readFields(entries.get(2).getBody().getOrDefault("data", ""));
            assertThat(third.get("seq")).isEqualTo(Value.of(3));
            assertThat(third.get("run_id")).isEqualTo(Value.of(run.id().value()));
            assertThat(third.get("content")).isEqualTo(Value.of("It asks for \"the mean\"."));
            eventually("it will not stay for ever", () -> console.pttl(stream) > 0);
        }
    }

    @Test
    void anEventIsShownOnceWhenAnotherProcessTakesTheRunOver(@TempDir Path directory) {
        RedisServer server = aServer(directory);
        var store = new MemoryStore(MemoryStore.Options.defaults(), () -> NOON);
        Process first = closing(new Process(server.url(), store)).up();
        Run run = begun(first);
        var console = console(server);
        String stream = "thread:" + run.conversation() + ":stream";
        eventually("it is shown", () -> console.xlen(stream) == 2);
        first.redis.close();
        append(first, run, thought("while nobody shows anything"));
        Process second = closing(new Process(server.url(), store)).up();
        append(second, run, thought("b"), completed());
        eventually("all is shown", () -> console.xlen(stream) >= 5);
        assertThat(console.xrange(stream, Range.unbounded()))
                .extracting(entry -> JSON.readFields(entry.getBody().getOrDefault("data", ""))
                        .get("seq"))
                .containsExactly(Value.of(1), Value.of(2), Value.of(3), Value.of(4), Value.of(5));
    }

    @Test
    void aResultThatOneProcessKeepsAnotherFinds(@TempDir Path directory) {
        RedisServer server = aServer(directory);
        ToolCache one = process(server).redis.toolCache(ToolCache.NONE);
        ToolCache two = process(server).redis.toolCache(ToolCache.NONE);
        Value.Fields result =
                Value.fields().put("success", true).put("result", 15.25).build();
        assertThat(one.find("mean")).isEmpty();
        one.keep("mean", result);
        eventually("the result", () -> two.find("mean").equals(Optional.of(result)));
        console(server).set("hexagent:tool:odd", "no JSON");
        assertThat(two.find("odd")).isEmpty();
    }

    @Test
    void allProcessesCountTogetherUntilTheWindowIsOver(@TempDir Path directory) {
        RedisServer server = aServer(directory);
        var one = process(server).redis.counters(new MemoryCounters(() -> NOON));
        var two = process(server).redis.counters(new MemoryCounters(() -> NOON));
        Duration minute = Duration.ofMinutes(1);
        assertThat(one.add("chat/me", minute)).isEqualTo(1);
        assertThat(two.add("chat/me", minute)).isEqualTo(2);
        assertThat(two.add("chat/you", minute)).isEqualTo(1);
        assertThat(console(server).pttl("hexagent:count:chat/me")).isBetween(1L, 60_000L);
        Duration moment = Duration.ofMillis(50);
        long ignored = one.add("short", moment);
        eventually("a new window", () -> one.add("short", moment) == 1);
    }

    private static double reading(Process process, Gauge.Use use) {
        return Objects.requireNonNull(process.redis.readings().get(new Gauge.Pool(Gauge.Owner.REDIS, use)))
                .getAsDouble();
    }

    @Test
    void whenRedisIsKilledEverythingGoesOnWithoutItAndWithItAgainLater(@TempDir Path directory) {
        RedisServer server = aServer(directory);
        Process one = process(server);
        Process two = process(server);
        Run run = begun(one);
        var counters = one.redis.counters(new MemoryCounters(() -> NOON));
        var cache = one.redis.toolCache(ToolCache.NONE);
        assertThat(counters.add("n", Duration.ofMinutes(1))).isEqualTo(1);
        one.redis.partialReplies().put(run.id(), new PartialReply(1, "before"));
        eventually("a text", () -> two.redis.partialReplies().find(run.id()).isPresent());

        eventually("all connections are told", () -> reading(one, Gauge.Use.ACTIVE) == 3);
        assertThat(reading(one, Gauge.Use.MOST)).isEqualTo(3);

        server.kill();
        eventually("it is noticed", () -> !one.redis.isUp());
        eventually("by the gauge too", () -> reading(one, Gauge.Use.ACTIVE) == 0);
        long start = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            append(one, run, thought("t" + i));
            one.redis.partialReplies().put(run.id(), new PartialReply(1, "during " + i));
            assertThat(one.redis.partialReplies().find(run.id())).contains(new PartialReply(1, "during " + i));
            assertThat(cache.find("k" + i)).isEmpty();
            cache.keep("k" + i, Value.Fields.EMPTY);
            assertThat(counters.add("n", Duration.ofMinutes(1))).isEqualTo(i + 1);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(one.carried).contains(new Signal.Appended(run.id(), 202));

        two.heard.clear();
        server.startAgain();
        eventually("Redis answers", one.redis::isUp);
        eventually("all connections are back", () -> reading(one, Gauge.Use.ACTIVE) == 3);
        eventually("whoever listens is told to look", () -> two.heard.contains(new Signal.Queued()));
        append(one, run, thought("after"));
        eventually("signals travel again", () -> two.heard.contains(new Signal.Appended(run.id(), 203)));
        one.redis.partialReplies().put(run.id(), new PartialReply(2, "after"));
        eventually(
                "texts too",
                () -> two.redis.partialReplies().find(run.id()).equals(Optional.of(new PartialReply(2, "after"))));
        var console = console(server);
        eventually(
                "the whole run is shown again",
                () -> console.xlen("stream:" + run.conversation() + ":" + run.id()) == 203);
    }

    @Test
    void nothingWaitsForARedisThatIsNotThereYet(@TempDir Path directory) {
        RedisServer server = aServer(directory);
        server.kill();
        Process process = closing(new Process(server.url()));
        assertThat(process.redis.isUp()).isFalse();
        Run run = begun(process);
        process.redis.partialReplies().put(run.id(), new PartialReply(1, "text"));
        assertThat(process.redis.partialReplies().find(run.id())).contains(new PartialReply(1, "text"));
        server.startAgain();
        process.up();
    }

    @Test
    void whenTheNodeOfAClusterThatCarriesSignalsIsKilledTheyGoWithoutItUntilItIsBack(
            @TempDir Path directory, @TempDir Path other) {
        RedisServer server = aServer(directory, MEMBER);
        RedisServer carrier = aServer(other, MEMBER);
        RedisCommands<String, String> console = console(server);
        RedisCommands<String, String> second = console(carrier);
        int slot = SlotHash.getSlot("hexagent:signals");
        console.clusterAddSlots(
                IntStream.range(0, 16_384).filter(each -> each != slot).toArray());
        second.clusterAddSlots(slot);
        console.clusterMeet("127.0.0.1", carrier.port());
        eventually(
                "the cluster is whole",
                () -> List.of(console, second).stream()
                        .allMatch(each -> each.clusterInfo().contains("cluster_state:ok")
                                && each.clusterInfo().contains("cluster_known_nodes:2")));
        String url = server.url() + "," + carrier.url();
        Process one = closing(new Process(url)).up();
        Process two = closing(new Process(url)).up();
        heardBy(two, one, "before");

        carrier.kill();
        eventually("health shows it", () -> !one.redis.isUp());
        eventually("a signal goes by the store's own courier", () -> {
            one.publish(new Signal.Wrote(new RunId("away")));
            return one.carried.contains(new Signal.Wrote(new RunId("away")));
        });

        carrier.startAgain();
        eventually("it is up again", one.redis::isUp);
        heardBy(two, one, "after");
    }

    private static final String[] MEMBER = {
        "--cluster-enabled", "yes", "--cluster-node-timeout", "1000", "--cluster-require-full-coverage", "no"
    };

    private static void heardBy(Process hearer, Process speaker, String run) {
        var signal = new Signal.Wrote(new RunId(run));
        eventually("it is heard " + run, () -> {
            speaker.publish(signal);
            return hearer.heard.contains(signal);
        });
    }

    @Test
    void aClusterServesAsWell(@TempDir Path directory) {
        RedisServer server = aServer(directory, "--cluster-enabled", "yes");
        var console = eventually("it answers", () -> {
            try {
                return Optional.of(console(server));
            } catch (RedisConnectionException notYet) {
                return Optional.empty();
            }
        });
        console.clusterAddSlots(IntStream.range(0, 16_384).toArray());
        eventually("the cluster is whole", () -> console.clusterInfo().contains("cluster_state:ok"));
        String nodes = server.url() + "," + server.url();
        Process one = closing(new Process(nodes)).up();
        Process two = closing(new Process(nodes)).up();
        Run run = begun(one);
        eventually("signals travel", () -> two.heard.contains(new Signal.Appended(run.id(), 2)));
        one.redis.partialReplies().put(run.id(), new PartialReply(1, "text"));
        eventually("texts too", () -> two.redis.partialReplies().find(run.id()).isPresent());
        assertThat(one.redis.counters(new MemoryCounters(() -> NOON)).add(id("n"), Duration.ofMinutes(1)))
                .isEqualTo(1);
        eventually("the thread is shown", () -> console.xlen("thread:" + run.conversation() + ":stream") == 2);
    }
}
