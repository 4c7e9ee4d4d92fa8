package io.hexagent.application.run;

import io.hexagent.domain.agent.Limits;
import io.hexagent.domain.run.RunError;

/** Where a run is stopped by its agent's limits. */
final class Bounds {
    private Bounds() {}

    /** The same place, or a failure when it is beyond a limit. @param spent what sub-agents used of the limits */
    static Working checked(Working working, Limits limits, Spent spent) {
        if (!working.pending().isEmpty()) {
            return afterReply(working, limits, spent);
        }
        return working.repairs() > limits.repairs()
                ? working.failed(
                        RunError.Code.TOOL_MISUSE,
                        "the model called tools wrongly " + working.repairs()
                                + " times in a row (setting agent.max-repairs)")
                : working;
    }

    private static Working afterReply(Working working, Limits limits, Spent spent) {
        long tokens = working.usage().plus(spent.usage()).total();
        if (tokens > limits.tokens()) {
            return working.failed(
                    RunError.Code.LIMIT_REACHED,
                    "the run used " + tokens + " tokens, more than " + limits.tokens() + " (setting agent.max-tokens)");
        }
        if (working.toolCalls() + working.pending().size() + spent.toolCalls() > limits.toolCalls()) {
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
