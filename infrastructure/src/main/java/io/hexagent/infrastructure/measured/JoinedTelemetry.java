package io.hexagent.infrastructure.measured;

import io.hexagent.domain.telemetry.Count;
import io.hexagent.domain.telemetry.Gauge;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.telemetry.Work;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Tells two. Safe for use by many threads. */
public final class JoinedTelemetry implements Telemetry {
    private final Telemetry first;
    private final Telemetry second;

    private JoinedTelemetry(Telemetry first, Telemetry second) {
        this.first = first;
        this.second = second;
    }

    /** Tells all of them; {@link Telemetry#NONE} when there are none. */
    public static Telemetry of(List<? extends Telemetry> all) {
        Telemetry joined = Telemetry.NONE;
        for (Telemetry one : all) {
            joined = joined.equals(Telemetry.NONE) ? one : new JoinedTelemetry(joined, one);
        }
        return joined;
    }

    @Override
    public Span begin(Work work) {
        Span outer = first.begin(work);
        Span inner = second.begin(work);
        return ending -> {
            inner.end(ending);
            outer.end(ending);
        };
    }

    @Override
    public void count(Count count) {
        first.count(count);
        second.count(count);
    }

    @Override
    public void watch(Gauge gauge, DoubleSupplier reading) {
        first.watch(gauge, reading);
        second.watch(gauge, reading);
    }

    @Override
    public Runnable carried(Runnable task) {
        return first.carried(second.carried(task));
    }
}
