package io.hexagent.application.run;

import io.hexagent.domain.run.Decision;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunControl;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.value.Value;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Lets runs go on that nobody answered in time, with the default action. */
public final class ExpireRequests {
    private static final int PAGE = 100;

    private final RunControl control;
    private final InstantSource clock;

    public ExpireRequests(RunControl control, InstantSource clock) {
        this.control = control;
        this.clock = clock;
    }

    /** @return how many requests have expired */
    public int handle() {
        int expired = 0;
        List<Run> page;
        int before;
        do {
            before = expired;
            page = control.expired(PAGE);
            for (Run run : page) {
                Optional<RunEvent.InputRequested> asked = control.request(run.owner(), run.id());
                if (asked.isPresent() && expire(run, asked.get())) {
                    expired++;
                }
            }
            // A page of which nothing could be decided would come again and again.
        } while (page.size() == PAGE && expired > before);
        return expired;
    }

    private boolean expire(Run run, RunEvent.InputRequested asked) {
        var nobody = new RunEvent.InputReceived(asked.request(), Decision.EXPIRED, Value.Absent.ABSENT);
        return switch (control.decide(run.owner(), run.id(), nobody, clock.instant())) {
            case RunControl.Deciding.Done done -> true;
            case RunControl.Deciding.NotWaiting decided -> false;
            case RunControl.Deciding.Unknown unknown -> false;
        };
    }
}
