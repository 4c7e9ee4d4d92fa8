package io.hexagent.infrastructure.postgres;

import static io.hexagent.infrastructure.contract.Samples.aConversation;
import static io.hexagent.infrastructure.contract.Samples.aRun;
import static io.hexagent.infrastructure.contract.Samples.completed;
import static io.hexagent.infrastructure.contract.Samples.events;
import static io.hexagent.infrastructure.contract.Samples.failed;
import static io.hexagent.infrastructure.contract.Samples.thought;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.RunEvents.LogUnavailable;
import io.hexagent.domain.run.RunEvents.Ticket;
import io.hexagent.infrastructure.contract.PlainJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events that a database cannot take, or not so large, among a thousand good ones that are written with them. */
final class BadEventsTest {
    /** Nothing is written until somebody waits, so that all share their batches. */
    private static final PostgresOptions.Writing TOGETHER =
            new PostgresOptions.Writing(Duration.ofHours(1), Duration.ofSeconds(20), 2_000, 10_000, 64L << 20, 1 << 20);

    private static final int GOOD_RUNS = 20;
    private static final int GOOD_EVENTS = 50;

    @Test
    void badEventsAmongAThousandAffectOnlyTheirRuns() {
        try (PostgresStore store = open()) {
            play(store.runEvents(), new Random(1));
        }
    }

    @Tag("soak")
    @Test
    void badEventsAtManyPlacesAffectOnlyTheirRuns() {
        try (PostgresStore store = open()) {
            for (int round = 0; round < 100; round++) {
                play(store.runEvents(), new Random(round));
            }
        }
        System.out.println("bad events: 100 rounds of a NUL, a lone surrogate and one too large among 1,000 good ones:"
                + " only their runs affected");
    }

    private static PostgresStore open() {
        return PostgresStore.open(
                PostgresOptions.of(TestDatabases.create("bad_events")).with(TOGETHER), new PlainJson());
    }

    private static Run begun(RunEvents log) {
        var conversation = aConversation();
        Run run = aRun(conversation);
        log.begin(conversation, run, events(new RunEvent.RunStarted(1, "worker-1")))
                .seq();
        return run;
    }

    private static void play(RunEvents log, Random random) {
        List<Run> good = IntStream.range(0, GOOD_RUNS).mapToObj(i -> begun(log)).toList();
        Run nul = begun(log);
        Run surrogate = begun(log);
        Run large = begun(log);
        var order = new ArrayList<Run>();
        for (int i = 0; i < GOOD_EVENTS; i++) {
            order.addAll(good);
        }
        for (Run bad : List.of(nul, surrogate, large)) {
            order.add(random.nextInt(order.size()), bad);
        }
        var tickets = new ArrayList<Ticket>();
        var tooLarge = new ArrayList<Ticket>();
        for (Run run : order) {
            if (run.equals(nul)) {
                tickets.add(log.append(run.id(), 1, events(thought("a\u0000b"))));
            } else if (run.equals(surrogate)) {
                tickets.add(log.append(run.id(), 1, events(thought("a\uD800b"))));
            } else if (run.equals(large)) {
                tooLarge.add(log.append(run.id(), 1, events(thought("x".repeat(2 << 20)))));
            } else {
                tickets.add(log.append(run.id(), 1, events(thought("good"))));
            }
        }
        assertThat(tickets)
                .hasSize(GOOD_RUNS * GOOD_EVENTS + 2)
                .allSatisfy(ticket -> assertThat(ticket.seq()).isPositive());
        assertThatThrownBy(tooLarge.getFirst()::seq)
                .isInstanceOf(LogUnavailable.class)
                .hasMessageContaining("at most");
        for (Run run : good) {
            assertThat(log.append(run.id(), 1, events(completed())).seq()).isEqualTo(GOOD_EVENTS + 2);
            assertThat(log.read(run.id(), 0, 1000))
                    .extracting(RecordedEvent::seq)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, GOOD_EVENTS + 2).boxed().toList());
        }
        for (Run run : List.of(nul, surrogate)) {
            assertThat(log.append(run.id(), 1, events(completed())).seq()).isEqualTo(3);
            assertThat(log.read(run.id(), 1, 1).getFirst().event()).isEqualTo(thought("a\uFFFDb"));
        }
        assertThat(log.append(large.id(), 1, events(failed())).seq())
                .as("its run can still be ended, and has no hole")
                .isEqualTo(2);
    }
}
