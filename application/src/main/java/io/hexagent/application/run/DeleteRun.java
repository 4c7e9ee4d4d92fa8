package io.hexagent.application.run;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.value.RunId;

/** Removes a run that has ended, with its events and artifacts. */
public final class DeleteRun {
    private final Runs runs;

    public DeleteRun(Runs runs) {
        this.runs = runs;
    }

    public record Command(Principal principal, RunId id) {
        public Command(RunId id) {
            this(Principal.LOCAL, id);
        }
    }

    public Runs.Deletion handle(Command command) {
        return runs.delete(command.principal().owner(), command.id());
    }
}
