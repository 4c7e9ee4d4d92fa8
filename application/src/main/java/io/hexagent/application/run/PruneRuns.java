package io.hexagent.application.run;

import io.hexagent.domain.run.Runs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Removes what is older than it is to be kept: runs, and the memory of repeated requests. */
public final class PruneRuns {
    private static final int PAGE = 500;
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);
    private static final Duration MOST_PAUSE = Duration.ofHours(1);

    private final Runs runs;
    private final InstantSource clock;
    private final Optional<Duration> retention;
    private final Duration requestKeys;

    /**
     * @param retention how long runs are kept after their end; empty: until they are deleted
     * @param requestKeys how long a repeated request is recognised
     */
    public PruneRuns(Runs runs, InstantSource clock, Optional<Duration> retention, Duration requestKeys) {
        this.runs = runs;
        this.clock = clock;
        this.retention = retention;
        this.requestKeys = requestKeys;
    }

    /** How long to rest between two turns: short against the times that are kept, from a second to an hour. */
    public Duration pause() {
        Duration shortest = retention
                .filter(kept -> kept.compareTo(requestKeys) < 0)
                .orElse(requestKeys)
                .dividedBy(4);
        if (shortest.compareTo(LEAST_PAUSE) < 0) {
            return LEAST_PAUSE;
        }
        return shortest.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : shortest;
    }

    /** @return how many runs were removed */
    public int handle() {
        Instant now = clock.instant();
        runs.forgetRequests(now.minus(requestKeys));
        if (retention.isEmpty()) {
            return 0;
        }
        Instant before = now.minus(retention.get());
        int removed = 0;
        int page;
        do {
            page = runs.prune(before, PAGE);
            removed += page;
        } while (page == PAGE);
        return removed;
    }
}
