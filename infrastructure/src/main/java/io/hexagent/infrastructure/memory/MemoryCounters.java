package io.hexagent.infrastructure.memory;

import io.hexagent.domain.access.Counters;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Counters of this process. Counts that are over are let go of. Safe for use by many threads. */
public final class MemoryCounters implements Counters {
    private static final int MANY = 10_000;

    private final Map<String, Count> counts = new HashMap<>();
    private final InstantSource clock;

    public MemoryCounters(InstantSource clock) {
        this.clock = clock;
    }

    private record Count(long count, Instant end) {}

    @Override
    public synchronized long add(String key, Duration window) {
        Instant now = clock.instant();
        if (counts.size() >= MANY) {
            counts.values().removeIf(count -> !count.end().isAfter(now));
        }
        Count before = counts.get(key);
        Count after = before == null || !before.end().isAfter(now)
                ? new Count(1, now.plus(window))
                : new Count(before.count() + 1, before.end());
        counts.put(key, after);
        return after.count();
    }
}
