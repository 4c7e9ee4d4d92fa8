package io.hexagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.application.run.CancelRun;
import io.hexagent.application.run.StartRun;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.run.EventType;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunError;
import io.hexagent.domain.run.RunState;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two programs on one Postgres: what one leaves behind, the other goes on with. */
class TakeoverTest {
    private static final Duration LEASE = Duration.ofSeconds(3);

    @TempDir
    static Path home;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @Test
    void aRunIsTakenUpWithinASecondAfterItsLease() throws InterruptedException {
        Set<Thread> before = keepers();
        try (var lost = open(Played.stuck(begun, interrupted))) {
            Set<Thread> keepers = keepers();
            keepers.removeAll(before);
            assertThat(keepers).hasSize(1);
            Run run = Played.started(lost, "talk", "Who is there?");
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            lost.bean(Background.class).close();
            try (var other = open(ScriptedLanguageModel.answering("Me."))) {
                // As if it were dead: it renews nothing any more.
                for (Thread keeper : keepers) {
                    keeper.interrupt();
                    keeper.join();
                }
                Instant silent = Instant.now();
                assertThat(Played.ended(other, run.id()).answer()).contains("Me.");
                List<RecordedEvent> starts = Played.events(other, run.id()).stream()
                        .filter(recorded -> recorded.event().type() == EventType.RUN_STARTED)
                        .toList();
                assertThat(starts).hasSize(2);
                assertThat(Duration.between(
                                starts.getFirst().at(), starts.getLast().at()))
                        .isGreaterThan(LEASE.minusMillis(100));
                assertThat(Duration.between(silent, starts.getLast().at())).isLessThan(LEASE.plusSeconds(1));
                // The other one is told, and lets go of it.
                assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
                assertThat(Played.types(other, run.id()))
                        .containsExactly(
                                EventType.RUN_QUEUED,
                                EventType.USER_REQUEST,
                                EventType.RUN_STARTED,
                                EventType.RUN_STARTED,
                                EventType.AGENT_RESPONSE,
                                EventType.RUN_COMPLETED);
            }
        }
    }

    @Test
    void aRunThatSomebodyElseEndedIsLetGoWithoutWaitingForTheLease() throws InterruptedException {
        // Renewing, which would find it out as well, comes after twenty minutes.
        try (var works = open(Played.stuck(begun, interrupted), Duration.ofHours(1));
                // One that takes up runs might take this one.
                var other = with(ScriptedLanguageModel.answering("Never."), Duration.ofHours(1))
                        .withoutWorker()
                        .open()) {
            Run run = Played.started(works, "long talk", "Who is there?");
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(other.cancelRun().handle(new CancelRun.Command(Principal.LOCAL, run.id())))
                    .isInstanceOf(CancelRun.Outcome.Cancelled.class);
            assertThat(interrupted.await(20, TimeUnit.SECONDS)).as("stopped").isTrue();
        }
    }

    @Test
    void aRunWhoseModelItsWorkerDoesNotKnowEndsAndSaysSo() {
        var big = ScriptedProvider.of("elsewhere", "big", ScriptedLanguageModel.answering("Never."));
        try (var gateway = Hexagent.builder(Settings.of(Map.of("home", home.toString())))
                        .provider(big)
                        .withoutWorker()
                        .open();
                var worker = open(ScriptedLanguageModel.answering("Never."))) {
            var started =
                    (StartRun.Outcome.Started) Played.asked(gateway, "big talk", "Who?", Optional.of("elsewhere/big"));
            assertThat(worker.worker()).isPresent();
            Run run = Played.ended(gateway, started.run().id()).run();
            assertThat(run.state()).isInstanceOfSatisfying(RunState.Failed.class, failed -> {
                assertThat(failed.error().code()).isEqualTo(RunError.Code.INTERNAL);
                assertThat(failed.error().message()).contains("elsewhere/big", "scripted/script");
            });
            assertThat(run.attempt()).isEqualTo(1);
        }
    }

    private static Set<Thread> keepers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("run-leases"))
                .collect(Collectors.toSet());
    }

    private static Hexagent open(LanguageModel model) {
        return open(model, LEASE);
    }

    private static Hexagent open(LanguageModel model, Duration lease) {
        return with(model, lease).open();
    }

    private static HexagentBuilder with(LanguageModel model, Duration lease) {
        return Hexagent.builder(Settings.of(Map.of(
                        "home", home.toString(), "storage.lease", lease.toSeconds() + "s", "server.grace", "2s")))
                .provider(ScriptedProvider.of(model));
    }
}
