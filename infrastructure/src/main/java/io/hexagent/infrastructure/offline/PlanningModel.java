package io.hexagent.infrastructure.offline;

import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.language.Delta;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.language.Reply;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Answers by a plan of tool calls, one a turn. It keeps nothing between turns: the plan is made anew from the last
 * question, and the tool results after it tell how far the plan has come.
 */
final class PlanningModel implements LanguageModel {
    private final Questions questions;
    private final Json json;

    PlanningModel(Questions questions, Json json) {
        this.questions = questions;
        this.json = json;
    }

    @Override
    public Reply reply(Prompt prompt, Consumer<Delta> deltas) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted before planning");
        }
        int asked = lastQuestion(prompt.messages());
        String question = asked < 0 ? "" : prompt.messages().get(asked).text();
        Reply reply = next(prompt, question, outcomes(prompt.messages(), asked));
        switch (reply) {
            case Reply.Answer answer -> deltas.accept(new Delta.Text(answer.text()));
            case Reply.ToolCalls calls -> {
                if (!calls.thought().isEmpty()) {
                    deltas.accept(new Delta.Text(calls.thought()));
                }
            }
        }
        return reply;
    }

    private Reply next(Prompt prompt, String question, List<Outcome> outcomes) {
        List<PlanStep> steps;
        try {
            Questions.Understood understood = questions.understand(question, prompt.datasets(), prompt.tools());
            if (understood.direct().isPresent()) {
                return answer(understood.direct().get(), AnswerKind.ANSWERED, List.of());
            }
            steps = understood.steps();
            refuseMissingTools(prompt, steps);
        } catch (Unplannable problem) {
            return answer(problem.text(), problem.kind(), List.of());
        }
        Optional<Outcome> failed =
                outcomes.stream().filter(outcome -> !outcome.success()).findFirst();
        if (failed.isPresent()) {
            PlanStep step = steps.get(Math.min(outcomes.indexOf(failed.get()), steps.size() - 1));
            String text = BacktestAnswer.refusal(step, failed.get())
                    .orElseGet(() -> "I could not finish: " + failed.get().error());
            return answer(text, AnswerKind.REFUSED, steps);
        }
        boolean undefined = !outcomes.isEmpty()
                && outcomes.getLast().content().flag("undefined").orElse(false);
        if (outcomes.size() < steps.size() && !undefined) {
            return call(steps, outcomes);
        }
        List<Outcome> told = outcomes.subList(0, Math.min(outcomes.size(), steps.size()));
        List<PlanStep> done = steps.subList(0, told.size());
        boolean nothingThere = IntStream.range(0, told.size())
                .anyMatch(i -> done.get(i).telling().kind() == PlanStep.Telling.Kind.PASSAGES
                        && PassagesAnswer.isWithoutDocuments(told.get(i)));
        List<String> found = IntStream.range(0, told.size())
                .filter(i -> done.get(i).telling().kind() == PlanStep.Telling.Kind.BACKTEST)
                .mapToObj(i -> BacktestAnswer.assumptions(told.get(i)))
                .flatMap(List::stream)
                .toList();
        return answer(
                AnswerWriter.text(done, told), nothingThere ? AnswerKind.REFUSED : AnswerKind.ANSWERED, steps, found);
    }

    private Reply call(List<PlanStep> steps, List<Outcome> outcomes) {
        PlanStep step = steps.get(outcomes.size());
        List<Optional<BigDecimal>> figures =
                outcomes.stream().map(Outcome::figure).toList();
        boolean goesOn = step.tool().equals("calculator")
                && !outcomes.isEmpty()
                && figures.getLast().isEmpty();
        if (goesOn) {
            return answer(
                    "I could not finish: the step before gave no single figure to go on with.",
                    AnswerKind.REFUSED,
                    steps);
        }
        var call = new ToolCall(
                new CallId("call_" + (outcomes.size() + 1)),
                new ToolName(step.tool()),
                json.write(step.arguments().of(figures)));
        return new Reply.ToolCalls(step.thought(), List.of(call), TokenUsage.NONE);
    }

    private static Reply answer(String text, AnswerKind kind, List<PlanStep> steps) {
        return answer(text, kind, steps, List.of());
    }

    private static Reply answer(String text, AnswerKind kind, List<PlanStep> steps, List<String> found) {
        var assumptions = new LinkedHashSet<String>();
        steps.forEach(step -> assumptions.addAll(step.assumptions()));
        assumptions.addAll(found);
        return new Reply.Answer(
                text, kind, steps.stream().map(PlanStep::thought).toList(), List.copyOf(assumptions), TokenUsage.NONE);
    }

    private static void refuseMissingTools(Prompt prompt, List<PlanStep> steps) {
        List<String> there =
                prompt.tools().stream().map(tool -> tool.name().value()).toList();
        for (PlanStep step : steps) {
            if (!there.contains(step.tool())) {
                throw Unplannable.refused("That needs the tool \"" + step.tool() + "\", which is not available here"
                        + (there.isEmpty() ? "." : "; available: " + Replies.list(there) + "."));
            }
        }
    }

    private static int lastQuestion(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof Message.User) {
                return i;
            }
        }
        return -1;
    }

    private List<Outcome> outcomes(List<Message> messages, int asked) {
        var outcomes = new ArrayList<Outcome>();
        for (Message message : messages.subList(asked + 1, messages.size())) {
            if (message instanceof Message.Tool tool) {
                outcomes.add(outcome(tool.text()));
            }
        }
        return List.copyOf(outcomes);
    }

    private Outcome outcome(String text) {
        try {
            Value.Fields content = json.readFields(text);
            return new Outcome(content.flag("success").orElse(true), content);
        } catch (Json.MalformedJson malformed) {
            return new Outcome(
                    false,
                    Value.fields()
                            .put("error", "a tool's result could not be read")
                            .build());
        }
    }
}
