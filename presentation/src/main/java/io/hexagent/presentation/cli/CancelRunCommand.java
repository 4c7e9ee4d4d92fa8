package io.hexagent.presentation.cli;

import io.hexagent.application.run.CancelRun;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.run.Run;
import io.hexagent.presentation.wire.RunShapes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends a run, whichever process works on it. */
@Command(name = "cancel", description = "Cancels a run that has not ended.", mixinStandardHelpOptions = true)
final class CancelRunCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(paramLabel = "ID", description = "The run's id, or the first characters of it (four or more).")
    private String id = "";

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    CancelRunCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Hexagent hexagent = Cli.open(around)) {
            Run found = FoundRun.of(hexagent, id).run();
            switch (hexagent.cancelRun().handle(new CancelRun.Command(Principal.LOCAL, found.id()))) {
                case CancelRun.Outcome.Cancelled cancelled -> say(hexagent, cancelled.run(), "is cancelled");
                case CancelRun.Outcome.EndedBefore before ->
                    say(hexagent, before.run(), "had ended before: " + FoundRun.word(before.run()));
                case CancelRun.Outcome.Unknown unknown -> throw FoundRun.unknown(id);
            }
        }
        return Exit.OK;
    }

    private void say(Hexagent hexagent, Run run, String what) {
        around.out()
                .println(
                        json
                                ? hexagent.json().write(RunShapes.row(run))
                                : "Run " + RunShapes.shortened(run.id()) + " " + what + ".");
    }
}
