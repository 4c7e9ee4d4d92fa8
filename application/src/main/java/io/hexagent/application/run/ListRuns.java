package io.hexagent.application.run;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.value.ConversationId;
import java.util.Optional;

/** Lists runs, newest first. */
public final class ListRuns {
    /** The most runs of one page. */
    public static final int MOST = 200;

    private final Runs runs;

    public ListRuns(Runs runs) {
        this.runs = runs;
    }

    /** @param limit 1 to {@link #MOST} @param offset how many to skip */
    public record Command(
            Principal principal,
            Optional<RunStatus> status,
            Optional<ConversationId> conversation,
            int limit,
            int offset) {
        public Command {
            if (limit < 1 || limit > MOST || offset < 0) {
                throw new IllegalArgumentException(
                        "limit must be 1 to " + MOST + " and offset 0 or more, got " + limit + " and " + offset);
            }
        }

        public Command(int limit) {
            this(Principal.LOCAL, Optional.empty(), Optional.empty(), limit, 0);
        }
    }

    public Runs.Page handle(Command command) {
        return runs.list(
                command.principal().owner(),
                new Runs.Query(command.status(), command.conversation(), command.limit(), command.offset()));
    }
}
