package io.hexagent.application.run;

import io.hexagent.application.tool.CallOrder;
import io.hexagent.application.tool.ToolRunner;
import io.hexagent.application.tool.ToolRunner.Prepared;
import io.hexagent.domain.agent.Limits;
import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.language.Reply;
import io.hexagent.domain.run.RunError;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolSpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Asks the model what to do next and records its reply. */
final class AskModel implements Node {
    private static final int MOST_SHOWN = 120;

    private final ToolRunner runner;
    private final InstantSource clock;

    AskModel(ToolRunner runner, InstantSource clock) {
        this.runner = runner;
        this.clock = clock;
    }

    @Override
    public Working apply(Working working, Session session) {
        Limits limits = session.limits;
        if (working.turns() + session.spent.turns() >= limits.turns()) {
            return working.failed(
                    RunError.Code.LIMIT_REACHED,
                    "the model gave no answer within " + limits.turns() + " turns (setting agent.max-turns)");
        }
        if (!clock.instant().isBefore(session.deadline)) {
            return working.failed(RunError.Code.LIMIT_REACHED, session.tooLong());
        }
        // What the model is about to see must not be lost: its reply is worth nothing without it.
        session.journal.fence();
        // What was enabled, disabled or described meanwhile holds from here on.
        session.tools = session.allowed(runner.offered(session.principal.owner(), session.agent));
        Reply reply;
        try {
            reply = session.model.reply(
                    new Prompt(session.instructions, session.messages, session.tools, session.datasets),
                    session.listener.equals(RunListener.NONE) && !session.streams
                            ? LanguageModel.SILENT
                            : delta -> session.listener.delta(session.run.id(), delta));
        } catch (LanguageModelException problem) {
            if (problem.retryable() && session.retries > 0) {
                session.retries--;
                throw new TurnFailed(problem);
            }
            return working.failed(
                    RunError.Code.MODEL_FAILED,
                    session.run.model() + ": " + problem.getMessage() + " ("
                            + problem.code().wire() + ")");
        }
        session.usage = session.usage.plus(reply.usage());
        return switch (reply) {
            case Reply.Answer answer -> answered(working, session, answer);
            case Reply.ToolCalls calls -> calling(working, session, calls);
        };
    }

    private static Working answered(Working working, Session session, Reply.Answer answer) {
        session.messages.add(new Message.Assistant(answer.text(), List.of()));
        session.journal.add(new RunEvent.AgentResponse(
                answer.text(), answer.kind(), answer.plan(), answer.assumptions(), session.usage));
        return working.answered(answer.kind(), answer.usage());
    }

    private Working calling(Working working, Session session, Reply.ToolCalls reply) {
        List<ToolCall> calls = CallOrder.of(withOwnIds(reply.calls(), session), session.tools);
        session.messages.add(new Message.Assistant(reply.thought(), calls));
        var events = new ArrayList<RunEvent>(calls.size() + 1);
        var asked = new ArrayList<RunEvent.ToolCalled>(calls.size());
        boolean spoken = !reply.thought().isBlank();
        events.add(new RunEvent.AgentThought(
                spoken ? reply.thought() : "Using " + String.join(", ", uses(calls)), spoken, session.usage));
        for (ToolCall call : calls) {
            Prepared prepared = runner.prepare(session.principal.owner(), call, session.tools);
            session.prepared.put(call.id(), prepared);
            asked.add(new RunEvent.ToolCalled(
                    call.id(),
                    call.name(),
                    prepared.tool().map(Tool::spec).map(ToolSpec::version),
                    prepared.schemaHash(),
                    call.arguments(),
                    prepared.params(),
                    CallTools.effectKey(session, call)));
        }
        events.addAll(asked);
        session.journal.add(events);
        return Bounds.checked(
                working.calling(calls, Transcript.signature(asked), reply.usage()), session.limits, session.spent);
    }

    /** Each call in a few words: the tool and the start of its arguments. */
    private static List<String> uses(List<ToolCall> calls) {
        return calls.stream()
                .map(call -> call.name() + " "
                        + call.arguments()
                                .substring(
                                        0, Math.min(MOST_SHOWN, call.arguments().length())))
                .map(String::strip)
                .toList();
    }

    /** Some servers number the calls of each reply from zero, and some give ids or names that others do not take. */
    private static List<ToolCall> withOwnIds(List<ToolCall> calls, Session session) {
        var own = new ArrayList<ToolCall>(calls.size());
        for (ToolCall call : calls) {
            own.add(new ToolCall(
                    CallForm.id(call.id(), session.callIds::add),
                    CallForm.name(
                            call.name(),
                            name -> session.tools.stream()
                                    .anyMatch(spec -> spec.name().equals(name))),
                    call.arguments()));
        }
        return own;
    }
}
