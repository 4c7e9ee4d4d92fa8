package io.hexagent.application.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.language.LanguageModelException.Code;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.Checkpoint;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunError;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.Step;
import io.hexagent.domain.tool.ToolSpec.Effects;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class ResumeTest {
    private static final String QUESTION = "Do three things.";
    private static final int TURNS = 4;

    /** The replies of a run from a turn on. */
    private static ScriptedLanguageModel from(int turn) {
        var script = ScriptedLanguageModel.script();
        var first = script.call("read", "{\"text\": \"a\"}");
        var second = script.call("save", "{\"text\":\"b\"}");
        var third = script.call("read", "{\"text\":");
        var fourth = script.call("pure", "{\"text\":\"d\"}");
        for (int i = turn; i < TURNS; i++) {
            script.uses(10L + i, 2);
            switch (i) {
                case 0 -> script.thinks("Two at once.").calls(first, second);
                case 1 -> script.calls(third);
                case 2 -> script.thinks("Again.").calls(fourth);
                default -> script.answers("All done.");
            }
        }
        return script.build();
    }

    private static TestTool[] tools() {
        return new TestTool[] {
            TestTool.echo("read", Effects.READS, false),
            TestTool.echo("save", Effects.IDEMPOTENT, false),
            TestTool.echo("pure", Effects.PURE, false)
        };
    }

    @Test
    void aRunGoesOnFromEveryPlaceInItsLogAndAsksForNothingTwice() {
        var whole = from(0);
        List<RecordedEvent> log;
        Run run;
        try (var workshop = new Workshop(whole, tools())) {
            Session session = workshop.begin(QUESTION);
            assertThat(workshop.work(session).isOver()).isTrue();
            run = session.run;
            log = workshop.log(run.id());
        }
        assertThat(log.getLast().event()).isInstanceOf(RunEvent.RunCompleted.class);
        int cuts = 0;
        for (int cut = 2; cut < log.size(); cut++) {
            if (log.get(cut).event() instanceof RunEvent.ToolCalled) {
                // A reply is committed as a whole.
                continue;
            }
            cuts++;
            List<RecordedEvent> before = log.subList(0, cut);
            int replies = (int) before.stream()
                    .filter(one -> one.event() instanceof RunEvent.AgentThought
                            || one.event() instanceof RunEvent.AgentResponse)
                    .count();
            var rest = from(replies);
            var tools = tools();
            try (var workshop = new Workshop(rest, tools)) {
                Session session = workshop.takeUp(run, before);
                Working end = workshop.work(session);
                assertThat(end.outcome()).as("cut at %s", cut).isPresent();
                rest.ensureFinished();
                assertThat(rest.prompts())
                        .as("prompts after a cut at %s", cut)
                        .extracting(Prompt::messages)
                        .isEqualTo(
                                whole.prompts().subList(replies, whole.prompts().size()).stream()
                                        .map(Prompt::messages)
                                        .toList());
                List<RecordedEvent> after = workshop.log(run.id());
                assertThat(contents(after)).as("steps after a cut at %s", cut).isEqualTo(contents(log));
                assertThat(end.usage()).isEqualTo(new TokenUsage(46, 8));
                assertThat(after.getLast().event()).isEqualTo(log.getLast().event());
                for (TestTool tool : tools) {
                    int done = (int) before.stream()
                            .filter(one -> one.event() instanceof RunEvent.ToolReturned returned
                                    && returned.ok()
                                    && returned.tool().equals(tool.spec().name()))
                            .count();
                    assertThat(tool.calls).hasSize(1 - done);
                    assertThat(tool.keys).allMatch(key -> key.startsWith(run.id() + "/call_"));
                }
            }
        }
        assertThat(cuts).isGreaterThanOrEqualTo(9);
    }

    private static List<String> contents(List<RecordedEvent> log) {
        return Step.of(log).stream()
                .map(step -> switch (step) {
                    case Step.UserRequest request -> request.content();
                    case Step.Thought thought -> thought.content();
                    case Step.ToolCall call -> call.tool() + " " + call.params();
                    case Step.ToolResult result -> result.tool() + " " + result.result();
                    case Step.Response response -> response.content();
                })
                .toList();
    }

    @Test
    void theProjectionOfTheLogIsWhatTheRunItselfKnows() {
        try (var workshop = new Workshop(from(0), tools())) {
            Session session = workshop.begin(QUESTION);
            Working live = workshop.work(session);
            Transcript read = Transcript.of(session.run, workshop.log(session.run.id()), workshop.json);
            assertThat(read.messages()).isEqualTo(session.messages);
            assertThat(read.working()).isEqualTo(live);
        }
    }

    @Test
    void theCheckpointKnowsHowOftenToolsRefused() {
        var script = ScriptedLanguageModel.script()
                .calls("picky", "{\"text\":\"a\"}")
                .calls("picky", "{\"text\":\"b\"}")
                .calls("picky", "{\"text\":\"c\"}")
                .calls("picky", "{\"text\":\"d\"}")
                .build();
        var picky = new TestTool(
                "picky",
                Effects.READS,
                false,
                (arguments, context) -> new io.hexagent.domain.tool.ToolResult.Rejected("not that"));
        List<RecordedEvent> log;
        Run run;
        var seen = new ArrayList<Checkpoint>();
        try (var workshop = new Workshop(script, picky)) {
            Session session = workshop.begin(QUESTION);
            run = session.run;
            Working end = workshop.work(session);
            assertThat(end.error().orElseThrow().code()).isEqualTo(RunError.Code.TOOL_MISUSE);
            log = workshop.log(run.id());
        }
        int upto = 2 + 3 * 3;
        seen.add(new Checkpoint(
                run.id(),
                upto,
                "call_tools",
                "ask_model",
                new WorkingJson(new io.hexagent.infrastructure.json.JacksonJson())
                        .write(Working.start(run.id())
                                .calling(List.of(), "x", TokenUsage.NONE)
                                .called(1)
                                .calling(List.of(), "y", TokenUsage.NONE)
                                .called(2)
                                .calling(List.of(), "z", TokenUsage.NONE)
                                .called(3))));
        var last = ScriptedLanguageModel.script()
                .calls("picky", "{\"text\":\"d\"}")
                .build();
        try (var workshop = new Workshop(last, picky)) {
            workshop.store.checkpoints().put(seen.getFirst());
            Session session = workshop.takeUp(run, log.subList(0, upto));
            assertThat(session.working().repairs()).isEqualTo(3);
            assertThat(workshop.work(session).error().orElseThrow().code()).isEqualTo(RunError.Code.TOOL_MISUSE);
        }
    }

    @Test
    void aRunThatWasBeyondItsLimitIsNotTakenFurther() {
        var hungry = ScriptedLanguageModel.script()
                .uses(300_000, 1)
                .calls("read", "{\"text\":\"a\"}")
                .build();
        List<RecordedEvent> log;
        Run run;
        try (var workshop = new Workshop(hungry, tools())) {
            Session session = workshop.begin(QUESTION);
            run = session.run;
            workshop.work(session);
            log = workshop.log(run.id());
        }
        var tools = tools();
        try (var workshop = new Workshop(ScriptedLanguageModel.answering("never"), tools)) {
            Session session = workshop.takeUp(run, log.subList(0, log.size() - 1));
            assertThat(workshop.work(session).error().orElseThrow().code()).isEqualTo(RunError.Code.LIMIT_REACHED);
            assertThat(tools[0].calls).isEmpty();
        }
    }

    @Test
    void aFailedTurnMayBeTriedAgainWithTheSameSession() {
        var model = ScriptedLanguageModel.script()
                .calls("read", "{\"text\":\"a\"}")
                .fails(Code.UNAVAILABLE)
                .fails(Code.UNAVAILABLE)
                .answers("At last.")
                .build();
        try (var workshop = new Workshop(model, tools())) {
            Session session = workshop.begin(QUESTION);
            session.retries = 2;
            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(TurnFailed.class)
                        .isThrownBy(() -> workshop.work(session))
                        .satisfies(failed -> assertThat(failed.problem().code()).isEqualTo(Code.UNAVAILABLE));
            }
            assertThat(session.journal.isOver()).isFalse();
            assertThat(workshop.work(session).outcome()).isPresent();
            assertThat(model.prompts()).hasSize(4);
            assertThat(model.prompts().get(3).messages())
                    .isEqualTo(model.prompts().get(1).messages());
        }
    }

    @Test
    void withoutRetriesLeftARetryableFailureEndsTheRun() {
        var model = ScriptedLanguageModel.script()
                .fails(new LanguageModelException(Code.RATE_LIMITED, "slow down"))
                .build();
        try (var workshop = new Workshop(model, tools())) {
            assertThat(workshop.work(workshop.begin(QUESTION))
                            .error()
                            .orElseThrow()
                            .message())
                    .contains("slow down");
        }
    }

    @Test
    void aRunThatIsHandedBackFinishesItsToolAndBeginsNothingMore() {
        var session = new Session[1];
        var stopping = new TestTool("read", Effects.READS, false, (arguments, context) -> {
            session[0].stop(Session.Stop.HAND_BACK);
            return new io.hexagent.domain.tool.ToolResult.Succeeded(io.hexagent.domain.value.Value.Fields.EMPTY);
        });
        var model = ScriptedLanguageModel.script()
                .calls("read", "{\"text\":\"a\"}")
                .answers("never")
                .build();
        try (var workshop = new Workshop(model, stopping)) {
            session[0] = workshop.begin(QUESTION);
            assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> workshop.work(session[0]));
            session[0].journal.fence();
            assertThat(workshop.log(session[0].run.id()).getLast().event()).isInstanceOf(RunEvent.ToolReturned.class);
            assertThat(model.prompts()).hasSize(1);
        }
    }

    @Test
    void aRunWhoseModelIsGoneEndsWithThatReason() {
        try (var workshop = new Workshop(ScriptedLanguageModel.answering("x"), tools())) {
            Run run = workshop.aRun(QUESTION, 0, Optional.empty());
            var other = new Run(
                    run.id(),
                    run.owner(),
                    run.conversation(),
                    run.agent(),
                    new io.hexagent.domain.language.ModelName("gone", "model"),
                    run.query(),
                    run.datasets(),
                    run.state(),
                    run.usage(),
                    run.epoch(),
                    run.attempt(),
                    run.createdAt());
            Session session = workshop.takeUp(
                    other,
                    List.of(new RecordedEvent(
                            run.id(), 1, java.time.Instant.EPOCH, new RunEvent.UserRequest(QUESTION))));
            assertThat(workshop.work(session).error().orElseThrow().message()).contains("gone/model");
        }
    }

    @Test
    void theNextRunSeesTheEarlierOnes() {
        var model = ScriptedLanguageModel.script()
                .calls("read", "{\"text\":\"a\"}")
                .answers("First.")
                .calls("read", "{\"text\":\"a\"}")
                .answers("Second.")
                .build();
        try (var workshop = new Workshop(model, tools())) {
            workshop.work(workshop.begin("One?"));
            Session second = workshop.takeUp(
                    workshop.aRun("Two?", 2, Optional.empty()),
                    List.of(new RecordedEvent(
                            new io.hexagent.domain.value.RunId("x"),
                            1,
                            java.time.Instant.EPOCH,
                            new RunEvent.UserRequest("Two?"))));
            workshop.work(second);
        }
        List<Message> last = model.prompts().getLast().messages();
        assertThat(last)
                .extracting(message -> message.getClass().getSimpleName())
                .containsExactly("User", "Assistant", "Tool", "Assistant", "User", "Assistant", "Tool");
        assertThat(last.get(5))
                .isInstanceOfSatisfying(
                        Message.Assistant.class,
                        assistant -> assertThat(
                                        assistant.calls().getFirst().id().value())
                                .isEqualTo("call_2"));
    }
}
