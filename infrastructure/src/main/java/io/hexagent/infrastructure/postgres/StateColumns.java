package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.run.RunError;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.value.Clean;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A run's state as the columns of its row, both ways. Null: the state has no such thing. */
record StateColumns(
        String status,
        @Nullable String worker,
        @Nullable String request,
        @Nullable String outcome,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        @Nullable Instant completedAt) {

    static StateColumns of(RunState state) {
        String status = state.status().wire();
        return switch (state) {
            case RunState.Queued ignored -> new StateColumns(status, null, null, null, null, null, null);
            case RunState.Running(String worker) ->
                new StateColumns(status, Clean.text(worker), null, null, null, null, null);
            case RunState.AwaitingInput(String request) ->
                new StateColumns(status, null, Clean.text(request), null, null, null, null);
            case RunState.Completed(AnswerKind outcome, Instant at) ->
                new StateColumns(status, null, null, outcome.wire(), null, null, at);
            case RunState.Failed(RunError error, Instant at) ->
                new StateColumns(status, null, null, null, error.code().wire(), Clean.text(error.message()), at);
            case RunState.Cancelled(Instant at) -> new StateColumns(status, null, null, null, null, null, at);
        };
    }

    RunState state() {
        return switch (RunStatus.ofWire(status)) {
            case QUEUED -> new RunState.Queued();
            case RUNNING -> new RunState.Running(present("worker", worker));
            case AWAITING_INPUT -> new RunState.AwaitingInput(present("request", request));
            case COMPLETED ->
                new RunState.Completed(
                        AnswerKind.ofWire(present("outcome", outcome)), present("completed_at", completedAt));
            case FAILED ->
                new RunState.Failed(
                        new RunError(
                                RunError.Code.ofWire(present("error_code", errorCode)),
                                present("error_message", errorMessage)),
                        present("completed_at", completedAt));
            case CANCELLED -> new RunState.Cancelled(present("completed_at", completedAt));
        };
    }

    private <T> T present(String column, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a run is " + status + " without " + column);
        }
        return value;
    }
}
