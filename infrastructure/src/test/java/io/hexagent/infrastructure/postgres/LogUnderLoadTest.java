package io.hexagent.infrastructure.postgres;

import static io.hexagent.infrastructure.contract.Samples.aConversation;
import static io.hexagent.infrastructure.contract.Samples.aRun;
import static io.hexagent.infrastructure.contract.Samples.completed;
import static io.hexagent.infrastructure.contract.Samples.events;
import static io.hexagent.infrastructure.contract.Samples.failed;
import static io.hexagent.infrastructure.contract.Samples.thought;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.RunEvents.LogUnavailable;
import io.hexagent.domain.run.RunEvents.Ticket;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.value.RunId;
import io.hexagent.infrastructure.contract.PlainJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many runs at once, as writers and readers of the log see them. */
final class LogUnderLoadTest {
    private static PostgresStore store;

    @BeforeAll
    static void open() {
        var writing = new PostgresOptions.Writing(
                Duration.ofMillis(20), Duration.ofSeconds(30), 2_000, 10_000, 64L << 20, 1 << 20);
        store = PostgresStore.open(
                PostgresOptions.of(TestDatabases.create("load")).with(writing), new PlainJson());
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private static RunEvents log() {
        return store.runEvents();
    }

    private static Run begun() {
        var conversation = aConversation();
        Run run = aRun(conversation);
        Ticket ignored = log().begin(conversation, run, events(new RunEvent.RunStarted(1, "worker-1")));
        return run;
    }

    private static List<RunEvent> read(Run run) {
        List<RecordedEvent> found = log().read(run.id(), 0, 10_000);
        assertThat(found).extracting(RecordedEvent::seq).containsExactlyElementsOf(upTo(found.size()));
        return found.stream().map(RecordedEvent::event).toList();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void badEventsAmongAThousandGoodOnesHarmOnlyTheirOwnRun() {
        var start = new RunEvent.RunStarted(1, "worker-1");
        List<Run> good = IntStream.range(0, 50).mapToObj(i -> begun()).toList();
        Run odd = begun();
        Run large = begun();
        var tickets = new ArrayList<Ticket>();
        var bad = new ArrayList<Ticket>();
        for (int i = 0; i < 20; i++) {
            for (Run run : good) {
                tickets.add(log().append(run.id(), 1, events(thought("good " + i))));
            }
            if (i == 10) {
                bad.add(log().append(odd.id(), 1, events(thought("nul \0 high \ud800 low \udc00 pair \ud83d\udc27"))));
                bad.add(log().append(large.id(), 1, events(thought("x".repeat(2 << 20)))));
                bad.add(log().append(large.id(), 1, events(thought("after"))));
            }
        }
        assertThat(bad.get(0).seq()).isEqualTo(2);
        assertThatThrownBy(bad.get(1)::seq).isInstanceOf(LogUnavailable.class);
        assertThatThrownBy(bad.get(2)::seq).as("the log has no hole").isInstanceOf(LogUnavailable.class);
        assertThat(tickets)
                .hasSize(1_000)
                .allSatisfy(ticket -> assertThat(ticket.seq()).isBetween(2L, 21L));
        var wanted = new ArrayList<RunEvent>();
        wanted.add(start);
        IntStream.range(0, 20).forEach(i -> wanted.add(thought("good " + i)));
        assertThat(good).allSatisfy(run -> assertThat(read(run)).isEqualTo(wanted));
        assertThat(read(odd)).containsExactly(start, thought("nul \ufffd high \ufffd low \ufffd pair \ud83d\udc27"));
        assertThat(log().append(odd.id(), 1, events(completed())).seq()).isEqualTo(3);
        assertThat(read(large)).containsExactly(start);
        assertThat(log().append(large.id(), 1, events(failed())).seq()).isEqualTo(2);
        assertThat(store.runs().find(OwnerId.LOCAL, large.id()).orElseThrow().status())
                .isEqualTo(RunStatus.FAILED);
    }

    /** Eight writers with eight runs each, since a run has one worker at a time. */
    @Test
    void whoeverPagesThroughALogThatGrowsMissesNothingAndReadsNothingTwice() throws Exception {
        int each = 60;
        List<Run> runs = IntStream.range(0, 64).mapToObj(i -> begun()).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers = new ArrayList<Future<Long>>();
            for (int w = 0; w < 8; w++) {
                List<Run> own = runs.subList(w * 8, w * 8 + 8);
                writers.add(threads.submit(() -> written(own, each)));
            }
            var readers = new ArrayList<Future<List<Long>>>();
            for (int r = 0; r < 16; r++) {
                // From the first event to the last, in pages of several sizes.
                RunId run = runs.get(r * 4).id();
                int page = 1 + r * 3;
                readers.add(threads.submit(() -> followed(run, page)));
            }
            for (Future<Long> writer : writers) {
                assertThat(writer.get()).isEqualTo(8L * each);
            }
            for (Future<List<Long>> reader : readers) {
                assertThat(reader.get()).containsExactlyElementsOf(upTo(each + 2));
            }
        }
        assertThat(runs).allSatisfy(run -> assertThat(read(run)).hasSize(each + 2));
    }

    private static long written(List<Run> runs, int each) {
        long written = 0;
        for (int i = 0; i < each; i++) {
            for (Run run : runs) {
                Ticket ticket = log().append(run.id(), 1, events(thought("event " + i)));
                written++;
                if ((written & 31) == 0) {
                    assertThat(ticket.seq()).isEqualTo(i + 2);
                }
            }
        }
        runs.forEach(run ->
                assertThat(log().append(run.id(), 1, events(completed())).seq()).isEqualTo(each + 2));
        return written;
    }

    private static List<Long> followed(RunId run, int page) {
        var seen = new ArrayList<Long>();
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        long after = 0;
        while (System.nanoTime() < end) {
            for (RecordedEvent event : log().read(run, after, page)) {
                if (event.event() instanceof RunEvent.AgentThought) {
                    assertThat(event.event()).isEqualTo(thought("event " + (event.seq() - 2)));
                }
                seen.add(event.seq());
                after = event.seq();
                if (event.event() instanceof RunEvent.RunCompleted) {
                    return seen;
                }
            }
        }
        return seen;
    }
}
