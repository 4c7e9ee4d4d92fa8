package io.hexagent.application.document;

import io.hexagent.domain.document.PassageChanges;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Forgets the removals of documents that were long ago: they stand for search indexes alone, and one that was away for
 * longer is read anew.
 */
public final class ForgetRemovals {
    private static final int PAGE = 1000;
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);
    private static final Duration MOST_PAUSE = Duration.ofHours(1);

    private final PassageChanges changes;
    private final InstantSource clock;
    private final Duration kept;

    /** @param kept how long a removal is told */
    public ForgetRemovals(PassageChanges changes, InstantSource clock, Duration kept) {
        this.changes = changes;
        this.clock = clock;
        this.kept = kept;
    }

    /** How long to rest between two turns: a quarter of the time for which they are kept, from a second to an hour. */
    public Duration pause() {
        Duration pause = kept.dividedBy(4);
        if (pause.compareTo(LEAST_PAUSE) < 0) {
            return LEAST_PAUSE;
        }
        return pause.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : pause;
    }

    /** @return how many were forgotten */
    public int handle() {
        Instant before = clock.instant().minus(kept);
        int forgotten = 0;
        int page;
        do {
            page = changes.forget(before, PAGE);
            forgotten += page;
        } while (page == PAGE);
        return forgotten;
    }
}
