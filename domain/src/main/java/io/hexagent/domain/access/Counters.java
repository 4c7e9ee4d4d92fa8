package io.hexagent.domain.access;

import java.time.Duration;

/** Counts what happens within windows of time, for limits. Implementations are safe for use by many threads. */
public interface Counters {
    /**
     * Counts one more.
     *
     * @param key what is counted, and for whom
     * @param window from the first one counted until the count begins anew; the same for each call with the key
     * @return how many there were in the window, this one included
     */
    long add(String key, Duration window);
}
