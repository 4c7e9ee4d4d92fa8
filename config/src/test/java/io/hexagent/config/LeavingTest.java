package io.hexagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.application.run.AnswerChat;
import io.hexagent.application.run.StartRun;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is told to stop while runs are at work, on an embedded Postgres. */
class LeavingTest {
    @TempDir
    static Path home;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @Test
    void aRunThatSomebodyWaitsForEndsWhileTheOthersAreHandedBackAtOnce() throws Exception {
        var answering = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        LanguageModel model = (prompt, deltas) -> {
            if (!prompt.messages().getLast().text().equals("Wait for me.")) {
                return stuckAt("How long?").reply(prompt, deltas);
            }
            answering.countDown();
            try {
                assertThat(answer.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException stop) {
                throw new AssertionError("interrupted", stop);
            }
            return ScriptedLanguageModel.answering("Here I am.").reply(prompt, deltas);
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var hexagent = open(model, "server.grace", "60s")) {
            Run background = Played.started(hexagent, "background", "How long?");
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            Future<AnswerChat.Outcome> waited = chat(threads, hexagent, "Wait for me.");
            assertThat(answering.await(30, TimeUnit.SECONDS)).isTrue();
            Future<?> leaving = threads.submit(hexagent::handBack);
            WorkerTest.waitUntil(
                    () -> Played.report(hexagent, background.id()).run().status() == RunStatus.QUEUED);
            assertThat(waited.isDone()).isFalse();
            assertThat(leaving.isDone()).isFalse();
            assertThat(hexagent.answerChat().handle(new AnswerChat.Command("And me?")))
                    .isInstanceOf(AnswerChat.Outcome.Busy.class);
            assertThat(Played.asked(hexagent, "late", "And me?", Optional.empty()))
                    .isInstanceOf(StartRun.Outcome.Overloaded.class);
            answer.countDown();
            assertThat(((AnswerChat.Outcome.Ended) waited.get(20, TimeUnit.SECONDS))
                            .report()
                            .answer())
                    .contains("Here I am.");
            leaving.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void whoWaitsTooLongIsToldThatItsRunGoesOnAndAllIsOverInOnePeriodOfGrace() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Run run;
            try (var hexagent = open(stuckAt("Too long?"), "server.grace", "5s")) {
                Future<AnswerChat.Outcome> waited = chat(threads, hexagent, "Too long?");
                assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
                long start = System.nanoTime();
                hexagent.handBack();
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
                run = ((AnswerChat.Outcome.StillRunning) waited.get(5, TimeUnit.SECONDS)).run();
                hexagent.handBack();
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
            }
            assertThat(run.status()).isEqualTo(RunStatus.QUEUED);
            try (var hexagent = open(answering("Still here."))) {
                assertThat(Played.ended(hexagent, run.id()).answer()).contains("Still here.");
            }
        }
    }

    @Test
    void whoWaitsForARunThatIsWorkedOnElsewhereIsToldInTimeToo() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var worker = open(stuckAt("Elsewhere?"), "server.grace", "1s");
                var gateway = open(
                        ScriptedLanguageModel.answering("Never."),
                        "server.role",
                        "gateway",
                        "server.grace",
                        "2s",
                        "worker.poll",
                        "1h")) {
            Future<AnswerChat.Outcome> waited = chat(threads, gateway, "Elsewhere?");
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            gateway.handBack();
            var told = (AnswerChat.Outcome.StillRunning) waited.get(5, TimeUnit.SECONDS);
            assertThat(told.run().status()).isEqualTo(RunStatus.RUNNING);
            assertThat(worker.worker().orElseThrow().runs()).isPositive();
        }
    }

    /** Runs that another test left are answered at once. */
    private LanguageModel stuckAt(String question) {
        return (prompt, deltas) -> {
            LanguageModel model = prompt.messages().getLast().text().equals(question)
                    ? Played.stuck(begun, interrupted)
                    : ScriptedLanguageModel.answering("Whatever.");
            return model.reply(prompt, deltas);
        };
    }

    private static Future<AnswerChat.Outcome> chat(ExecutorService threads, Hexagent hexagent, String question) {
        return threads.submit(() -> hexagent.answerChat().handle(new AnswerChat.Command(question)));
    }

    private static LanguageModel answering(String text) {
        return ScriptedLanguageModel.script().answers(text).overAndOver().build();
    }

    private static Hexagent open(LanguageModel model, String... settings) {
        var named = new HashMap<>(Map.of("home", home.toString()));
        for (int i = 0; i < settings.length; i += 2) {
            named.put(settings[i], settings[i + 1]);
        }
        return Hexagent.builder(Settings.of(named))
                .provider(ScriptedProvider.of(model))
                .open();
    }
}
