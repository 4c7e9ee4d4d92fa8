package io.hexagent.infrastructure.postgres;

import static io.hexagent.infrastructure.contract.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.infrastructure.contract.PlainJson;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chores of two stores, as two processes have them, on one database. */
final class ChoresTest {
    private static final Duration SOON = Duration.ofMillis(10);

    private final AtomicInteger at = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    private PostgresStore here;
    private PostgresStore there;

    @BeforeEach
    void open() {
        var options = PostgresOptions.of(TestDatabases.create("chores"));
        here = PostgresStore.open(options, new PlainJson());
        there = PostgresStore.open(options, new PlainJson());
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    /** Longer than from one look to the next, so that a second one at it would be seen. */
    private Runnable slow(AtomicInteger turns) {
        return () -> {
            most.accumulateAndGet(at.incrementAndGet(), Math::max);
            try {
                TimeUnit.MILLISECONDS.sleep(1_200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            at.decrementAndGet();
            turns.incrementAndGet();
        };
    }

    @Test
    void aChoreIsDoneInOneProcessAtATime() {
        var turns = new AtomicInteger();
        here.every("sweep", SOON, slow(turns));
        there.every("sweep", SOON, slow(turns));
        eventually("three turns", () -> turns.get() >= 3);
        assertThat(most).hasValue(1);
    }

    @Test
    void aClosedStoreDoesNothingMoreAndTheOtherGoesOn() {
        var mine = new AtomicInteger();
        var theirs = new AtomicInteger();
        here.every("sweep", SOON, mine::incrementAndGet);
        eventually("a turn here", () -> mine.get() >= 1);
        there.every("sweep", SOON, theirs::incrementAndGet);
        here.close();
        int last = mine.get();
        int before = theirs.get();
        eventually("three turns there", () -> theirs.get() >= before + 3);
        assertThat(mine).hasValue(last);
        assertThatThrownBy(() -> here.every("sweep", SOON, mine::incrementAndGet))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the store is closed");
    }

    @Test
    void aShorterPauseCountsFromTheNextStart() {
        var before = new AtomicInteger();
        here.every("sweep", Duration.ofHours(1), before::incrementAndGet);
        eventually("the first turn", () -> before.get() == 1);
        here.close();
        var after = new AtomicInteger();
        there.every("sweep", SOON, after::incrementAndGet);
        eventually("two turns", () -> after.get() >= 2);
    }

    @Test
    void aChoreThatFailsIsDoneAgainAndKeepsNoOtherFromItsTurn() {
        var failed = new AtomicInteger();
        var good = new AtomicInteger();
        here.every("bad", SOON, () -> {
            failed.incrementAndGet();
            throw new IllegalStateException("it fails each time, as it should");
        });
        here.every("good", SOON, good::incrementAndGet);
        eventually("three failures", () -> failed.get() >= 3);
        eventually("three turns", () -> good.get() >= 3);
    }
}
