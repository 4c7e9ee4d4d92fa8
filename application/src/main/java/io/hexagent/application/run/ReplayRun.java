package io.hexagent.application.run;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.dataset.Datasets;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.run.Step;
import io.hexagent.domain.value.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a request again with the recorded replies of the model, and shows how its steps differ. Tools that change
 * something are not called again: their recorded results are used.
 */
public final class ReplayRun {
    private final Runs runs;
    private final Datasets datasets;
    private final RunLauncher launcher;
    private final EndOfRun endOfRun;

    public ReplayRun(Runs runs, Datasets datasets, RunLauncher launcher, EndOfRun endOfRun) {
        this.runs = runs;
        this.datasets = datasets;
        this.launcher = launcher;
        this.endOfRun = endOfRun;
    }

    /** @param patience how long to wait for the end */
    public record Command(Principal principal, RunId run, Optional<Duration> patience, Optional<RequestKey> key) {}

    /**
     * Two steps side by side.
     *
     * @param order from 0
     * @param before empty: the replay has a step more
     * @param after empty: the replay has a step less
     * @param same whether type and content are equal; times and ids do not count
     */
    public record Pair(int order, Optional<Step> before, Optional<Step> after, boolean same) {}

    public sealed interface Outcome {
        /** @param steps all steps of both runs, in order */
        record Replayed(RunReport original, RunReport replay, List<Pair> steps) implements Outcome {
            public Replayed {
                steps = List.copyOf(steps);
            }

            public boolean isSame() {
                return steps.stream().allMatch(Pair::same);
            }
        }

        /** The wait is over and the replay goes on. */
        record StillRunning(Run replay) implements Outcome {}

        /** The same request was made before: this is what came of it. */
        record Repeated(Outcome first) implements Outcome {}

        record KeyReused() implements Outcome {}

        /** The run of the same request was deleted since. */
        record Deleted(RunId run) implements Outcome {}

        /** Only a run that has ended can be replayed. */
        record Live(Run run) implements Outcome {}

        record Busy(int runs) implements Outcome {}

        /** What the run used is not there any more; the message says what. */
        record Unreplayable(String message) implements Outcome {}

        record Unknown(RunId id) implements Outcome {}
    }

    /** @throws io.hexagent.domain.run.RunEvents.LogUnavailable when the store fails */
    public Outcome handle(Command command) {
        var owner = command.principal().owner();
        Optional<Run> found = runs.find(owner, command.run());
        if (found.isEmpty()) {
            return new Outcome.Unknown(command.run());
        }
        Run run = found.get();
        if (!run.status().isTerminal()) {
            return new Outcome.Live(run);
        }
        Optional<RunReport> original = endOfRun.report(command.principal(), run.id());
        if (original.isEmpty()) {
            return new Outcome.Unknown(command.run());
        }
        var asked = new Intake.Asked(
                command.principal(),
                run.query(),
                run.datasets().stream()
                        .flatMap(id -> datasets.find(owner, id).stream())
                        .toList(),
                Optional.of(run.agent()),
                Optional.of(run.model().toString()),
                // A conversation of its own: a replay is no turn of the first one.
                Optional.empty(),
                false,
                Optional.of(run.id()));
        return outcome(
                original.get(),
                launcher.launch(new RunLauncher.Request(asked, command.patience(), RunListener.NONE, command.key())));
    }

    private static Outcome outcome(RunReport original, RunLauncher.Launched launched) {
        return switch (launched) {
            case RunLauncher.Launched.Ended ended -> replayed(original, ended.report());
            case RunLauncher.Launched.Waiting waiting -> replayed(original, waiting.report());
            case RunLauncher.Launched.StillRunning running -> new Outcome.StillRunning(running.run());
            case RunLauncher.Launched.Repeated repeated -> new Outcome.Repeated(outcome(original, repeated.first()));
            case RunLauncher.Launched.KeyReused reused -> new Outcome.KeyReused();
            case RunLauncher.Launched.Deleted deleted -> new Outcome.Deleted(deleted.run());
            case RunLauncher.Launched.Busy busy -> new Outcome.Busy(busy.runs());
            case RunLauncher.Launched.UnknownModel unknown -> new Outcome.Unreplayable(unknown.message());
            case RunLauncher.Launched.Invalid invalid -> new Outcome.Unreplayable(invalid.message());
            case RunLauncher.Launched.UnknownConversation unknown ->
                throw new IllegalStateException("a new conversation is not known: " + unknown.id());
            case RunLauncher.Launched.ConversationBusy busy ->
                throw new IllegalStateException(
                        "a new conversation is busy with run " + busy.live().id());
        };
    }

    private static Outcome replayed(RunReport original, RunReport replay) {
        return new Outcome.Replayed(original, replay, pairs(original.steps(), replay.steps()));
    }

    private static List<Pair> pairs(List<Step> before, List<Step> after) {
        var pairs = new ArrayList<Pair>();
        for (int order = 0; order < Math.max(before.size(), after.size()); order++) {
            Optional<Step> one = order < before.size() ? Optional.of(before.get(order)) : Optional.empty();
            Optional<Step> other = order < after.size() ? Optional.of(after.get(order)) : Optional.empty();
            pairs.add(
                    new Pair(order, one, other, one.map(ReplayRun::substance).equals(other.map(ReplayRun::substance))));
        }
        return pairs;
    }

    /** What a step says, without its place and time. */
    private static List<Object> substance(Step step) {
        return switch (step) {
            case Step.UserRequest request -> List.of(step.type(), request.content());
            case Step.Thought thought -> List.of(step.type(), thought.content());
            case Step.ToolCall call -> List.of(step.type(), call.tool(), call.params());
            case Step.ToolResult result -> List.of(step.type(), result.tool(), result.ok(), result.result());
            case Step.Response response -> List.of(step.type(), response.content());
        };
    }
}
