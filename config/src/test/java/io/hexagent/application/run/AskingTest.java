package io.hexagent.application.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.application.tool.AskUserTool;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.run.Decision;
import io.hexagent.domain.run.InputReason;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvent.InputReceived;
import io.hexagent.domain.run.RunEvent.InputRequested;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.tool.ToolSpec.Effects;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AskingTest {
    private static final String QUESTION = "Send it.";

    private final TestTool send = TestTool.echo("send", Effects.ONCE, true);
    private final TestTool once = TestTool.echo("once", Effects.ONCE, false);

    private static ScriptedLanguageModel calling(String tool, String expected) {
        return ScriptedLanguageModel.script()
                .calls(tool, "{\"text\":\"a\"}")
                .whenAsked(expected)
                .answers("Done.")
                .build();
    }

    private InputRequested asked(Workshop workshop, RunId run) {
        assertThat(workshop.store.runs().find(OwnerId.LOCAL, run).orElseThrow().status())
                .isEqualTo(RunStatus.AWAITING_INPUT);
        return workshop.store.runControl().request(OwnerId.LOCAL, run).orElseThrow();
    }

    private static Value.Fields text(String text) {
        return Value.fields().put("text", text).build();
    }

    private static void ends(Workshop workshop, Session session) {
        assertThat(workshop.work(session).outcome()).isPresent();
        assertThat(workshop.log(session.run.id()).getLast().event()).isInstanceOf(RunEvent.RunCompleted.class);
    }

    @Test
    void aToolThatNeedsApprovalWaitsWithoutAThreadAndIsCalledOnceItIsApproved() {
        var model = calling("send", "\"echo\":\"a\"");
        try (var workshop = new Workshop(model, send)) {
            Session session = workshop.begin(QUESTION);
            Working waiting = workshop.work(session);
            assertThat(waiting.isWaiting()).isTrue();
            assertThat(waiting.isOver()).isFalse();
            assertThat(send.calls).isEmpty();
            InputRequested request = asked(workshop, session.run.id());
            assertThat(request.reason()).isEqualTo(InputReason.APPROVAL);
            assertThat(request.params()).isEqualTo(text("a"));
            assertThat(request.paramsHash())
                    .isEqualTo("6193c97585a0f731ce7b500bb69d2476816afb14c8d95ac8e6e865f680e9e438");
            assertThat(InputRequests.decisions(request))
                    .containsExactlyInAnyOrder(Decision.APPROVE, Decision.EDIT, Decision.REJECT);
            ends(workshop, workshop.decide(session.run.id(), decision(request, Decision.APPROVE, Value.Absent.ABSENT)));
            assertThat(send.calls).containsExactly("a");
            model.ensureFinished();
        }
    }

    @Test
    void editedArgumentsAreWhatTheToolIsCalledWith() {
        try (var workshop = new Workshop(calling("send", "\"echo\":\"b\""), send)) {
            Session session = workshop.begin(QUESTION);
            workshop.work(session);
            InputRequested request = asked(workshop, session.run.id());
            ends(workshop, workshop.decide(session.run.id(), decision(request, Decision.EDIT, text("b"))));
            assertThat(send.calls).containsExactly("b");
        }
    }

    @Test
    void editedArgumentsThatDoNotFitGoBackToTheModel() {
        try (var workshop = new Workshop(calling("send", "the arguments do not fit"), send)) {
            Session session = workshop.begin(QUESTION);
            workshop.work(session);
            InputRequested request = asked(workshop, session.run.id());
            Value wrong = Value.fields().put("texts", "b").build();
            ends(workshop, workshop.decide(session.run.id(), decision(request, Decision.EDIT, wrong)));
            assertThat(send.calls).isEmpty();
        }
    }

    @Test
    void aRejectedCallIsNotMadeAndTheModelIsToldWhy() {
        try (var workshop = new Workshop(calling("send", "a person rejected this call: too early"), send)) {
            Session session = workshop.begin(QUESTION);
            workshop.work(session);
            InputRequested request = asked(workshop, session.run.id());
            ends(
                    workshop,
                    workshop.decide(session.run.id(), decision(request, Decision.REJECT, Value.of("too early"))));
            assertThat(send.calls).isEmpty();
        }
    }

    @Test
    void nobodyInTimeMeansTheDefaultAction() {
        for (boolean approves : List.of(true, false)) {
            var tool = TestTool.echo("send", Effects.ONCE, true);
            var rules = new InputRules(Optional.of(Duration.ofHours(1)), approves);
            String told = approves ? "\"echo\":\"a\"" : "nobody approved this call in time";
            try (var workshop = new Workshop(calling("send", told), new Sessions.Options(8000, rules), tool)) {
                Session session = workshop.begin(QUESTION);
                workshop.work(session);
                InputRequested request = asked(workshop, session.run.id());
                assertThat(request.expiresAt()).isPresent();
                ends(
                        workshop,
                        workshop.decide(session.run.id(), decision(request, Decision.EXPIRED, Value.Absent.ABSENT)));
                assertThat(tool.calls).hasSize(approves ? 1 : 0);
            }
        }
    }

    @Test
    void anApprovalHoldsOnlyForTheArgumentsThatWereShown() {
        try (var workshop = new Workshop(calling("send", "not those that a person approved"), send)) {
            Session session = workshop.begin(QUESTION);
            workshop.work(session);
            Run run = session.run;
            InputRequested shown = asked(workshop, run.id());
            var other = new InputRequested(
                    shown.request(),
                    shown.reason(),
                    shown.message(),
                    shown.call(),
                    text("another"),
                    InputRequests.hash(text("another"), workshop.json),
                    shown.responseSchema(),
                    shown.expiresAt());
            List<RecordedEvent> log = workshop.log(run.id()).stream()
                    .map(one -> one.event() instanceof InputRequested
                            ? new RecordedEvent(one.run(), one.seq(), one.at(), other)
                            : one)
                    .toList();
            var forged = new java.util.ArrayList<>(log);
            forged.add(new RecordedEvent(
                    run.id(),
                    log.size() + 1,
                    log.getLast().at(),
                    decision(shown, Decision.APPROVE, Value.Absent.ABSENT)));
            var model = ScriptedLanguageModel.script()
                    .whenAsked("not those that a person approved")
                    .answers("Then not.")
                    .build();
            try (var elsewhere = new Workshop(model, send)) {
                ends(elsewhere, elsewhere.takeUp(run, forged));
            }
            assertThat(send.calls).isEmpty();
        }
    }

    @Test
    void aWrongCallIsNotShownToAPerson() {
        var model = ScriptedLanguageModel.script()
                .calls("send", "{\"texts\":\"a\"}")
                .whenAsked("the arguments do not fit")
                .answers("Sorry.")
                .build();
        try (var workshop = new Workshop(model, send)) {
            ends(workshop, workshop.begin(QUESTION));
        }
    }

    @Test
    void aQuestionsAnswerIsTheCallsResult() {
        var model = ScriptedLanguageModel.script()
                .calls("ask_user", "{\"question\":\"Which colour?\",\"options\":[\"red\",\"blue\"]}")
                .whenAsked("{\"success\":true,\"answer\":\"red\"}")
                .answers("Red it is.")
                .build();
        try (var workshop = new Workshop(model, new AskUserTool())) {
            Session session = workshop.begin(QUESTION);
            workshop.work(session);
            InputRequested request = asked(workshop, session.run.id());
            assertThat(request.reason()).isEqualTo(InputReason.QUESTION);
            assertThat(request.message()).isEqualTo("Which colour?");
            assertThat(InputRequests.decisions(request)).containsExactly(Decision.ANSWER);
            assertThat(InputRequests.contentSchema(request, Decision.ANSWER)
                            .orElseThrow()
                            .texts("enum"))
                    .containsExactly("red", "blue");
            ends(workshop, workshop.decide(session.run.id(), decision(request, Decision.ANSWER, Value.of("red"))));
        }
    }

    @Test
    void aQuestionThatNobodyAnswersFails() {
        var model = ScriptedLanguageModel.script()
                .calls("ask_user", "{\"question\":\"Which colour?\"}")
                .whenAsked("nobody answered in time")
                .answers("I chose red.")
                .build();
        var rules = new InputRules(Optional.of(Duration.ofHours(1)), true);
        try (var workshop = new Workshop(model, new Sessions.Options(8000, rules), new AskUserTool())) {
            Session session = workshop.begin(QUESTION);
            workshop.work(session);
            InputRequested request = asked(workshop, session.run.id());
            ends(workshop, workshop.decide(session.run.id(), decision(request, Decision.EXPIRED, Value.Absent.ABSENT)));
        }
    }

    @Test
    void aWaitingRunThatIsTakenUpWithoutADecisionStillWaits() {
        List<RecordedEvent> log;
        Run run;
        try (var workshop = new Workshop(calling("send", "x"), send)) {
            Session session = workshop.begin(QUESTION);
            workshop.work(session);
            run = session.run;
            log = workshop.log(run.id());
        }
        try (var workshop = new Workshop(ScriptedLanguageModel.answering("x"), send)) {
            workshop.store.runEvents();
            Session session = workshop.takeUp(run, log);
            assertThat(workshop.work(session).isWaiting()).isTrue();
            assertThat(send.calls).isEmpty();
        }
    }

    /** The log of a run whose process ended while the tool was at work. */
    private List<RecordedEvent> inFlight(Run[] run, TestTool tool) {
        try (var workshop = new Workshop(calling(tool.spec().name().value(), "\"echo\":\"a\""), tool)) {
            Session session = workshop.begin(QUESTION);
            workshop.work(session);
            run[0] = session.run;
            List<RecordedEvent> log = workshop.log(session.run.id());
            int result = 0;
            while (!(log.get(result).event() instanceof RunEvent.ToolReturned)) {
                result++;
            }
            tool.calls.clear();
            return log.subList(0, result);
        }
    }

    private void unknownOutcome(Decision decision, Value content, String told, List<String> calls) {
        var run = new Run[1];
        List<RecordedEvent> log = inFlight(run, once);
        assertThat(log.getLast().event()).isInstanceOf(RunEvent.ToolProgress.class);
        var model =
                ScriptedLanguageModel.script().whenAsked(told).answers("Done.").build();
        try (var workshop = new Workshop(model, once)) {
            assertThat(workshop.work(workshop.takeUp(run[0], log)).isWaiting()).isTrue();
            assertThat(once.calls).isEmpty();
            InputRequested request = asked(workshop, run[0].id());
            assertThat(request.reason()).isEqualTo(InputReason.QUESTION);
            assertThat(request.message()).contains("once", "outcome is unknown");
            assertThat(InputRequests.decisions(request)).contains(decision);
            ends(workshop, workshop.decide(run[0].id(), decision(request, decision, content)));
            assertThat(once.calls).isEqualTo(calls);
        }
    }

    @Test
    void aCallOfUnknownOutcomeIsMadeAgainOnlyWhenAPersonSaysSo() {
        unknownOutcome(Decision.APPROVE, Value.Absent.ABSENT, "\"echo\":\"a\"", List.of("a"));
    }

    @Test
    void aCallOfUnknownOutcomeMayBeMadeWithOtherArguments() {
        unknownOutcome(Decision.EDIT, text("b"), "\"echo\":\"b\"", List.of("b"));
    }

    @Test
    void aCallOfUnknownOutcomeMayBeGivenUp() {
        unknownOutcome(Decision.REJECT, Value.Absent.ABSENT, "outcome unknown", List.of());
    }

    @Test
    void whatCameOfACallOfUnknownOutcomeMayBeTold() {
        unknownOutcome(Decision.ANSWER, Value.of("it was sent"), "\"answer\":\"it was sent\"", List.of());
    }

    @Test
    void aCallThatMayBeRepeatedIsRepeatedWithTheSameKey() {
        var repeatable = TestTool.echo("again", Effects.IDEMPOTENT, false);
        var run = new Run[1];
        List<RecordedEvent> log = inFlight(run, repeatable);
        var model = ScriptedLanguageModel.script()
                .whenAsked("\"echo\":\"a\"")
                .answers("Done.")
                .build();
        try (var workshop = new Workshop(model, repeatable)) {
            ends(workshop, workshop.takeUp(run[0], log));
        }
        assertThat(repeatable.calls).containsExactly("a");
        assertThat(repeatable.keys).hasSize(2).containsOnly(run[0].id() + "/call_1");
    }

    @Test
    void callsBeforeAWaitKeepTheirResultsAndCallsAfterItFollow() {
        var before = TestTool.echo("before", Effects.READS, false);
        var after = TestTool.echo("after", Effects.READS, false);
        var script = ScriptedLanguageModel.script();
        var model = script.calls(
                        script.call("before", "{\"text\":\"1\"}"),
                        script.call("send", "{\"text\":\"2\"}"),
                        script.call("after", "{\"text\":\"3\"}"))
                .answers("Done.")
                .build();
        try (var workshop = new Workshop(model, before, send, after)) {
            Session session = workshop.begin(QUESTION);
            workshop.work(session);
            assertThat(after.calls).isEmpty();
            InputRequested request = asked(workshop, session.run.id());
            ends(workshop, workshop.decide(session.run.id(), decision(request, Decision.APPROVE, Value.Absent.ABSENT)));
        }
        assertThat(before.calls).containsExactly("1");
        assertThat(send.calls).containsExactly("2");
        assertThat(after.calls).containsExactly("3");
        assertThat(model.prompts().getLast().messages())
                .filteredOn(Message.Tool.class::isInstance)
                .extracting(Message::text)
                .containsExactly(
                        "{\"success\":true,\"echo\":\"1\"}",
                        "{\"success\":true,\"echo\":\"2\"}",
                        "{\"success\":true,\"echo\":\"3\"}");
    }

    private static InputReceived decision(InputRequested request, Decision decision, Value content) {
        return new InputReceived(request.request(), decision, content);
    }
}
