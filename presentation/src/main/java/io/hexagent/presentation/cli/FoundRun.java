package io.hexagent.presentation.cli;

import io.hexagent.application.run.InspectRun;
import io.hexagent.application.run.RunReport;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.value.RunId;
import io.hexagent.presentation.wire.RunShapes;

/** A run that somebody names by its id, or by the first characters of it. */
final class FoundRun {
    private FoundRun() {}

    /** @throws Failure when there is none, or more than one */
    static RunReport of(Hexagent hexagent, String id) {
        return switch (hexagent.inspectRun().handle(new InspectRun.Command(id(id)))) {
            case InspectRun.Outcome.Found found -> found.report();
            case InspectRun.Outcome.Unknown unknown -> throw unknown(id);
        };
    }

    static Failure unknown(String id) {
        return Failure.unusable("unknown_run", "there is no run \"" + id + "\"; hexagent runs lists them");
    }

    /** What became of it, in one word: its outcome, or its status. */
    static String word(Run run) {
        return RunShapes.outcome(run)
                .map(outcome -> outcome.wire())
                .orElse(run.status().wire());
    }

    private static RunId id(String text) {
        try {
            return new RunId(text);
        } catch (IllegalArgumentException impossible) {
            throw unknown(text);
        }
    }
}
