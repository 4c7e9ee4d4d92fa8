package io.hexagent.presentation.cli;

import io.hexagent.application.run.ReplayRun;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.run.Step;
import io.hexagent.presentation.wire.RunShapes;
import io.hexagent.presentation.wire.StepText;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a request again with the recorded replies, and shows where the steps differ. */
@Command(
        name = "replay",
        description = "Runs a request again with the model's recorded replies, and shows which steps differ.",
        mixinStandardHelpOptions = true)
final class ReplayRunCommand implements Callable<Integer> {
    private final Surroundings around;
    private final Style style;

    @Parameters(paramLabel = "ID", description = "The run's id, or the first characters of it (four or more).")
    private String id = "";

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    ReplayRunCommand(Surroundings around) {
        this.around = around;
        this.style = new Style(around.colour());
    }

    @Override
    public Integer call() {
        try (Hexagent hexagent = Cli.open(around)) {
            var command = new ReplayRun.Command(
                    Principal.LOCAL, FoundRun.of(hexagent, id).run().id(), Optional.empty(), Optional.empty());
            return switch (hexagent.replayRun().handle(command)) {
                case ReplayRun.Outcome.Replayed replayed -> {
                    show(hexagent, replayed);
                    yield replayed.isSame() ? Exit.OK : Exit.NOT_ANSWERED;
                }
                case ReplayRun.Outcome.StillRunning running ->
                    throw Failure.failed(
                            "still_running", "run " + running.replay().id() + " is still at work");
                case ReplayRun.Outcome.Repeated repeated ->
                    throw new IllegalStateException("a command without a key was repeated");
                case ReplayRun.Outcome.Deleted deleted ->
                    throw FoundRun.unknown(deleted.run().value());
                case ReplayRun.Outcome.KeyReused reused ->
                    throw new IllegalStateException("a command without a key has a key");
                case ReplayRun.Outcome.Live live ->
                    throw Failure.unusable(
                            "run_is_live",
                            "run " + RunShapes.shortened(live.run().id()) + " is "
                                    + live.run().status().wire() + "; replay it when it has ended");
                case ReplayRun.Outcome.Unreplayable not -> throw Failure.failed("unreplayable", not.message());
                case ReplayRun.Outcome.Busy busy ->
                    throw Failure.failed("busy", busy.runs() + " runs are at work already (setting limits.runs)");
                case ReplayRun.Outcome.Unknown unknown -> throw FoundRun.unknown(id);
            };
        }
    }

    private void show(Hexagent hexagent, ReplayRun.Outcome.Replayed replayed) {
        if (json) {
            around.out().println(hexagent.json().write(RunShapes.replay(replayed)));
            return;
        }
        for (ReplayRun.Pair pair : replayed.steps()) {
            if (pair.same()) {
                line(pair, " ", pair.after());
            } else {
                line(pair, style.red("-"), pair.before());
                line(pair, style.green("+"), pair.after());
            }
        }
        around.out().println();
        String run = "run " + RunShapes.shortened(replayed.replay().run().id());
        long other = replayed.steps().stream().filter(pair -> !pair.same()).count();
        around.out()
                .println(
                        replayed.isSame()
                                ? style.green("All " + replayed.steps().size() + " steps are the same") + " (" + run
                                        + ")."
                                : style.yellow(other + " of " + replayed.steps().size() + " steps differ") + " (" + run
                                        + ").");
    }

    private void line(ReplayRun.Pair pair, String mark, Optional<Step> step) {
        step.ifPresent(shown -> {
            String head = Text.padded(Integer.toString(pair.order()), 3, true) + "  "
                    + Text.padded(shown.type().wire(), 14, false) + "  ";
            around.out()
                    .println(mark + " " + style.faint(head)
                            + Text.cut(StepText.of(shown), Math.max(30, around.columns() - Text.width(head) - 2)));
        });
    }
}
