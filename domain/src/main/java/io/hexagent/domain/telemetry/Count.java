package io.hexagent.domain.telemetry;

import io.hexagent.domain.run.EventType;
import io.hexagent.domain.run.RunStatus;

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

    /** A model counted tokens. */
    record TokensUsed(Direction direction, long by) implements Count {}

    /** Whether tokens were read or written by the model. */
    enum Direction {
        INPUT,
        OUTPUT
    }
}
