package io.hexagent.application.run;

import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.RunError;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.value.RunId;
import java.util.List;
import java.util.Optional;

/**
 * Where a run stands in its graph: a cursor over the event log, not the transcript. Immutable.
 *
 * @param turns replies of the model so far
 * @param toolCalls calls of tools so far
 * @param repairs turns in a row in which every call was wrong
 * @param repeats turns in a row that asked for exactly the same calls
 * @param signature what the last turn asked for, to count the repeats
 * @param pending calls that the model asked for and that have no result yet
 * @param outcome set once the run has its answer
 * @param error set once the run cannot go on
 */
record Working(
        RunId run,
        int turns,
        int toolCalls,
        TokenUsage usage,
        int repairs,
        int repeats,
        String signature,
        List<ToolCall> pending,
        Optional<AnswerKind> outcome,
        Optional<RunError> error) {
    Working {
        pending = List.copyOf(pending);
    }

    static Working start(RunId run) {
        return new Working(run, 0, 0, TokenUsage.NONE, 0, 0, "", List.of(), Optional.empty(), Optional.empty());
    }

    /** The model asked for tools. */
    Working calling(List<ToolCall> calls, TokenUsage used) {
        String asked = signature(calls);
        return new Working(
                run,
                turns + 1,
                toolCalls,
                usage.plus(used),
                repairs,
                asked.equals(signature) ? repeats + 1 : 0,
                asked,
                calls,
                outcome,
                error);
    }

    /** All pending calls have their results. @param allRejected whether every one of them was wrong */
    Working called(boolean allRejected) {
        return new Working(
                run,
                turns,
                toolCalls + pending.size(),
                usage,
                allRejected ? repairs + 1 : 0,
                repeats,
                signature,
                List.of(),
                outcome,
                error);
    }

    /** The model gave its answer. */
    Working answered(AnswerKind kind, TokenUsage used) {
        return new Working(
                run,
                turns + 1,
                toolCalls,
                usage.plus(used),
                repairs,
                repeats,
                signature,
                List.of(),
                Optional.of(kind),
                error);
    }

    /** The run cannot go on. */
    Working failed(RunError.Code code, String message) {
        return new Working(
                run,
                turns,
                toolCalls,
                usage,
                repairs,
                repeats,
                signature,
                List.of(),
                outcome,
                Optional.of(new RunError(code, message)));
    }

    boolean isOver() {
        return outcome.isPresent() || error.isPresent();
    }

    private static String signature(List<ToolCall> calls) {
        var text = new StringBuilder();
        for (ToolCall call : calls) {
            text.append(call.name()).append(call.arguments()).append('\n');
        }
        return calls.size() + ":" + Integer.toHexString(text.toString().hashCode()) + ":" + text.length();
    }
}
