package io.hexagent.infrastructure.postgres;

import static io.hexagent.infrastructure.contract.Eventually.eventually;
import static io.hexagent.infrastructure.contract.Samples.NOON;
import static io.hexagent.infrastructure.contract.Samples.aConversation;
import static io.hexagent.infrastructure.contract.Samples.aRun;
import static io.hexagent.infrastructure.contract.Samples.events;
import static io.hexagent.infrastructure.contract.Samples.thought;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.Multitask;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunControl.Cancelling;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunQueue.Acceptance;
import io.hexagent.domain.run.RunQueue.Accepted;
import io.hexagent.domain.run.RunQueue.Claim;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.value.RunId;
import io.hexagent.infrastructure.contract.PlainJson;
import io.hexagent.infrastructure.store.StoreUnavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server goes away in the middle of everything, without a word, and comes back. */
final class RestartTest {
    @TempDir
    private static Path directory;

    private PostgresStore store;

    /** What was acknowledged: the events of each run. */
    private final Map<RunId, List<RunEvent>> acknowledged = new ConcurrentHashMap<>();

    private final AtomicBoolean stop = new AtomicBoolean();

    @BeforeEach
    void open() {
        store = PostgresStore.openEmbedded(
                EmbeddedServer.Options.of(directory), UnaryOperator.identity(), new PlainJson());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private long pid() throws Exception {
        return Long.parseLong(Files.readAllLines(directory.resolve("data").resolve("postmaster.pid"))
                .getFirst()
                .strip());
    }

    private void stopAtOnce() throws Exception {
        new ServerPrograms(
                        ServerBinaries.unpack(directory), directory, directory.resolve("data"), Duration.ofSeconds(30))
                .stop("immediate");
    }

    /** Appends one after the other; what is acknowledged must be there. */
    private long appends() {
        var conversation = aConversation();
        Run run = aRun(conversation);
        List<RunEvent> done = new ArrayList<>();
        var started = new RunEvent.RunStarted(1, "worker-1");
        store.runEvents().begin(conversation, run, events(started)).seq();
        done.add(started);
        for (int i = 0; !stop.get(); i++) {
            var thought = thought("event " + i);
            assertThat(store.runEvents()
                            .append(run.id(), run.epoch(), events(thought))
                            .seq())
                    .isEqualTo(i + 2);
            done.add(thought);
        }
        acknowledged.put(run.id(), done);
        return done.size();
    }

    /** Accepts and cancels. */
    private long accepts() {
        long times = 0;
        for (; !stop.get(); times++) {
            Conversation conversation = aConversation();
            Run run = aRun(conversation).with(0, new RunState.Queued(), TokenUsage.NONE, 0, 0);
            var first = new RunEvent.UserRequest(run.query());
            var acceptance =
                    new Acceptance(conversation, run, events(first), Multitask.ENQUEUE, Optional.empty(), 100_000);
            assertThat(store.runQueue().accept(acceptance)).isInstanceOf(Accepted.Taken.class);
            List<RunEvent> log = List.of(first);
            if (times % 2 == 0) {
                var cancelling = patiently(() -> store.runControl().cancel(OwnerId.LOCAL, run.id(), NOON));
                assertThat(cancelling).isNotInstanceOf(Cancelling.Unknown.class);
                log = List.of(first, new RunEvent.RunCancelled(TokenUsage.NONE));
            }
            acknowledged.put(run.id(), log);
        }
        return times;
    }

    /** Claims, and gives everything back, so that it may be cancelled. */
    private long claims(String worker) {
        long times = 0;
        for (; !stop.get(); times++) {
            for (Claim claim : patiently(() -> store.runQueue().claim(worker, 3))) {
                boolean ignored = patiently(() ->
                        store.runQueue().giveBack(claim.run().id(), claim.run().epoch()));
            }
        }
        return times;
    }

    private interface Call<T> {
        T call();
    }

    /** What need not outlive a restart may say so, if only it says it. */
    private static <T> T patiently(Call<T> call) {
        while (true) {
            try {
                return call.call();
            } catch (StoreUnavailable away) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void nothingThatWasAcknowledgedIsLostOrThereTwiceAfterTheServerDied() throws Exception {
        long before = pid();
        var progress = new AtomicLong();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var work = new ArrayList<Future<Long>>();
            for (int i = 0; i < 4; i++) {
                work.add(threads.submit(this::appends));
            }
            work.add(threads.submit(this::accepts));
            work.add(threads.submit(this::accepts));
            work.add(threads.submit(() -> claims("worker-2")));
            work.add(threads.submit(() -> claims("worker-3")));
            try {
                eventually("some work", () -> store.runEvents().stats().commits() > 40);
                stopAtOnce();
                eventually("the server is back", store::isUp);
                progress.set(store.runEvents().stats().commits());
                eventually("more work", () -> store.runEvents().stats().commits() > progress.get() + 40);
            } finally {
                stop.set(true);
            }
            for (Future<Long> one : work) {
                assertThat(one.get(30, TimeUnit.SECONDS)).isPositive();
            }
        }
        assertThat(pid()).isNotEqualTo(before);
        assertThat(acknowledged).hasSizeGreaterThan(8);
        acknowledged.forEach((run, wanted) -> {
            List<RecordedEvent> log = store.runEvents().read(run, 0, 100_000);
            assertThat(log).extracting(RecordedEvent::event).containsExactlyElementsOf(wanted);
            assertThat(log)
                    .extracting(RecordedEvent::seq)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, wanted.size()).boxed().toList());
            assertThat(store.runs().find(OwnerId.LOCAL, run).orElseThrow().status() == RunStatus.CANCELLED)
                    .isEqualTo(wanted.getLast() instanceof RunEvent.RunCancelled);
        });
    }

    @Test
    void aServerThatWasKilledComesBackAtItsPort() throws Exception {
        ProcessHandle server = ProcessHandle.of(pid()).orElseThrow();
        int port = ServerLogin.read(directory).orElseThrow().port();
        server.destroyForcibly();
        eventually("the server is back", () -> store.isUp() && isAnother(server.pid()));
        assertThat(ServerLogin.read(directory).orElseThrow().port()).isEqualTo(port);
        var conversation = aConversation();
        store.conversations().add(conversation);
        assertThat(store.conversations().find(OwnerId.LOCAL, conversation.id())).contains(conversation);
    }

    private boolean isAnother(long before) {
        try {
            return pid() != before;
        } catch (Exception e) {
            return false;
        }
    }

    @Test
    void aServerThatIsStoppedAtTheEndStaysStopped() throws Exception {
        store.close();
        // Longer than from one look of the watch to the next.
        TimeUnit.MILLISECONDS.sleep(2_500);
        assertThat(Postmaster.runs(directory.resolve("data").resolve("postmaster.pid")))
                .isFalse();
    }
}
