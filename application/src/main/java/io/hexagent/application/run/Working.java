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
 * @param toolCalls calls of tools so far, those of the turn at work not counted
 * @param repairs turns in a row in which every call was wrong
 * @param repeats turns in a row that asked for exactly the same calls
 * @param signature what the last turn asked for, to count the repeats
 * @param pending the calls of the last turn, until all of them have their results
 * @param request the request for input that the run waits for
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
        Optional<String> request,
        Optional<AnswerKind> outcome,
        Optional<RunError> error) {
    Working {
        pending = List.copyOf(pending);
    }

    static Working start(RunId run) {
        return new Working(
                run, 0, 0, TokenUsage.NONE, 0, 0, "", List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The model asked for tools. @param asked tells what for: equal when the calls are */
    Working calling(List<ToolCall> calls, String asked, TokenUsage used) {
        return new Working(
                run,
                turns + 1,
                toolCalls,
                usage.plus(used),
                repairs,
                asked.equals(signature) ? repeats + 1 : 0,
                asked,
                calls,
                Optional.empty(),
                outcome,
                error);
    }

    /** All pending calls have their results. @param allRejected whether every one of them was wrong */
    Working called(boolean allRejected) {
        return called(allRejected ? repairs + 1 : 0);
    }

    /** All pending calls have their results. @param wrongInARow the repairs from now on */
    Working called(int wrongInARow) {
        return new Working(
                run,
                turns,
                toolCalls + pending.size(),
                usage,
                wrongInARow,
                repeats,
                signature,
                List.of(),
                Optional.empty(),
                outcome,
                error);
    }

    /** The same place with another count of repairs. */
    Working corrected(int wrongInARow) {
        return new Working(
                run, turns, toolCalls, usage, wrongInARow, repeats, signature, pending, request, outcome, error);
    }

    /** A pending call needs a person. */
    Working waiting(String requestId) {
        return at(Optional.of(requestId));
    }

    /** A person has decided. */
    Working goingOn() {
        return at(Optional.empty());
    }

    private Working at(Optional<String> wait) {
        return new Working(run, turns, toolCalls, usage, repairs, repeats, signature, pending, wait, outcome, error);
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
                Optional.empty(),
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
                Optional.empty(),
                outcome,
                Optional.of(new RunError(code, message)));
    }

    /** Whether the run has an answer or cannot go on. */
    boolean isOver() {
        return outcome.isPresent() || error.isPresent();
    }

    /** Whether the run waits for a person. */
    boolean isWaiting() {
        return request.isPresent();
    }
}
