package io.hexagent.infrastructure.measured;

import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunQueue;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.value.RunId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts the first events of accepted runs. Safe for use by many threads. */
final class MeasuredRunQueue implements RunQueue {
    private final RunQueue queue;
    private final Telemetry telemetry;

    MeasuredRunQueue(RunQueue queue, Telemetry telemetry) {
        this.queue = queue;
        this.telemetry = telemetry;
    }

    @Override
    public Accepted accept(Acceptance acceptance) {
        Accepted accepted = queue.accept(acceptance);
        if (accepted instanceof Accepted.Taken) {
            EventCounts.told(telemetry, acceptance.first());
        }
        return accepted;
    }

    @Override
    public List<Claim> claim(String worker, int most) {
        return queue.claim(worker, most);
    }

    @Override
    public Optional<Run> takeChild(RunId run, RunId parent, long parentEpoch, String worker) {
        return queue.takeChild(run, parent, parentEpoch, worker);
    }

    @Override
    public Map<RunId, Long> renew(String worker) {
        return queue.renew(worker);
    }

    @Override
    public boolean giveBack(RunId run, long epoch) {
        return queue.giveBack(run, epoch);
    }

    @Override
    public Depth depth() {
        return queue.depth();
    }
}
