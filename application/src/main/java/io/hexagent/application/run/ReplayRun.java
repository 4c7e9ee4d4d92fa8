package io.hexagent.application.run;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.Step;
import io.hexagent.domain.value.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Runs a request again with the recorded replies of the model, and shows how its steps differ. Tools that change
 * something are not called again: their recorded results are used.
 */
public final class ReplayRun {
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

        record Repeated(RunId replay) implements Outcome {}

        record KeyReused() implements Outcome {}

        /** Only a run that has ended can be replayed. */
        record Live(Run run) implements Outcome {}

        record Busy(int runs) implements Outcome {}

        record Unknown(RunId id) implements Outcome {}
    }

    public Outcome handle(Command command) {
        throw new UnsupportedOperationException();
    }
}
