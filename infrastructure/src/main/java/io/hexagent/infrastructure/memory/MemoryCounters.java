package io.hexagent.infrastructure.memory;

import io.hexagent.domain.access.Counters;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Counters of this process. Safe for use by many threads. */
public final class MemoryCounters implements Counters {
    /** From so many windows on, those that are over are looked for. */
    private static final int MANY = 10_000;

    private record Window(long count, Instant end) {}

    private final Map<String, Window> windows = new HashMap<>();
    private final InstantSource time;
    private int tidyAt = MANY;

    public MemoryCounters(InstantSource time) {
        this.time = time;
    }

    @Override
    public synchronized long add(String key, Duration window) {
        Instant now = time.instant();
        Window before = windows.get(key);
        Window after = before == null || !before.end().isAfter(now)
                ? new Window(1, now.plus(window))
                : new Window(before.count() + 1, before.end());
        windows.put(key, after);
        if (windows.size() > tidyAt) {
            windows.values().removeIf(other -> !other.end().isAfter(now));
            tidyAt = Math.max(MANY, windows.size() * 2);
        }
        return after.count();
    }
}
