package io.hexagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.application.run.AnswerChat;
import io.hexagent.application.run.CancelRun;
import io.hexagent.application.run.InspectRun;
import io.hexagent.application.run.RunReport;
import io.hexagent.application.run.StartRun;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.run.EventType;
import io.hexagent.domain.run.Multitask;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import io.hexagent.infrastructure.store.Store;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that outlive their process, on an embedded Postgres. */
class HandBackTest {
    @TempDir
    static Path home;

    @Test
    void aRunAtWorkGoesOnAfterARestart() throws InterruptedException {
        var begun = new CountDownLatch(1);
        Run run;
        try (var hexagent = open(stuck(begun))) {
            run = started(hexagent, "Will you be back?");
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        }
        try (var hexagent = open(ScriptedLanguageModel.answering("I am back."))) {
            RunReport report = ended(hexagent, run.id());
            assertThat(report.answer()).contains("I am back.");
            assertThat(types(hexagent, run.id()))
                    .containsExactly(
                            EventType.RUN_QUEUED,
                            EventType.USER_REQUEST,
                            EventType.RUN_STARTED,
                            EventType.RUN_STARTED,
                            EventType.AGENT_RESPONSE,
                            EventType.RUN_COMPLETED);
        }
    }

    @Test
    void aDoorThatWaitsIsToldThatItsRunGoesOn() throws Exception {
        var begun = new CountDownLatch(1);
        AnswerChat.Outcome outcome;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<AnswerChat.Outcome> answer;
            try (var hexagent =
                    builder(stuck(begun), Map.of("server.grace", "2s")).open()) {
                answer = threads.submit(() -> hexagent.answerChat().handle(new AnswerChat.Command("Still there?")));
                assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
                hexagent.handBack();
                outcome = answer.get(20, TimeUnit.SECONDS);
                assertThat(hexagent.answerChat().handle(new AnswerChat.Command("And me?")))
                        .isInstanceOf(AnswerChat.Outcome.Busy.class);
            }
        }
        Run run = ((AnswerChat.Outcome.StillRunning) outcome).run();
        assertThat(run.status()).isEqualTo(RunStatus.QUEUED);
        try (var hexagent = open(ScriptedLanguageModel.answering("Still here."))) {
            assertThat(ended(hexagent, run.id()).answer()).contains("Still here.");
        }
    }

    @Test
    void aToolAtWorkFinishesBeforeItsRunIsHandedBackAndIsNotCalledAgain() throws InterruptedException {
        var calls = new AtomicInteger();
        var begun = new CountDownLatch(1);
        var tool = new ProbeTool("slow", (arguments, context) -> {
            calls.incrementAndGet();
            begun.countDown();
            try {
                TimeUnit.MILLISECONDS.sleep(700);
            } catch (InterruptedException stop) {
                return new ToolResult.Failed("interrupted");
            }
            return new ToolResult.Succeeded(Value.fields().put("done", true).build());
        });
        Run run;
        var first =
                ScriptedLanguageModel.script().calls("slow", "{\"text\":\"x\"}").build();
        try (var hexagent = builder(first, Map.of()).tool(tool).open()) {
            run = started(hexagent, "How slow?");
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        }
        var second = ScriptedLanguageModel.script()
                .whenAsked("\"done\":true")
                .answers("Slow.")
                .build();
        try (var hexagent = builder(second, Map.of()).tool(tool).open()) {
            assertThat(ended(hexagent, run.id()).answer()).contains("Slow.");
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void anotherProgramCancelsARunAtWork() throws InterruptedException {
        var begun = new CountDownLatch(1);
        try (var worker = open(stuck(begun));
                var gateway = builder(ScriptedLanguageModel.answering("Never."), Map.of("server.role", "gateway"))
                        .open()) {
            Run run = started(gateway, "How long?");
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            // The model is called while the start is being stored.
            WorkerTest.waitUntil(() -> types(worker, run.id()).contains(EventType.RUN_STARTED));
            assertThat(gateway.cancelRun().handle(new CancelRun.Command(Principal.LOCAL, run.id())))
                    .isInstanceOf(CancelRun.Outcome.Cancelled.class);
            WorkerTest.waitUntil(() -> worker.worker().orElseThrow().runs() == 0);
            assertThat(types(worker, run.id())).endsWith(EventType.RUN_STARTED, EventType.RUN_CANCELLED);
        }
    }

    @Test
    void aLostWorkersRunIsTakenUpByAnotherProgram() {
        try (var gateway = builder(ScriptedLanguageModel.answering("Never."), Map.of("storage.lease", "1s"))
                .withoutWorker()
                .open()) {
            Run run = started(gateway, "Who is there?");
            assertThat(gateway.bean(Store.class).runQueue().claim("lost", 1)).hasSize(1);
            try (var worker = builder(ScriptedLanguageModel.answering("Me."), Map.of("storage.lease", "1s"))
                    .open()) {
                assertThat(worker.worker()).isPresent();
                RunReport report = ended(gateway, run.id());
                assertThat(report.answer()).contains("Me.");
                assertThat(report.run().attempt()).isEqualTo(2);
            }
        }
    }

    private static LanguageModel stuck(CountDownLatch begun) {
        return (prompt, deltas) -> {
            begun.countDown();
            try {
                throw new AssertionError("nobody interrupted: " + new CountDownLatch(1).await(60, TimeUnit.SECONDS));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            }
        };
    }

    private static Hexagent open(LanguageModel model) {
        return builder(model, Map.of()).open();
    }

    private static HexagentBuilder builder(LanguageModel model, Map<String, String> settings) {
        var named = new HashMap<>(settings);
        named.put("home", home.toString());
        return Hexagent.builder(Settings.of(named)).provider(ScriptedProvider.of(model));
    }

    private static Run started(Hexagent hexagent, String question) {
        var outcome = hexagent.startRun()
                .handle(new StartRun.Command(
                        Principal.LOCAL,
                        question,
                        List.of(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Multitask.REJECT,
                        Optional.empty()));
        return ((StartRun.Outcome.Started) outcome).run();
    }

    private static RunReport ended(Hexagent hexagent, RunId id) {
        WorkerTest.waitUntil(() -> report(hexagent, id).run().status().isTerminal());
        return report(hexagent, id);
    }

    private static RunReport report(Hexagent hexagent, RunId id) {
        return ((InspectRun.Outcome.Found) hexagent.inspectRun().handle(new InspectRun.Command(id))).report();
    }

    private static List<EventType> types(Hexagent hexagent, RunId id) {
        return hexagent.bean(Store.class).runEvents().read(id, 0, 1000).stream()
                .map(recorded -> recorded.event().type())
                .toList();
    }
}
