package io.hexagent.application.run.follow;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.value.RunId;
import java.util.List;
import java.util.Optional;

/** Tells a run's events as they are committed, from a place on, and the text of its replies while it is written. */
public final class FollowRun {
    private final Feeds feeds;
    private final Runs runs;
    private final RunEvents log;

    public FollowRun(Feeds feeds, Runs runs, RunEvents log) {
        this.feeds = feeds;
        this.runs = runs;
        this.log = log;
    }

    /**
     * @param after the number of the event that was read last; 0 for the start
     * @param allText whether replies are told as text also when they were complete before
     */
    public record Command(Principal principal, RunId run, long after, boolean allText) {}

    public sealed interface Outcome {
        record Ready(Run run, Follower.Opening opening) implements Outcome {}

        /** The run has ended and everything was read: the place is its end, or past it. */
        record Over(Run run) implements Outcome {}

        record Unknown(RunId id) implements Outcome {}

        /** The run is at work and has no such event yet. */
        record NoSuchEvent(long seq) implements Outcome {}
    }

    public Outcome handle(Command command) {
        Optional<Run> found = runs.find(command.principal().owner(), command.run());
        if (found.isEmpty()) {
            return new Outcome.Unknown(command.run());
        }
        Run run = found.get();
        long after = command.after();
        List<RecordedEvent> around = log.read(run.id(), Math.max(0, after - 1), 2);
        // Past the end of a run that has ended there is nothing to be missed; of one at work there may be.
        if (after > 0 && around.isEmpty() && !run.status().isTerminal()) {
            return new Outcome.NoSuchEvent(after);
        }
        boolean read = around.isEmpty() || around.getLast().seq() <= after;
        if (run.status().isTerminal() && read) {
            return new Outcome.Over(run);
        }
        return new Outcome.Ready(run, wake -> feeds.follow(run, after, command.allText(), wake));
    }
}
