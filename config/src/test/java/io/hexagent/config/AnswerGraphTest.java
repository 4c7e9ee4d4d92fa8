package io.hexagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexagent.application.run.AnswerChat;
import io.hexagent.application.run.InspectRun;
import io.hexagent.application.run.RunListener;
import io.hexagent.application.run.RunReport;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.artifact.ArtifactDraft;
import io.hexagent.domain.artifact.ArtifactKind;
import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.language.Delta;
import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.run.EventType;
import io.hexagent.domain.run.RunError;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.run.Step;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AnswerGraphTest {
    private static final String QUESTION = "What is 5 + 10, then multiply by 3?";
    private static final String ADD = "{\"operation\":\"add\",\"x\":5,\"y\":10}";
    private static final String MULTIPLY = "{\"operation\":\"multiply\",\"x\":15,\"y\":3}";

    @Test
    void theSeedExampleGivesExactlyEightSteps() {
        var model = ScriptedLanguageModel.script()
                .thinks("First I need to add 5 and 10.")
                .calls("calculator", ADD)
                .whenAsked("\"result\":15")
                .thinks("Got 15. Now I multiply by 3.")
                .calls("calculator", MULTIPLY)
                .whenAsked("\"result\":45")
                .answers("The result is 45.")
                .build();
        try (var hexagent = with(model)) {
            RunReport report = ended(hexagent, QUESTION);
            assertThat(report.answer()).contains("The result is 45.");
            assertThat(report.steps())
                    .extracting(Step::type)
                    .containsExactly(
                            EventType.USER_REQUEST,
                            EventType.AGENT_THOUGHT,
                            EventType.TOOL_CALL,
                            EventType.TOOL_RESULT,
                            EventType.AGENT_THOUGHT,
                            EventType.TOOL_CALL,
                            EventType.TOOL_RESULT,
                            EventType.AGENT_RESPONSE);
            assertThat(report.steps()).extracting(Step::order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
            assertThat(stored(hexagent, report.run().id()).steps()).isEqualTo(report.steps());
            assertThat(report.plan()).containsExactly("First I need to add 5 and 10.", "Got 15. Now I multiply by 3.");
        }
        model.ensureFinished();
    }

    @Test
    void theModelSeesEachCallAnsweredInOrder() {
        var script = ScriptedLanguageModel.script();
        var model = script.calls(script.call("calculator", ADD), script.call("calculator", MULTIPLY))
                .answers("Done.")
                .build();
        try (var hexagent = with(model)) {
            ended(hexagent, QUESTION);
        }
        List<Message> messages = model.prompts().getLast().messages();
        assertThat(messages).hasSize(4);
        assertThat(messages.get(1))
                .isInstanceOfSatisfying(
                        Message.Assistant.class,
                        assistant -> assertThat(assistant.calls()).hasSize(2));
        assertThat(messages.get(2))
                .isInstanceOfSatisfying(
                        Message.Tool.class,
                        tool -> assertThat(tool.call().value()).isEqualTo("call_1"));
        assertThat(messages.get(3))
                .isInstanceOfSatisfying(
                        Message.Tool.class,
                        tool -> assertThat(tool.call().value()).isEqualTo("call_2"));
    }

    @Test
    void callIdsThatAServerUsesAgainAreMadeUnique() {
        var first = ScriptedLanguageModel.script().call("calculator", ADD);
        var model = ScriptedLanguageModel.script()
                .calls(first)
                .calls(new io.hexagent.domain.tool.ToolCall(first.id(), first.name(), MULTIPLY))
                .answers("Done.")
                .build();
        try (var hexagent = with(model)) {
            assertThat(ended(hexagent, QUESTION).run().status()).isEqualTo(RunStatus.COMPLETED);
        }
        assertThat(model.prompts().getLast().messages())
                .filteredOn(Message.Tool.class::isInstance)
                .extracting(message -> ((Message.Tool) message).call().value())
                .containsExactly("call_1", "call_1-2");
    }

    @Test
    void aWrongCallGoesBackToTheModelWhichMayRepairIt() {
        var model = ScriptedLanguageModel.script()
                .calls("calculator", "{\"operation\":\"plus\",\"x\":5,\"y\":10}")
                .whenAsked("subtract")
                .calls("calculater", ADD)
                .whenAsked("there is no tool")
                .calls("calculator", "{\"operation\":")
                .whenAsked("the arguments are not valid")
                .calls("calculator", ADD)
                .answers("15")
                .build();
        try (var hexagent = with(model)) {
            RunReport report = ended(hexagent, QUESTION);
            assertThat(report.run().status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(report.steps())
                    .filteredOn(Step.ToolResult.class::isInstance)
                    .hasSize(4);
        }
    }

    @Test
    void aModelThatKeepsCallingWronglyIsStopped() {
        var model = ScriptedLanguageModel.script()
                .calls("nothing", "{\"a\":1}")
                .calls("nothing", "{\"a\":2}")
                .overAndOver()
                .build();
        try (var hexagent = with(model)) {
            assertThat(failure(ended(hexagent, QUESTION)))
                    .satisfies(error -> assertThat(error.code()).isEqualTo(RunError.Code.TOOL_MISUSE))
                    .satisfies(error -> assertThat(error.message()).contains("4 times in a row"));
        }
    }

    @Test
    void theSameCallAgainAndAgainEndsTheRun() {
        var model = ScriptedLanguageModel.script()
                .calls("calculator", ADD)
                .overAndOver()
                .build();
        try (var hexagent = with(model)) {
            assertThat(failure(ended(hexagent, QUESTION)))
                    .satisfies(error -> assertThat(error.code()).isEqualTo(RunError.Code.LIMIT_REACHED))
                    .satisfies(error -> assertThat(error.message()).contains("the same call 4 times"));
        }
    }

    @Test
    void turnsAreLimitedToTenByDefault() {
        var script = ScriptedLanguageModel.script();
        for (int i = 0; i < 11; i++) {
            script.calls("calculator", "{\"operation\":\"add\",\"x\":" + i + ",\"y\":1}");
        }
        var model = script.build();
        try (var hexagent = with(model)) {
            RunReport report = ended(hexagent, QUESTION);
            assertThat(failure(report).code()).isEqualTo(RunError.Code.LIMIT_REACHED);
            assertThat(failure(report).message()).contains("10 turns").contains("agent.max-turns");
            assertThat(model.prompts()).hasSize(10);
            assertThat(stored(hexagent, report.run().id()).run().state())
                    .isEqualTo(report.run().state());
        }
    }

    @Test
    void toolCallsAndTokensAreLimitedBySettings() {
        var script = ScriptedLanguageModel.script();
        var twoCalls = script.calls(script.call("calculator", ADD), script.call("calculator", MULTIPLY))
                .build();
        try (var hexagent = with(twoCalls, Map.of("agent.max-tool-calls", "1"))) {
            assertThat(failure(ended(hexagent, QUESTION)).message()).contains("agent.max-tool-calls");
        }
        var hungry = ScriptedLanguageModel.script()
                .uses(600, 500)
                .calls("calculator", ADD)
                .build();
        try (var hexagent = with(hungry, Map.of("agent.max-tokens", "1000"))) {
            RunReport report = ended(hexagent, QUESTION);
            assertThat(failure(report).message()).contains("1100 tokens").contains("agent.max-tokens");
            assertThat(report.run().usage().total()).isEqualTo(1100);
        }
    }

    @Test
    void aRunThatTakesTooLongIsInterruptedWithTheReason() {
        var never = new CountDownLatch(1);
        var slow = new ProbeTool("slow", (arguments, context) -> {
            try {
                never.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            return new ToolResult.Failed("interrupted");
        });
        var model =
                ScriptedLanguageModel.script().calls("slow", "{\"text\":\"x\"}").build();
        try (var hexagent =
                builder(model, Map.of("agent.max-time", "300ms")).tool(slow).open()) {
            RunReport report = ended(hexagent, QUESTION);
            assertThat(failure(report).code()).isEqualTo(RunError.Code.LIMIT_REACHED);
            assertThat(failure(report).message()).contains("agent.max-time");
        }
    }

    @Test
    void aToolThatThrowsOrHangsOrSaysTooMuchDoesNotEndTheRun() {
        var never = new CountDownLatch(1);
        var throwing = new ProbeTool("throwing", (arguments, context) -> {
            throw new IllegalStateException("a secret of the tool");
        });
        var hanging = new ProbeTool("hanging", (arguments, context) -> {
            try {
                never.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            return new ToolResult.Failed("too late");
        });
        var talkative = new ProbeTool(
                "talkative",
                (arguments, context) -> new ToolResult.Succeeded(
                        Value.fields().put("text", "x".repeat(200_000)).build()));
        var model = ScriptedLanguageModel.script()
                .calls("throwing", "{\"text\":\"a\"}")
                .whenAsked("the tool failed unexpectedly")
                .calls("hanging", "{\"text\":\"a\"}")
                .whenAsked("did not finish within 0.2 s")
                .calls("talkative", "{\"text\":\"a\"}")
                .whenAsked("left_out")
                .answers("Done.")
                .build();
        try (var hexagent = builder(model, Map.of("tools.timeout", "200ms"))
                .tool(throwing)
                .tool(hanging)
                .tool(talkative)
                .open()) {
            RunReport report = ended(hexagent, QUESTION);
            assertThat(report.run().status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(report.steps().toString()).doesNotContain("a secret of the tool");
        }
        Message.Tool said = (Message.Tool) model.prompts().getLast().messages().getLast();
        assertThat(said.text().length()).isLessThan(50 * 1024);
    }

    @Test
    void aModelThatFailsEndsTheRunWithItsReason() {
        var model = ScriptedLanguageModel.script()
                .fails(LanguageModelException.Code.UNAUTHORIZED)
                .build();
        try (var hexagent = with(model)) {
            RunReport report = ended(hexagent, QUESTION);
            assertThat(failure(report).code()).isEqualTo(RunError.Code.MODEL_FAILED);
            assertThat(failure(report).message()).contains("scripted/script").contains("unauthorized");
        }
    }

    @Test
    void artifactsAreKeptAndListed() {
        var maker = new ProbeTool(
                "maker",
                (arguments, context) -> new ToolResult.Succeeded(
                        Value.fields().put("made", true).build(),
                        List.of(new ArtifactDraft(
                                ArtifactKind.FILE,
                                "A note",
                                List.of(new ArtifactDraft.Rendition(
                                        "text/plain", "hello".getBytes(StandardCharsets.UTF_8)))))));
        var model = ScriptedLanguageModel.script()
                .calls("maker", "{\"text\":\"a\"}")
                .answers("Made.")
                .build();
        try (var hexagent = builder(model, Map.of()).tool(maker).open()) {
            RunReport report = ended(hexagent, QUESTION);
            assertThat(report.artifacts()).extracting(Artifact::title).containsExactly("A note");
            assertThat(stored(hexagent, report.run().id()).artifacts()).isEqualTo(report.artifacts());
        }
    }

    @Test
    void aListenerIsToldEachEventAndEachPieceOfText() {
        var events = new CopyOnWriteArrayList<EventType>();
        var text = new StringBuffer();
        var model = ScriptedLanguageModel.script()
                .calls("calculator", ADD)
                .streams("Fif", "teen")
                .answers("Fifteen")
                .build();
        var listener = new RunListener() {
            @Override
            public void event(RunId run, RunEvent event) {
                events.add(event.type());
            }

            @Override
            public void delta(RunId run, Delta delta) {
                if (delta instanceof Delta.Text piece) {
                    text.append(piece.text()).append('|');
                }
            }
        };
        try (var hexagent = with(model)) {
            hexagent.answerChat()
                    .handle(new AnswerChat.Command(
                            Principal.LOCAL,
                            QUESTION,
                            Optional.empty(),
                            Optional.empty(),
                            false,
                            Optional.empty(),
                            listener));
        }
        assertThat(events)
                .startsWith(EventType.RUN_STARTED, EventType.USER_REQUEST)
                .endsWith(EventType.RUN_COMPLETED);
        assertThat(text).hasToString("Fif|teen|");
    }

    @Test
    void aWaitThatIsOverLeavesTheRunGoing() throws InterruptedException {
        var go = new CountDownLatch(1);
        var waiting = new ProbeTool("waiting", (arguments, context) -> {
            try {
                go.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            return new ToolResult.Succeeded(Value.fields().put("done", true).build());
        });
        var model = ScriptedLanguageModel.script()
                .calls("waiting", "{\"text\":\"a\"}")
                .answers("At last.")
                .build();
        try (var hexagent = builder(model, Map.of()).tool(waiting).open()) {
            var outcome = hexagent.answerChat()
                    .handle(new AnswerChat.Command(
                            Principal.LOCAL,
                            QUESTION,
                            Optional.empty(),
                            Optional.empty(),
                            false,
                            Optional.of(Duration.ofMillis(50)),
                            RunListener.NONE));
            assertThat(outcome).isInstanceOf(AnswerChat.Outcome.StillRunning.class);
            RunId id = ((AnswerChat.Outcome.StillRunning) outcome).run().id();
            assertThat(stored(hexagent, id).run().status()).isEqualTo(RunStatus.RUNNING);
            go.countDown();
            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (stored(hexagent, id).run().status() == RunStatus.RUNNING && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(stored(hexagent, id).answer()).contains("At last.");
        }
    }

    @Test
    void aCallerThatIsInterruptedCancelsItsRun() throws InterruptedException {
        var started = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        var waiting = new ProbeTool("waiting", (arguments, context) -> {
            started.countDown();
            try {
                never.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            return new ToolResult.Failed("interrupted");
        });
        var model = ScriptedLanguageModel.script()
                .calls("waiting", "{\"text\":\"a\"}")
                .build();
        try (var hexagent = builder(model, Map.of()).tool(waiting).open()) {
            var caller = Thread.ofVirtual()
                    .start(() -> assertThatExceptionOfType(CancellationException.class)
                            .isThrownBy(() -> ended(hexagent, QUESTION)));
            started.await();
            caller.interrupt();
            caller.join();
            RunId id = hexagent.listRuns()
                    .handle(new io.hexagent.application.run.ListRuns.Command(1))
                    .runs()
                    .getFirst()
                    .id();
            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (stored(hexagent, id).run().status() == RunStatus.RUNNING && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(stored(hexagent, id).run().status()).isEqualTo(RunStatus.CANCELLED);
        }
    }

    @Test
    void aRefusalIsACompletedRun() {
        var model = ScriptedLanguageModel.script()
                .replies(new io.hexagent.domain.language.Reply.Answer(
                        "I cannot write poems.",
                        AnswerKind.REFUSED,
                        List.of(),
                        List.of("no tool fits"),
                        io.hexagent.domain.language.TokenUsage.NONE))
                .build();
        try (var hexagent = with(model)) {
            RunReport report = ended(hexagent, "Write a poem");
            assertThat(report.run().state())
                    .isInstanceOfSatisfying(
                            RunState.Completed.class,
                            completed -> assertThat(completed.outcome()).isEqualTo(AnswerKind.REFUSED));
            assertThat(report.assumptions()).containsExactly("no tool fits");
        }
    }

    @Test
    void blankAndOverlongQuestionsAndUnknownModelsAreRefusedBeforeARunBegins() {
        try (var hexagent = with(ScriptedLanguageModel.answering("x"), Map.of("limits.question-chars", "10"))) {
            var chat = hexagent.answerChat();
            assertThat(chat.handle(new AnswerChat.Command("  "))).isInstanceOf(AnswerChat.Outcome.Invalid.class);
            assertThat(chat.handle(new AnswerChat.Command("x".repeat(11))))
                    .isInstanceOfSatisfying(
                            AnswerChat.Outcome.Invalid.class,
                            invalid -> assertThat(invalid.message()).contains("limits.question-chars"));
            assertThat(chat.handle(new AnswerChat.Command(
                            Principal.LOCAL,
                            "hello",
                            Optional.of("nobody/nothing"),
                            Optional.empty(),
                            false,
                            Optional.empty(),
                            RunListener.NONE)))
                    .isInstanceOfSatisfying(
                            AnswerChat.Outcome.UnknownModel.class,
                            unknown -> assertThat(unknown.message()).contains("nobody/nothing", "scripted/script"));
            assertThat(hexagent.listRuns()
                            .handle(new io.hexagent.application.run.ListRuns.Command(10))
                            .total())
                    .isZero();
        }
    }

    @Test
    void aConversationIsContinuedOrBegunUnderAChosenIdOrRefused() {
        var model =
                ScriptedLanguageModel.script().answers("Hello.").overAndOver().build();
        try (var hexagent = with(model)) {
            var chosen = new ConversationId("my-session");
            assertThat(hexagent.answerChat().handle(chatIn(chosen, false)))
                    .isEqualTo(new AnswerChat.Outcome.UnknownConversation(chosen));
            for (int i = 0; i < 2; i++) {
                assertThat(hexagent.answerChat().handle(chatIn(chosen, i == 0)))
                        .isInstanceOfSatisfying(
                                AnswerChat.Outcome.Ended.class,
                                ended -> assertThat(ended.report().run().conversation())
                                        .isEqualTo(chosen));
            }
        }
    }

    private static AnswerChat.Command chatIn(ConversationId conversation, boolean mayBegin) {
        return new AnswerChat.Command(
                Principal.LOCAL,
                "Hello",
                Optional.empty(),
                Optional.of(conversation),
                mayBegin,
                Optional.empty(),
                RunListener.NONE);
    }

    private static Hexagent with(ScriptedLanguageModel model) {
        return with(model, Map.of());
    }

    private static Hexagent with(ScriptedLanguageModel model, Map<String, String> settings) {
        return builder(model, settings).open();
    }

    private static HexagentBuilder builder(ScriptedLanguageModel model, Map<String, String> settings) {
        return Hexagent.builder(Settings.of(settings)).inMemory().provider(ScriptedProvider.of(model));
    }

    private static RunReport ended(Hexagent hexagent, String question) {
        var outcome = hexagent.answerChat().handle(new AnswerChat.Command(question));
        assertThat(outcome).isInstanceOf(AnswerChat.Outcome.Ended.class);
        return ((AnswerChat.Outcome.Ended) outcome).report();
    }

    private static RunReport stored(Hexagent hexagent, RunId id) {
        var outcome = hexagent.inspectRun().handle(new InspectRun.Command(id));
        assertThat(outcome).isInstanceOf(InspectRun.Outcome.Found.class);
        return ((InspectRun.Outcome.Found) outcome).report();
    }

    private static RunError failure(RunReport report) {
        assertThat(report.run().state()).isInstanceOf(RunState.Failed.class);
        return ((RunState.Failed) report.run().state()).error();
    }
}
