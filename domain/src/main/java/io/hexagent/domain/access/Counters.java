package io.hexagent.domain.access;

import java.time.Duration;

/** Counts by name for a while, where possible over all processes. Implementations are safe for use by many threads. */
public interface Counters {
    /**
     * Counts one more under the name.
     *
     * @param window how long the count is kept, from its first one on
     * @return the count with this one
     */
    long add(String key, Duration window);
}
