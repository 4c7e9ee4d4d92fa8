package io.hexagent.infrastructure.store;

import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.StampedEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What some events change of their run's row. Empty: that part stays as it is. */
public record RunChange(Optional<RunState> state, OptionalInt attempt, Optional<TokenUsage> usage) {
    public static final RunChange NONE = new RunChange(Optional.empty(), OptionalInt.empty(), Optional.empty());

    /**
     * What the events change together.
     *
     * @throws IllegalArgumentException when an event follows one with which the run has ended
     */
    public static RunChange of(List<StampedEvent> events) {
        RunChange change = NONE;
        for (StampedEvent stamped : events) {
            if (change.ends()) {
                throw new IllegalArgumentException(
                        "event \"" + stamped.event().type().wire() + "\" follows the end of its run");
            }
            change = change.then(of(stamped.at(), stamped.event()));
        }
        return change;
    }

    private static RunChange of(Instant at, RunEvent event) {
        return switch (event) {
            case RunEvent.RunStarted started ->
                new RunChange(
                        Optional.of(new RunState.Running(started.worker())),
                        OptionalInt.of(started.attempt()),
                        Optional.empty());
            case RunEvent.RunCompleted completed ->
                end(new RunState.Completed(completed.outcome(), at), completed.usage());
            case RunEvent.RunFailed failed -> end(new RunState.Failed(failed.error(), at), failed.usage());
            case RunEvent.RunCancelled cancelled -> end(new RunState.Cancelled(at), cancelled.usage());
            case RunEvent.RunQueued ignored ->
                new RunChange(Optional.of(new RunState.Queued()), OptionalInt.empty(), Optional.empty());
            case RunEvent.AgentThought thought -> used(thought.used());
            case RunEvent.AgentResponse response -> used(response.used());
            case RunEvent.InputRequested requested ->
                new RunChange(
                        Optional.of(new RunState.AwaitingInput(requested.request())),
                        OptionalInt.empty(),
                        Optional.empty());
            case RunEvent.InputReceived ignored ->
                new RunChange(Optional.of(new RunState.Queued()), OptionalInt.empty(), Optional.empty());
            case RunEvent.UserRequest ignored -> NONE;
            case RunEvent.ToolCalled ignored -> NONE;
            case RunEvent.ToolProgress ignored -> NONE;
            case RunEvent.ToolReturned ignored -> NONE;
            case RunEvent.ArtifactCreated ignored -> NONE;
            case RunEvent.ChildRun ignored -> NONE;
        };
    }

    private static RunChange used(TokenUsage total) {
        return total.equals(TokenUsage.NONE)
                ? NONE
                : new RunChange(Optional.empty(), OptionalInt.empty(), Optional.of(total));
    }

    private static RunChange end(RunState state, TokenUsage usage) {
        return new RunChange(Optional.of(state), OptionalInt.empty(), Optional.of(usage));
    }

    /** This change followed by another. */
    public RunChange then(RunChange later) {
        if (later.equals(NONE)) {
            return this;
        }
        return new RunChange(
                later.state.or(() -> state),
                later.attempt.isPresent() ? later.attempt : attempt,
                later.usage.or(() -> usage));
    }

    /** Whether the run ends with it. */
    public boolean ends() {
        return state.isPresent() && state.get().status().isTerminal();
    }

    /** Whether the run ends with it without an answer. */
    public boolean givesUp() {
        return state.isPresent()
                && (state.get() instanceof RunState.Failed || state.get() instanceof RunState.Cancelled);
    }

    /** The run after the change. */
    public Run appliedTo(Run run) {
        return run.with(
                run.ordinal(),
                state.orElse(run.state()),
                usage.orElse(run.usage()),
                run.epoch(),
                attempt.orElse(run.attempt()));
    }
}
