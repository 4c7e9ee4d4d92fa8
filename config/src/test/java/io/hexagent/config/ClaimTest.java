package io.hexagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.application.run.LiveRuns;
import io.hexagent.application.run.RunListener;
import io.hexagent.application.run.RunWork;
import io.hexagent.application.run.Sessions;
import io.hexagent.application.run.Worker;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunQueue;
import io.hexagent.domain.value.RunId;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import io.hexagent.infrastructure.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How often a worker asks the queue. It never looks by itself here. */
class ClaimTest {
    private static final int RUNS = 10;

    @Test
    void aWorkerWithFreePlacesAsksOnceForEachRunAndNotAtItsEnd() {
        try (var hexagent = open()) {
            var queue = new CountingQueue(hexagent.bean(Store.class).runQueue(), new AtomicInteger());
            try (var worker = worker(hexagent, queue, 4)) {
                for (int i = 0; i < RUNS; i++) {
                    Run run = Played.started(hexagent, "talk " + i, "Again?");
                    Played.ended(hexagent, run.id());
                    WorkerTest.waitUntil(() -> worker.busy() == 0);
                }
                assertThat(queue.claims()).hasValueLessThanOrEqualTo(1 + RUNS);
            }
        }
    }

    @Test
    void aFullWorkerAsksWhenAPlaceComesFree() {
        try (var hexagent = open()) {
            var runs = new ArrayList<Run>();
            for (int i = 0; i < RUNS; i++) {
                runs.add(Played.started(hexagent, "talk " + i, "Again?"));
            }
            var queue = new CountingQueue(hexagent.bean(Store.class).runQueue(), new AtomicInteger());
            try (var worker = worker(hexagent, queue, 2)) {
                assertThat(worker.runs()).isEqualTo(2);
                runs.forEach(run ->
                        assertThat(Played.ended(hexagent, run.id()).answer()).contains("Again."));
            }
        }
    }

    @Test
    void runsOfOneConversationFollowEachOtherWithoutLooking() {
        try (var hexagent = open()) {
            try (var worker = worker(hexagent, hexagent.bean(Store.class).runQueue(), 4)) {
                assertThat(worker.runs()).isEqualTo(4);
                for (int i = 0; i < RUNS; i++) {
                    Run run = Played.started(hexagent, "one talk", "Again?");
                    assertThat(Played.ended(hexagent, run.id()).answer()).contains("Again.");
                }
            }
        }
    }

    private static Hexagent open() {
        return Hexagent.builder(Settings.of(Map.of()))
                .provider(ScriptedProvider.of(ScriptedLanguageModel.script()
                        .answers("Again.")
                        .overAndOver()
                        .build()))
                .inMemory()
                .withoutWorker()
                .open();
    }

    private static Worker worker(Hexagent hexagent, RunQueue queue, int runs) {
        var store = hexagent.bean(Store.class);
        return new Worker(
                queue,
                store.runEvents(),
                store.signals(),
                hexagent.bean(Sessions.class),
                hexagent.bean(RunWork.class),
                hexagent.bean(LiveRuns.class),
                RunListener.NONE,
                InstantSource.system(),
                new Worker.Options(runs, Duration.ofHours(1), 3));
    }

    private record CountingQueue(RunQueue queue, AtomicInteger claims) implements RunQueue {
        @Override
        public Accepted accept(Acceptance acceptance) {
            return queue.accept(acceptance);
        }

        @Override
        public List<Claim> claim(String worker, int most) {
            claims.incrementAndGet();
            return queue.claim(worker, most);
        }

        @Override
        public Optional<Run> takeChild(RunId run, RunId parent, long parentEpoch, String worker) {
            return queue.takeChild(run, parent, parentEpoch, worker);
        }

        @Override
        public Map<RunId, Long> renew(String worker) {
            return queue.renew(worker);
        }

        @Override
        public boolean giveBack(RunId run, long epoch) {
            return queue.giveBack(run, epoch);
        }

        @Override
        public Depth depth() {
            return queue.depth();
        }
    }
}
