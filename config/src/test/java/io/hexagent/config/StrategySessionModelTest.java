package io.hexagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hexagent.application.strategy.session.CancelStrategyWork;
import io.hexagent.application.strategy.session.SessionWorker;
import io.hexagent.application.strategy.session.TellStrategySession;
import io.hexagent.config.Dialogue.Told;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.language.Reply;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.strategy.SessionMessage.Kind;
import io.hexagent.domain.strategy.StrategySession.State;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Strategy sessions with a language model, and across processes. */
@Timeout(180)
class StrategySessionModelTest {
    @TempDir
    static Path home;

    private static final String WANTED = """
        Here it is: {"intent": "modify_spec", "spec": {"symbol": "GOOG", "timeframe": "1d", "cash": null,
        "entry": "RSI of 14 bars below 30", "exit": "RSI above 70"}, "assumptions": ["Daily bars."]}\
        """;
    private static final String GOOD = """
        ```yaml
        symbol: GOOG
        timeframe: 1d
        entry: "rsi(close, 14) < 30"
        exit: "rsi(close, 14) > 70"
        ```
        """;
    private static final String BAD = GOOD.replace("entry: \"rsi", "entry: \"wobble");

    private static Hexagent open(LanguageModel model) {
        return Hexagent.builder(Settings.of(Map.of()))
                .inMemory()
                .provider(ScriptedProvider.of(model))
                .open();
    }

    @Test
    void theModelReadsAsksForTheLanguageAndWrites() {
        var model = ScriptedLanguageModel.script()
                .whenAsked("Wanted so far: {}")
                .answers(WANTED)
                .whenAsked("mode: new")
                .calls("get_indicators", "{}")
                .whenAsked("bollinger_upper")
                .calls("get_strategy_context", "{}")
                .whenAsked("next bar's open")
                .answers(GOOD)
                .build();
        try (var hexagent = open(model);
                var dialogue = new Dialogue(hexagent, "client-1")) {
            Told told = dialogue.say("RSI thing on google please");
            assertThat(told.metric("total_return")).isCloseTo(0.06116787, within(1e-7));
            assertThat(told.text()).contains("Daily bars.");
            assertThat(told.nodes()).containsExactly("clarify", "design", "compile", "respond");
            model.ensureFinished();
        }
    }

    @Test
    void fiveRepairsThatFailAreTheEnd() {
        var script = ScriptedLanguageModel.script().answers(WANTED).answers(BAD);
        for (int repair = 1; repair <= 5; repair++) {
            script.whenAsked("mode: fix").whenAsked("unknown-name").answers(BAD.replace("wobble", "wobble" + repair));
        }
        var model = script.build();
        try (var hexagent = open(model);
                var dialogue = new Dialogue(hexagent, "client-1")) {
            Told told = dialogue.say("RSI on GOOG");
            assertThat(told.text()).contains("still wrong after 5 repairs", "wobble5", "^");
            assertThat(told.messages().stream()
                            .filter(message ->
                                    message.metadata().text("node").orElse("").equals("compile"))
                            .map(message -> message.metadata()
                                    .number("attempt")
                                    .orElseThrow()
                                    .intValue()))
                    .containsExactly(1, 2, 3, 4, 5, 6);
            model.ensureFinished();
            assertThat(dialogue.standing().session().errors()).isNotEmpty();
            assertThat(dialogue.standing().session().state()).isEqualTo(State.AWAITING_FEEDBACK);
        }
    }

    @Test
    void aRepairThatHelpsIsTold() {
        var model = ScriptedLanguageModel.script()
                .answers(WANTED)
                .answers(BAD)
                .whenAsked("mode: fix")
                .answers(GOOD)
                .whenAsked("The strategy at hand")
                .answers("{\"intent\": \"rerun_backtest\", \"spec\": {\"symbol\": \"GOOG\", \"from\": \"2006-01-01\","
                        + " \"to\": \"2006-12-31\", \"entry\": \"rsi(close, 14) < 30\", \"exit\": \"rsi(close, 14)"
                        + " > 70\"}}")
                .build();
        try (var hexagent = open(model);
                var dialogue = new Dialogue(hexagent, "client-1")) {
            assertThat(dialogue.say("RSI on GOOG").text()).contains("repaired once");
            Told rerun = dialogue.say("and last time in 2006?");
            assertThat(rerun.nodes()).containsExactly("await_feedback", "compile", "respond");
            assertThat(rerun.of(Kind.CODE).content()).contains("from: 2006-01-01", "to: 2006-12-31");
            model.ensureFinished();
        }
    }

    @Test
    void aModelThatFailsOrTalksNonsenseIsAnErrorAndTheSessionLivesOn() {
        var model = ScriptedLanguageModel.script()
                .fails(LanguageModelException.Code.UNAUTHORIZED)
                .answers("I think so.")
                .whenAsked("That cannot be used")
                .answers("Really.")
                .answers(WANTED)
                .answers(GOOD)
                .build();
        try (var hexagent = open(model);
                var dialogue = new Dialogue(hexagent, "client-1")) {
            assertThat(dialogue.say("RSI on GOOG").text()).contains("language model failed", "unauthorized");
            assertThat(dialogue.say("RSI on GOOG").text()).contains("language model failed", "malformed");
            assertThat(dialogue.say("RSI on GOOG").kinds()).contains("metrics");
        }
    }

    @Test
    void workIsCancelledByAMessage() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        try (var hexagent = open(stuck(begun, interrupted));
                var dialogue = new Dialogue(hexagent, "client-1")) {
            var cancel = new CancelStrategyWork.Command(Principal.LOCAL, dialogue.client());
            assertThat(hexagent.cancelStrategyWork().handle(cancel)).isFalse();
            assertThat(dialogue.tell("RSI on GOOG")).isInstanceOf(TellStrategySession.Outcome.Taken.class);
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(dialogue.tell("hello")).isInstanceOf(TellStrategySession.Outcome.Taken.class);
            assertThat(hexagent.cancelStrategyWork().handle(cancel)).isTrue();
            assertThat(dialogue.answer().text()).contains("Cancelled");
            assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(dialogue.answer().text()).as("what waited behind it").contains("Hello");
        }
    }

    private static LanguageModel stuck(CountDownLatch begun, CountDownLatch interrupted) {
        return (prompt, deltas) -> {
            begun.countDown();
            try {
                boolean ignored = new CountDownLatch(1).await(60, TimeUnit.SECONDS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                interrupted.countDown();
            }
            throw new CancellationException("stopped");
        };
    }

    private static Hexagent stored(LanguageModel model) {
        return stored(model, "both");
    }

    private static Hexagent stored(LanguageModel model, String role) {
        return Hexagent.builder(Settings.of(Map.of(
                        "home",
                        home.toString(),
                        "storage.kind",
                        "postgres",
                        "storage.lease",
                        "2s",
                        "server.role",
                        role)))
                .provider(ScriptedProvider.of(model))
                .open();
    }

    /** What one process was told, the next start and another process go on with. */
    @Test
    void aSessionOutlivesItsProcessAndGoesOnInAnother() throws InterruptedException {
        long seen;
        try (var first = stored(ScriptedLanguageModel.script()
                        .answers(WANTED)
                        .answers(GOOD)
                        .build());
                var dialogue = new Dialogue(first, "client-1")) {
            assertThat(dialogue.say("RSI on GOOG").kinds()).contains("metrics");
            seen = dialogue.standing().messages();
        }
        var begun = new CountDownLatch(1);
        try (var second = stored(stuck(begun, new CountDownLatch(1)));
                var dialogue = new Dialogue(second, "client-1")) {
            assertThat(dialogue.standing().session().metrics()).isPresent();
            assertThat(dialogue.standing().session().isAwaitingFeedback()).isTrue();
            assertThat(dialogue.tell("a question for the model")).isInstanceOf(TellStrategySession.Outcome.Taken.class);
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            // Closed while it works: the message is handed back, and answered after the next start.
        }
        var model = ScriptedLanguageModel.script()
                .whenAsked("a question for the model")
                .answers(WANTED.replace("modify_spec", "modify_code"))
                .answers(GOOD.replace("30", "25"))
                .build();
        try (var third = stored(model);
                var dialogue = new Dialogue(third, "client-1", OptionalLong.of(seen))) {
            Told told = dialogue.answer();
            assertThat(told.of(Kind.CODE).content()).contains("< 25");
            assertThat(model.prompts().getFirst().messages().getFirst()).isEqualTo(new Message.User("RSI on GOOG"));
        }
    }

    @Test
    void aGatewayFollowsAndCancelsWhatAnotherProcessWorksOn() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        var model = ScriptedLanguageModel.script().answers(WANTED).answers(GOOD).build();
        try (var gateway = stored(ScriptedLanguageModel.answering("never asked"), "gateway");
                var dialogue = new Dialogue(gateway, "client-2")) {
            try (var worker = stored(model)) {
                assertThat(worker.models().offered()).isNotEmpty();
                assertThat(dialogue.say("RSI on GOOG").kinds()).contains("metrics");
            }
            try (var worker = stored(stuck(begun, interrupted))) {
                assertThat(worker.models().offered()).isNotEmpty();
                assertThat(dialogue.tell("and now?")).isInstanceOf(TellStrategySession.Outcome.Taken.class);
                assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
                assertThat(dialogue.standing().atWork()).isTrue();
                assertThat(gateway.cancelStrategyWork()
                                .handle(new CancelStrategyWork.Command(Principal.LOCAL, dialogue.client())))
                        .isTrue();
                assertThat(dialogue.answer().text()).contains("Cancelled");
                assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
                assertThat(dialogue.standing().waiting()).isZero();
            }
        }
    }

    @Test
    void aSessionWhoseWorkerIsSilentIsTakenUpAndTheOldOneWritesNothing() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        LanguageModel slow = (prompt, deltas) -> {
            begun.countDown();
            try {
                boolean ignored = go.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new CancellationException("stopped");
            }
            return Reply.Answer.answered(WANTED, TokenUsage.NONE);
        };
        Set<Thread> before = keepers();
        try (var silent = stored(slow);
                var dialogue = new Dialogue(silent, "client-3")) {
            Set<Thread> keepers = keepers();
            keepers.removeAll(before);
            assertThat(keepers).hasSize(2);
            assertThat(dialogue.tell("RSI on GOOG")).isInstanceOf(TellStrategySession.Outcome.Taken.class);
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            // As if it were dead: it renews nothing any more, and takes nothing.
            for (Thread keeper : keepers) {
                keeper.interrupt();
                keeper.join();
            }
            try (var other = stored(
                    ScriptedLanguageModel.script().answers(WANTED).answers(GOOD).build())) {
                assertThat(dialogue.answer().kinds()).contains("metrics");
                long told = dialogue.standing().messages();
                go.countDown();
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                while (silent.bean(SessionWorker.class).busy() > 0) {
                    assertThat(System.nanoTime()).isLessThan(end);
                    Thread.onSpinWait();
                }
                assertThat(dialogue.standing().messages()).isEqualTo(told);
                assertThat(dialogue.standing().session().version()).isEqualTo(1);
                assertThat(other.bean(SessionWorker.class).busy()).isZero();
            }
        }
    }

    private static Set<Thread> keepers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> Set.of("session-leases", "session-worker").contains(thread.getName()))
                .collect(Collectors.toCollection(HashSet::new));
    }
}
