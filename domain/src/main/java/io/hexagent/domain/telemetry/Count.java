package io.hexagent.domain.telemetry;

import io.hexagent.domain.run.EventType;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.tool.ToolName;

/** Something that is counted. */
public sealed interface Count {
    /** How many at once. */
    default long by() {
        return 1;
    }

    /** A run has ended. @param state a terminal one */
    record RunEnded(RunStatus state) implements Count {}

    /** An event of a run was written. */
    record StepTaken(EventType type) implements Count {}

    /** A run was taken up again after an attempt that did not end it. */
    record RunRetried() implements Count {}

    /** A call of a tool was answered with the result of an earlier one. */
    record ToolCached(ToolName tool) implements Count {}

    /** A call of a tool failed in a way that may pass and was made again. */
    record ToolRepeated(ToolName tool) implements Count {}

    /** A call was not made, since the tool failed too often and is left alone for a while. */
    record ToolSuspended(ToolName tool) implements Count {}

    /** A model counted tokens. */
    record TokensUsed(Direction direction, long by) implements Count {}

    /** Whether tokens were read or written by the model. */
    enum Direction {
        INPUT,
        OUTPUT
    }
}
