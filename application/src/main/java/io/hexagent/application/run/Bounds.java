package io.hexagent.application.run;

import io.hexagent.domain.agent.Limits;
import io.hexagent.domain.run.RunError;

/** Where a run is stopped by its agent's limits. */
final class Bounds {
    private Bounds() {}

    /** The same place, or a failure when it is beyond a limit. */
    static Working checked(Working working, Limits limits) {
        if (!working.pending().isEmpty()) {
            return afterReply(working, limits);
        }
        return working.repairs() > limits.repairs()
                ? working.failed(
                        RunError.Code.TOOL_MISUSE,
                        "the model called tools wrongly " + working.repairs()
                                + " times in a row (setting agent.max-repairs)")
                : working;
    }

    private static Working afterReply(Working working, Limits limits) {
        if (working.usage().total() > limits.tokens()) {
            return working.failed(
                    RunError.Code.LIMIT_REACHED,
                    "the run used " + working.usage().total() + " tokens, more than " + limits.tokens()
                            + " (setting agent.max-tokens)");
        }
        if (working.toolCalls() + working.pending().size() > limits.toolCalls()) {
            return working.failed(
                    RunError.Code.LIMIT_REACHED,
                    "the model asked for more than " + limits.toolCalls()
                            + " tool calls (setting agent.max-tool-calls)");
        }
        if (working.repeats() >= limits.repairs()) {
            return working.failed(
                    RunError.Code.LIMIT_REACHED,
                    "the model asked for the same call " + (working.repeats() + 1) + " times in a row");
        }
        return working;
    }
}
