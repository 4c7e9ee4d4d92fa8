package io.hexagent.domain.run;

import io.hexagent.domain.language.AnswerKind;
import java.time.Instant;

/** Where a run stands. */
public sealed interface RunState {
    RunStatus status();

    /** Waits for a worker. */
    record Queued() implements RunState {
        @Override
        public RunStatus status() {
            return RunStatus.QUEUED;
        }
    }

    /** @param worker the process that holds the run */
    record Running(String worker) implements RunState {
        @Override
        public RunStatus status() {
            return RunStatus.RUNNING;
        }
    }

    /** Waits for a person. */
    record AwaitingInput(String requestId) implements RunState {
        @Override
        public RunStatus status() {
            return RunStatus.AWAITING_INPUT;
        }
    }

    /** Ended with an answer, a refusal or a question. */
    record Completed(AnswerKind outcome, Instant at) implements RunState {
        @Override
        public RunStatus status() {
            return RunStatus.COMPLETED;
        }
    }

    /** Ended without an answer. */
    record Failed(RunError error, Instant at) implements RunState {
        @Override
        public RunStatus status() {
            return RunStatus.FAILED;
        }
    }

    /** Ended because somebody asked for it. */
    record Cancelled(Instant at) implements RunState {
        @Override
        public RunStatus status() {
            return RunStatus.CANCELLED;
        }
    }
}
