package io.hexagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.application.run.AnswerChat;
import io.hexagent.application.run.AnswerRequest;
import io.hexagent.application.run.CancelRun;
import io.hexagent.application.run.DeleteRun;
import io.hexagent.application.run.InspectRun;
import io.hexagent.application.run.ReplayRun;
import io.hexagent.application.run.RunReport;
import io.hexagent.application.run.StartRun;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.run.Decision;
import io.hexagent.domain.run.EventType;
import io.hexagent.domain.run.Multitask;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunError;
import io.hexagent.domain.run.RunQueue;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import io.hexagent.infrastructure.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Runs that go through the queue, in memory. */
class WorkerTest {
    private static final ConversationId TALK = new ConversationId("talk");

    @Test
    void aQueuedRunIsTakenAndEnds() {
        try (var hexagent = with(ScriptedLanguageModel.answering("Four."))) {
            Run run = started(hexagent, "What is 2 + 2?");
            assertThat(run.status()).isEqualTo(RunStatus.QUEUED);
            assertThat(run.ordinal()).isEqualTo(1);
            RunReport report = ended(hexagent, run.id());
            assertThat(report.answer()).contains("Four.");
            assertThat(types(hexagent, run.id()))
                    .containsExactly(
                            EventType.RUN_QUEUED,
                            EventType.USER_REQUEST,
                            EventType.RUN_STARTED,
                            EventType.AGENT_RESPONSE,
                            EventType.RUN_COMPLETED);
        }
    }

    @Test
    void aRunIsCancelledInTheQueue() {
        try (var hexagent = builder(ScriptedLanguageModel.answering("Never."), Map.of())
                .withoutWorker()
                .open()) {
            Run run = started(hexagent, "Anybody?");
            assertThat(cancelled(hexagent, run.id()).status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(hexagent.bean(Store.class).runQueue().claim("somebody", 1))
                    .isEmpty();
        }
    }

    @Test
    void aRunIsCancelledInItsModelCallWhichIsInterrupted() throws InterruptedException {
        var model = new StuckModel();
        try (var hexagent = with(model)) {
            Run run = started(hexagent, "How long?");
            assertThat(model.begun.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(cancelled(hexagent, run.id()).status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(model.interrupted.await(2, TimeUnit.SECONDS)).isTrue();
            assertThat(types(hexagent, run.id())).endsWith(EventType.RUN_STARTED, EventType.RUN_CANCELLED);
        }
    }

    @Test
    void aRunIsCancelledInAToolWhichIsInterrupted() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        var tool = new ProbeTool("waiting", (arguments, context) -> {
            stuck(begun, interrupted);
            return new ToolResult.Failed("stopped");
        });
        var model = ScriptedLanguageModel.script()
                .calls("waiting", "{\"text\":\"x\"}")
                .answers("Never.")
                .build();
        try (var hexagent = builder(model, Map.of()).tool(tool).open()) {
            Run run = started(hexagent, "How long?");
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(cancelled(hexagent, run.id()).status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(interrupted.await(2, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aSynchronousDoorReportsTheCancelOfItsRun() throws Exception {
        var model = new StuckModel();
        try (var hexagent = with(model);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<AnswerChat.Outcome> answer =
                    threads.submit(() -> hexagent.answerChat().handle(new AnswerChat.Command("How long?")));
            assertThat(model.begun.await(20, TimeUnit.SECONDS)).isTrue();
            RunId id = hexagent.listRuns()
                    .handle(new io.hexagent.application.run.ListRuns.Command(1))
                    .runs()
                    .getFirst()
                    .id();
            assertThat(cancelled(hexagent, id).status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(answer.get(5, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            AnswerChat.Outcome.Ended.class,
                            ended -> assertThat(ended.report().run().status()).isEqualTo(RunStatus.CANCELLED));
        }
    }

    @Test
    void aRunThatAsksWaitsWithoutAThreadAndGoesOnWithTheAnswer() {
        var model = ScriptedLanguageModel.script()
                .calls("ask_user", "{\"question\":\"Which year?\"}")
                .whenAsked("2024")
                .answers("So 2024.")
                .build();
        try (var hexagent = with(model)) {
            Run run = started(hexagent, "How much?");
            waitUntil(() -> status(hexagent, run.id()) == RunStatus.AWAITING_INPUT);
            waitUntil(
                    () -> hexagent.bean(Background.class).worker().orElseThrow().busy() == 0);
            assertThat(answer(hexagent, run.id(), Decision.APPROVE, Value.Absent.ABSENT))
                    .isInstanceOfSatisfying(
                            AnswerRequest.Outcome.Invalid.class,
                            invalid -> assertThat(invalid.message()).contains("[answer]"));
            assertThat(answer(hexagent, run.id(), Decision.ANSWER, Value.of("2024")))
                    .isInstanceOf(AnswerRequest.Outcome.Resumed.class);
            assertThat(ended(hexagent, run.id()).answer()).contains("So 2024.");
            assertThat(answer(hexagent, run.id(), Decision.ANSWER, Value.of("2025")))
                    .isInstanceOf(AnswerRequest.Outcome.NotWaiting.class);
        }
    }

    @Test
    void aRunIsCancelledWhileItWaitsForAPerson() {
        var model = ScriptedLanguageModel.script()
                .calls("ask_user", "{\"question\":\"Which year?\"}")
                .build();
        try (var hexagent = with(model)) {
            Run run = started(hexagent, "How much?");
            waitUntil(() -> status(hexagent, run.id()) == RunStatus.AWAITING_INPUT);
            assertThat(cancelled(hexagent, run.id()).status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(answer(hexagent, run.id(), Decision.ANSWER, Value.of("2024")))
                    .isInstanceOf(AnswerRequest.Outcome.NotWaiting.class);
        }
    }

    @Test
    void aRequestThatNobodyAnswersExpires() {
        var model = ScriptedLanguageModel.script()
                .calls("ask_user", "{\"question\":\"Which year?\"}")
                .answers("Nobody knows.")
                .build();
        try (var hexagent = with(model, "agent.input-timeout", "100ms")) {
            Run run = started(hexagent, "How much?");
            assertThat(ended(hexagent, run.id()).answer()).contains("Nobody knows.");
            assertThat(types(hexagent, run.id())).contains(EventType.INPUT_REQUESTED, EventType.INPUT_RECEIVED);
        }
    }

    @Test
    void aRunThatIsOlderThanItIsToBeKeptIsSoonRemoved() {
        try (var hexagent = with(ScriptedLanguageModel.answering("Four."), "storage.retention", "1s")) {
            Run run = started(hexagent, "What is 2 + 2?");
            waitUntil(() -> hexagent.bean(Store.class)
                    .runs()
                    .find(Principal.LOCAL.owner(), run.id())
                    .isEmpty());
            assertThat(hexagent.bean(Store.class).conversations().find(Principal.LOCAL.owner(), run.conversation()))
                    .isPresent();
        }
    }

    @Test
    void aConversationIsRefusedQueuedOrInterruptedWhileItIsBusy() throws InterruptedException {
        var model = new StuckModel();
        try (var hexagent = with(model)) {
            Run first = started(hexagent, "First", Multitask.REJECT, Optional.empty());
            assertThat(model.begun.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(start(hexagent, "Second", Multitask.REJECT, Optional.empty()))
                    .isInstanceOfSatisfying(
                            StartRun.Outcome.Busy.class,
                            busy -> assertThat(busy.live().id()).isEqualTo(first.id()));
            assertThat(hexagent.answerChat()
                            .handle(new AnswerChat.Command(
                                    Principal.LOCAL,
                                    "Second",
                                    Optional.empty(),
                                    Optional.of(TALK),
                                    true,
                                    Optional.empty(),
                                    io.hexagent.application.run.RunListener.NONE)))
                    .isInstanceOf(AnswerChat.Outcome.ConversationBusy.class);
            Run third = started(hexagent, "Third", Multitask.ENQUEUE, Optional.empty());
            assertThat(third.ordinal()).isEqualTo(2);
            assertThat(status(hexagent, third.id())).isEqualTo(RunStatus.QUEUED);
            model.letGo = true;
            Run fourth = started(hexagent, "Fourth", Multitask.INTERRUPT, Optional.empty());
            assertThat(ended(hexagent, fourth.id()).answer()).contains("Fourth");
            assertThat(status(hexagent, first.id())).isEqualTo(RunStatus.CANCELLED);
            assertThat(status(hexagent, third.id())).isEqualTo(RunStatus.CANCELLED);
        }
    }

    @Test
    void runsOfAConversationFollowEachOtherInTheirOrder() throws InterruptedException {
        var model = new StuckModel();
        try (var hexagent = with(model)) {
            Run first = started(hexagent, "First", Multitask.ENQUEUE, Optional.empty());
            assertThat(model.begun.await(20, TimeUnit.SECONDS)).isTrue();
            var others = new ArrayList<Run>();
            for (int i = 2; i <= 5; i++) {
                others.add(started(hexagent, "Number " + i, Multitask.ENQUEUE, Optional.empty()));
            }
            model.letGo = true;
            cancelled(hexagent, first.id());
            others.forEach(run -> ended(hexagent, run.id()));
            assertThat(model.asked).containsExactly("First", "Number 2", "Number 3", "Number 4", "Number 5");
        }
    }

    @Test
    void twentyEqualRequestsMakeOneRun() throws Exception {
        var key = Optional.of(new RequestKey("POST /execute", "k1", "h1"));
        try (var hexagent = with(ScriptedLanguageModel.answering("Once."));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<StartRun.Outcome>>();
            for (int i = 0; i < 20; i++) {
                answers.add(threads.submit(() -> start(hexagent, "Again?", Multitask.REJECT, key)));
            }
            var runs = new HashMap<RunId, Integer>();
            int fresh = 0;
            for (Future<StartRun.Outcome> answer : answers) {
                switch (answer.get(20, TimeUnit.SECONDS)) {
                    case StartRun.Outcome.Started started -> {
                        fresh++;
                        runs.merge(started.run().id(), 1, Integer::sum);
                    }
                    case StartRun.Outcome.Repeated repeated -> runs.merge(repeated.run(), 1, Integer::sum);
                    case StartRun.Outcome other -> throw new AssertionError(other);
                }
            }
            assertThat(fresh).isEqualTo(1);
            assertThat(runs).hasSize(1).containsValue(20);
            assertThat(start(
                            hexagent,
                            "Something else",
                            Multitask.REJECT,
                            Optional.of(new RequestKey("POST /execute", "k1", "h2"))))
                    .isInstanceOf(StartRun.Outcome.KeyReused.class);
        }
    }

    @Test
    void aRepeatedChatWaitsForTheFirstOne() {
        var model = ScriptedLanguageModel.answering("Once.");
        var command = new AnswerChat.Command(
                Principal.LOCAL,
                "Again?",
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                io.hexagent.application.run.RunListener.NONE,
                Optional.of(new RequestKey("POST /api/chat", "k1", "h1")));
        try (var hexagent = with(model)) {
            var first = (AnswerChat.Outcome.Ended) hexagent.answerChat().handle(command);
            var again = (AnswerChat.Outcome.Repeated) hexagent.answerChat().handle(command);
            assertThat(((AnswerChat.Outcome.Ended) again.first()).report().run().id())
                    .isEqualTo(first.report().run().id());
            assertThat(model.prompts()).hasSize(1);
            hexagent.deleteRun()
                    .handle(new DeleteRun.Command(first.report().run().id()));
            var gone = (AnswerChat.Outcome.Repeated) hexagent.answerChat().handle(command);
            assertThat(gone.first())
                    .isEqualTo(
                            new AnswerChat.Outcome.Deleted(first.report().run().id()));
        }
    }

    @Test
    void tooManyQueuedRunsAreRefusedWithATimeToComeBack() {
        try (var hexagent = builder(ScriptedLanguageModel.answering("Never."), Map.of("worker.queue", "2"))
                .withoutWorker()
                .open()) {
            started(hexagent, "First");
            started(hexagent, "Second");
            var refused =
                    hexagent.startRun().handle(command("Third", Optional.empty(), Multitask.REJECT, Optional.empty()));
            assertThat(refused)
                    .isInstanceOfSatisfying(
                            StartRun.Outcome.Overloaded.class,
                            full -> assertThat(full.retryAfter())
                                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30)));
        }
    }

    @Test
    void aLostWorkersRunGoesOnWithAnother() {
        var model = ScriptedLanguageModel.script()
                .whenAsked("Who is there?")
                .answers("Me.")
                .build();
        try (var hexagent =
                builder(model, Map.of("storage.lease", "1s")).withoutWorker().open()) {
            Run run = started(hexagent, "Who is there?");
            RunQueue queue = hexagent.bean(Store.class).runQueue();
            assertThat(queue.claim("lost", 1)).hasSize(1);
            try (var worker = Workers.of(hexagent)) {
                assertThat(worker.runs()).isEqualTo(64);
                RunReport report = ended(hexagent, run.id());
                assertThat(report.answer()).contains("Me.");
                assertThat(report.run().attempt()).isEqualTo(2);
            }
        }
    }

    @Test
    void aRunThatLosesItsWorkersAtTheSamePointIsGivenUp() {
        try (var hexagent = builder(ScriptedLanguageModel.answering("Never."), Map.of("storage.lease", "1s"))
                .withoutWorker()
                .open()) {
            Run run = started(hexagent, "Who is there?");
            RunQueue queue = hexagent.bean(Store.class).runQueue();
            for (int i = 0; i < 3; i++) {
                waitUntil(() -> !queue.claim("lost", 1).isEmpty());
            }
            try (var worker = Workers.of(hexagent)) {
                assertThat(worker.runs()).isPositive();
                RunReport report = ended(hexagent, run.id());
                assertThat(report.run().state()).isInstanceOfSatisfying(RunState.Failed.class, failed -> {
                    assertThat(failed.error().code()).isEqualTo(RunError.Code.WORKER_LOST);
                    assertThat(failed.error().message()).contains("3 workers in a row");
                });
            }
        }
    }

    @Test
    void aFailureThatMayPassIsTriedAgain() {
        var model = ScriptedLanguageModel.script()
                .fails(LanguageModelException.Code.UNAVAILABLE)
                .fails(LanguageModelException.Code.UNAVAILABLE)
                .answers("At last.")
                .build();
        try (var hexagent = with(model, "agent.retry-min", "10ms", "llm.attempts", "1")) {
            Run run = started(hexagent, "Are you there?");
            RunReport report = ended(hexagent, run.id());
            assertThat(report.answer()).contains("At last.");
            assertThat(report.run().attempt()).isEqualTo(3);
        }
    }

    @Test
    void aFailureThatDoesNotPassEndsTheRunAfterThreeAttempts() {
        var model = ScriptedLanguageModel.script()
                .fails(LanguageModelException.Code.UNAVAILABLE)
                .fails(LanguageModelException.Code.UNAVAILABLE)
                .fails(LanguageModelException.Code.UNAVAILABLE)
                .answers("Too late.")
                .build();
        try (var hexagent = with(model, "agent.retry-min", "10ms", "llm.attempts", "1")) {
            Run run = started(hexagent, "Are you there?");
            assertThat(ended(hexagent, run.id()).run().status()).isEqualTo(RunStatus.FAILED);
            assertThat(model.remaining()).isEqualTo(1);
        }
    }

    @Test
    void aGatewayLeavesItsRunsToWorkersAndWaitsForThem() throws Exception {
        try (var hexagent = with(ScriptedLanguageModel.answering("From afar."), "server.role", "gateway");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(hexagent.bean(Background.class).worker()).isEmpty();
            Future<AnswerChat.Outcome> answer =
                    threads.submit(() -> hexagent.answerChat().handle(new AnswerChat.Command("Who works?")));
            waitUntil(() -> hexagent.bean(Store.class).runQueue().depth().queued() == 1);
            try (var worker = Workers.of(hexagent)) {
                assertThat(worker.runs()).isPositive();
                var ended = (AnswerChat.Outcome.Ended) answer.get(20, TimeUnit.SECONDS);
                assertThat(ended.report().answer()).contains("From afar.");
            }
        }
    }

    @Test
    void aReplayShowsTheSameSteps() {
        var model = ScriptedLanguageModel.script()
                .calls("calculator", "{\"operation\":\"add\",\"x\":5,\"y\":10}")
                .answers("15.")
                .build();
        try (var hexagent = with(model)) {
            Run run = started(hexagent, "5 + 10?");
            ended(hexagent, run.id());
            var replayed = (ReplayRun.Outcome.Replayed) hexagent.replayRun()
                    .handle(new ReplayRun.Command(Principal.LOCAL, run.id(), Optional.empty(), Optional.empty()));
            assertThat(replayed.isSame()).isTrue();
            assertThat(replayed.steps()).hasSize(5);
            assertThat(replayed.replay().run().replayOf()).contains(run.id());
            assertThat(model.prompts()).hasSize(2);
        }
    }

    @Test
    void aRepeatedReplayShowsTheStepsOfTheFirstOne() {
        var key = Optional.of(new RequestKey("POST /replay", "k1", "h1"));
        var model = ScriptedLanguageModel.answering("Once.");
        try (var hexagent = with(model)) {
            Run run = started(hexagent, "Again?");
            ended(hexagent, run.id());
            var command = new ReplayRun.Command(Principal.LOCAL, run.id(), Optional.empty(), key);
            var first = (ReplayRun.Outcome.Replayed) hexagent.replayRun().handle(command);
            var again = (ReplayRun.Outcome.Repeated) hexagent.replayRun().handle(command);
            assertThat(again.first()).isInstanceOfSatisfying(ReplayRun.Outcome.Replayed.class, same -> {
                assertThat(same.steps()).isEqualTo(first.steps());
                assertThat(same.replay().run().id())
                        .isEqualTo(first.replay().run().id());
            });
            assertThat(model.prompts()).hasSize(1);
        }
    }

    /** A model that does not answer until it is interrupted or let go; then it repeats the question. */
    private static final class StuckModel implements LanguageModel {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch interrupted = new CountDownLatch(1);
        final List<String> asked = java.util.Collections.synchronizedList(new ArrayList<>());
        volatile boolean letGo;

        @Override
        public io.hexagent.domain.language.Reply reply(
                io.hexagent.domain.language.Prompt prompt,
                java.util.function.Consumer<io.hexagent.domain.language.Delta> deltas) {
            String question = prompt.messages().stream()
                    .filter(Message.User.class::isInstance)
                    .map(Message::text)
                    .reduce((earlier, later) -> later)
                    .orElseThrow();
            asked.add(question);
            if (!letGo) {
                stuck(begun, interrupted);
                throw new java.util.concurrent.CancellationException("interrupted");
            }
            return new io.hexagent.domain.language.Reply.Answer(
                    question,
                    io.hexagent.domain.language.AnswerKind.ANSWERED,
                    List.of(),
                    List.of(),
                    io.hexagent.domain.language.TokenUsage.NONE);
        }
    }

    private static void stuck(CountDownLatch begun, CountDownLatch interrupted) {
        begun.countDown();
        try {
            if (!new CountDownLatch(1).await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody interrupted");
            }
        } catch (InterruptedException stop) {
            interrupted.countDown();
            Thread.currentThread().interrupt();
        }
    }

    private static Hexagent with(LanguageModel model, String... settings) {
        var named = new HashMap<String, String>();
        for (int i = 0; i < settings.length; i += 2) {
            named.put(settings[i], settings[i + 1]);
        }
        return builder(model, named).open();
    }

    private static HexagentBuilder builder(LanguageModel model, Map<String, String> settings) {
        return Hexagent.builder(Settings.of(settings))
                .provider(ScriptedProvider.of(model))
                .inMemory();
    }

    private static StartRun.Command command(
            String question, Optional<ConversationId> talk, Multitask whenBusy, Optional<RequestKey> key) {
        return new StartRun.Command(
                Principal.LOCAL, question, List.of(), talk, true, Optional.empty(), Optional.empty(), whenBusy, key);
    }

    private static StartRun.Outcome start(
            Hexagent hexagent, String question, Multitask whenBusy, Optional<RequestKey> key) {
        return hexagent.startRun().handle(command(question, Optional.of(TALK), whenBusy, key));
    }

    private static Run started(Hexagent hexagent, String question, Multitask whenBusy, Optional<RequestKey> key) {
        return ((StartRun.Outcome.Started) start(hexagent, question, whenBusy, key)).run();
    }

    private static Run started(Hexagent hexagent, String question) {
        var outcome =
                hexagent.startRun().handle(command(question, Optional.empty(), Multitask.REJECT, Optional.empty()));
        return ((StartRun.Outcome.Started) outcome).run();
    }

    private static Run cancelled(Hexagent hexagent, RunId id) {
        var outcome = hexagent.cancelRun().handle(new CancelRun.Command(Principal.LOCAL, id));
        return ((CancelRun.Outcome.Cancelled) outcome).run();
    }

    private static AnswerRequest.Outcome answer(Hexagent hexagent, RunId id, Decision decision, Value content) {
        return hexagent.answerRequest()
                .handle(new AnswerRequest.Command(
                        Principal.LOCAL, id, Optional.empty(), decision, content, Optional.empty()));
    }

    private static RunStatus status(Hexagent hexagent, RunId id) {
        return report(hexagent, id).run().status();
    }

    private static RunReport report(Hexagent hexagent, RunId id) {
        return ((InspectRun.Outcome.Found) hexagent.inspectRun().handle(new InspectRun.Command(id))).report();
    }

    private static RunReport ended(Hexagent hexagent, RunId id) {
        waitUntil(() -> status(hexagent, id).isTerminal());
        return report(hexagent, id);
    }

    private static List<EventType> types(Hexagent hexagent, RunId id) {
        return hexagent.bean(Store.class).runEvents().read(id, 0, 1000).stream()
                .map(RecordedEvent::event)
                .map(event -> event.type())
                .toList();
    }

    static void waitUntil(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("the time").isLessThan(end);
            Thread.onSpinWait();
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException stop) {
                throw new AssertionError(stop);
            }
        }
    }
}
