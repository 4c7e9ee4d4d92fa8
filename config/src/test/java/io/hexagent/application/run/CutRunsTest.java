package io.hexagent.application.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.language.Reply;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.Decision;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunError;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.run.StampedEvent;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec.Effects;
import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** A run is cut at every event, and what models are asked afterwards is checked as their vendors do. */
class CutRunsTest {
    private static final String QUESTION = "Do it all.";

    /** How a run goes on, or does not, after its log was cut. */
    private enum After {
        CANCELLED,
        FAILED,
        APPROVED,
        REJECTED,
        EXPIRED
    }

    private static TestTool[] tools() {
        return new TestTool[] {
            TestTool.echo("read", Effects.READS, false),
            TestTool.echo("save", Effects.IDEMPOTENT, false),
            TestTool.echo("once", Effects.ONCE, false),
            TestTool.echo("send", Effects.ONCE, true),
            new TestTool("fail", Effects.READS, false, (arguments, context) -> new ToolResult.Failed("it is broken")),
            new TestTool("boom", Effects.READS, false, (arguments, context) -> {
                throw new IllegalStateException("boom");
            }),
            new TestTool(
                    "ask",
                    Effects.PURE,
                    false,
                    (arguments, context) -> new ToolResult.NeedsAnswer("Which one?", Value.Fields.EMPTY))
        };
    }

    @Provide
    Arbitrary<List<Reply>> replies() {
        Arbitrary<ToolCall> call = Combinators.combine(
                        Arbitraries.of("call_0", "call_1", "functions.add:0", "é", "x".repeat(70), "a b"),
                        Arbitraries.of("read", "save", "once", "send", "fail", "boom", "ask", "nope", "re ad", "é"),
                        Arbitraries.of("{\"text\":\"a\"}", "{\"text\":\"b\"}", "{\"text\":3}", "{\"text", "", "[1]"))
                .as((id, name, arguments) -> new ToolCall(new CallId(id), new ToolName(name), arguments));
        Arbitrary<Reply> calls = Combinators.combine(
                        Arbitraries.of("", "First this.", " \n"),
                        call.list().ofMinSize(1).ofMaxSize(3))
                .as((thought, made) -> new Reply.ToolCalls(thought, made, new TokenUsage(10, 2)));
        Arbitrary<Reply> answer = Arbitraries.of("All done.", "", " ")
                .map(text -> new Reply.Answer(text, AnswerKind.ANSWERED, List.of(), List.of(), new TokenUsage(5, 1)));
        return Combinators.combine(calls.list().ofMinSize(1).ofMaxSize(3), answer)
                .as((turns, last) -> {
                    var all = new ArrayList<>(turns);
                    all.add(last);
                    return all;
                });
    }

    @Property(tries = 40, shrinking = ShrinkingMode.BOUNDED)
    void whereverARunWasCutVendorsTakeWhatFollows(@ForAll("replies") List<Reply> replies) {
        Run run;
        List<RecordedEvent> log;
        try (var workshop = new Workshop(new StrictModel(replies), Sessions.Options.defaults(), tools())) {
            Session session = workshop.begin(QUESTION);
            run = session.run;
            finish(workshop, session, After.APPROVED);
            log = workshop.log(run.id());
        }
        for (int cut = 2; cut <= log.size(); cut++) {
            if (cut < log.size() && log.get(cut).event() instanceof RunEvent.ToolCalled) {
                // A reply is committed as a whole.
                continue;
            }
            for (After after : After.values()) {
                check(run, log.subList(0, cut), replies, after);
            }
        }
    }

    private static void check(Run run, List<RecordedEvent> before, List<Reply> replies, After after) {
        int made = (int) before.stream()
                .filter(one ->
                        one.event() instanceof RunEvent.AgentThought || one.event() instanceof RunEvent.AgentResponse)
                .count();
        var rest = new ArrayList<>(replies.subList(made, replies.size()));
        // Answers the turn after the cut run, however many of its own replies were not asked for.
        var next = new StrictModel(
                List.of(new Reply.Answer("Fine.", AnswerKind.ANSWERED, List.of(), List.of(), TokenUsage.NONE)));
        var strict = new StrictModel(rest);
        boolean[] isNext = {false};
        try (var workshop = new Workshop(
                (prompt, deltas) -> (isNext[0] ? next : strict).reply(prompt, deltas),
                Sessions.Options.defaults(),
                tools())) {
            end(workshop, run, before, after);
            isNext[0] = true;
            Run second = workshop.aRun("And now?", 2, Optional.empty());
            while (second.id().equals(run.id())) {
                // Each workshop counts its ids from 1.
                second = workshop.aRun("And now?", 2, Optional.empty());
            }
            Session session = workshop.sessions.begin(
                    second,
                    Principal.LOCAL,
                    workshop.agents.find(AgentName.CHAT).orElseThrow(),
                    workshop.models.choose(Optional.empty()),
                    List.of(),
                    RunListener.NONE);
            session.journal.begin(
                    Workshop.conversation(), new RunEvent.RunStarted(1, "w1"), new RunEvent.UserRequest("And now?"));
            assertThat(workshop.work(session).outcome()).isPresent();
            List<Message> asked = next.prompts().getFirst().messages();
            assertThat(asked.getFirst()).isEqualTo(new Message.User(QUESTION));
            assertThat(asked.getLast()).isEqualTo(new Message.User("And now?"));
        }
    }

    private static void end(Workshop workshop, Run run, List<RecordedEvent> before, After after) {
        var events = new ArrayList<>(before.stream()
                .map(one -> new StampedEvent(one.at(), one.event()))
                .toList());
        boolean isOver = events.getLast().event().type().isTerminal();
        if (!isOver && after == After.CANCELLED) {
            events.add(new StampedEvent(Instant.EPOCH, new RunEvent.RunCancelled(TokenUsage.NONE)));
        } else if (!isOver && after == After.FAILED) {
            var error = new RunError(RunError.Code.MODEL_FAILED, "no connection");
            events.add(new StampedEvent(Instant.EPOCH, new RunEvent.RunFailed(error, TokenUsage.NONE)));
        }
        workshop.store
                .runEvents()
                // Not the first to hold it, for whom nothing is to be read.
                .begin(Workshop.conversation(), run.held(run.state(), 2, 2), events)
                .seq();
        Run stored = workshop.store.runs().find(OwnerId.LOCAL, run.id()).orElseThrow();
        if (stored.status().isTerminal()) {
            return;
        }
        finish(
                workshop,
                stored.status() == RunStatus.AWAITING_INPUT ? decided(workshop, run, after) : workshop.resume(stored),
                after);
    }

    /** Works until the run is over; whatever it asks is decided alike. */
    private static void finish(Workshop workshop, Session begun, After after) {
        Session session = begun;
        for (int asked = 0; workshop.work(session).isWaiting(); asked++) {
            assertThat(asked).isLessThan(40);
            session = decided(workshop, session.run, after);
        }
    }

    private static Session decided(Workshop workshop, Run run, After after) {
        RunEvent.InputRequested request =
                workshop.store.runControl().request(OwnerId.LOCAL, run.id()).orElseThrow();
        Decision decision =
                switch (after) {
                    case APPROVED, CANCELLED, FAILED ->
                        InputRequests.decisions(request).contains(Decision.APPROVE)
                                ? Decision.APPROVE
                                : Decision.ANSWER;
                    case REJECTED -> Decision.REJECT;
                    case EXPIRED -> Decision.EXPIRED;
                };
        return workshop.decide(run.id(), new RunEvent.InputReceived(request.request(), decision, Value.Absent.ABSENT));
    }
}
