package io.hexagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.application.run.CancelRun;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.run.EventType;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A cancelled run is over, and its work stopped, within two seconds; and its conversation goes on. */
class CancelTest {
    private static final Duration PROMISED = Duration.ofSeconds(2);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final AtomicReference<Prompt> asked = new AtomicReference<>();

    @Test
    void inTheQueue() throws InterruptedException {
        var stuck = Played.stuck(begun, interrupted);
        try (var hexagent = open(before(stuck), "worker.runs", "1")) {
            Run working = Played.started(hexagent, "other", "How long?");
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            Run run = Played.started(hexagent, "talk", "Anybody?");
            isOverInTime(hexagent, run, false);
            isOverInTime(hexagent, working, true);
            assertThat(Played.types(hexagent, run.id()))
                    .containsExactly(EventType.RUN_QUEUED, EventType.USER_REQUEST, EventType.RUN_CANCELLED);
            goesOn(hexagent);
        }
    }

    @Test
    void inItsModelCall() throws InterruptedException {
        try (var hexagent = open(before(Played.stuck(begun, interrupted)))) {
            Run run = Played.started(hexagent, "talk", "How long?");
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            isOverInTime(hexagent, run, true);
            goesOn(hexagent);
        }
    }

    @Test
    void inATool() throws InterruptedException {
        var tool = new ProbeTool("waiting", (arguments, context) -> {
            Played.untilInterrupted(begun, interrupted);
            return new ToolResult.Failed("stopped");
        });
        var calling = ScriptedLanguageModel.script()
                .calls("waiting", "{\"text\":\"x\"}")
                .build();
        try (var hexagent = builder(before(calling), Map.of()).tool(tool).open()) {
            Run run = Played.started(hexagent, "talk", "How long?");
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            isOverInTime(hexagent, run, true);
            goesOn(hexagent);
        }
    }

    @Test
    void whileItWaitsForAPerson() throws InterruptedException {
        var asking = ScriptedLanguageModel.script()
                .calls("ask_user", "{\"question\":\"Which year?\"}")
                .build();
        try (var hexagent = open(before(asking))) {
            Run run = Played.started(hexagent, "talk", "How much?");
            WorkerTest.waitUntil(() -> Played.report(hexagent, run.id()).run().status() == RunStatus.AWAITING_INPUT);
            isOverInTime(hexagent, run, false);
            goesOn(hexagent);
        }
    }

    private void isOverInTime(Hexagent hexagent, Run run, boolean isAtWork) throws InterruptedException {
        long start = System.nanoTime();
        assertThat(hexagent.cancelRun().handle(new CancelRun.Command(Principal.LOCAL, run.id())))
                .isInstanceOf(CancelRun.Outcome.Cancelled.class);
        assertThat(Played.types(hexagent, run.id())).endsWith(EventType.RUN_CANCELLED);
        if (isAtWork) {
            assertThat(interrupted.await(PROMISED.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
            WorkerTest.waitUntil(() -> hexagent.worker().orElseThrow().runs() == 0);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMISED);
    }

    /** The next run of the same conversation is told a history that models accept. */
    private void goesOn(Hexagent hexagent) {
        Run next = Played.started(hexagent, "talk", "And now?");
        assertThat(Played.ended(hexagent, next.id()).answer()).contains("Here I am.");
        Set<CallId> open = new HashSet<>();
        Optional<Message> last = Optional.empty();
        for (Message message : asked.get().messages()) {
            if (message instanceof Message.Tool result) {
                assertThat(open.remove(result.call())).as("a result of a call").isTrue();
            } else {
                assertThat(open).as("calls without a result").isEmpty();
            }
            if (message instanceof Message.Assistant assistant) {
                assistant.calls().stream().map(ToolCall::id).forEach(open::add);
            }
            last = Optional.of(message);
        }
        assertThat(last).contains(new Message.User("And now?"));
    }

    /** Asks the model for all questions but the last one. */
    private LanguageModel before(LanguageModel model) {
        var answering = ScriptedLanguageModel.answering("Here I am.");
        return (prompt, deltas) -> {
            if (prompt.messages().getLast().equals(new Message.User("And now?"))) {
                asked.set(prompt);
                return answering.reply(prompt, deltas);
            }
            return model.reply(prompt, deltas);
        };
    }

    private static Hexagent open(LanguageModel model, String... setting) {
        return builder(model, setting.length == 0 ? Map.of() : Map.of(setting[0], setting[1]))
                .open();
    }

    private static HexagentBuilder builder(LanguageModel model, Map<String, String> settings) {
        return Hexagent.builder(Settings.of(settings))
                .provider(ScriptedProvider.of(model))
                .inMemory();
    }
}
