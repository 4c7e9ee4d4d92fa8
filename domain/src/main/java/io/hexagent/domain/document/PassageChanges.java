package io.hexagent.domain.document;

import java.time.Instant;
import java.util.List;

/**
 * What changed among the passages, in one order that all processes see alike: whoever has read up to a version misses
 * nothing by reading on after it. A passage whose document was removed meanwhile is not told any more, only the removal
 * is. Implementations are safe for use by many threads.
 */
public interface PassageChanges {
    /** Tells one store from every other, for as long as it is kept. */
    String origin();

    /** The version of the newest change; 0 when there was none. */
    long latest();

    /** Changes after the version, the oldest first. @param limit the most to give */
    List<PassageChange> after(long version, int limit);

    /**
     * The version of the newest removal that is not told any more; 0 when all are. Whoever has read less than that may
     * have missed a removal, and has to begin anew.
     */
    long forgotten();

    /**
     * Forgets removals, the oldest first.
     *
     * @param before those of a time before this one
     * @param limit the most to forget
     * @return how many were forgotten
     */
    int forget(Instant before, int limit);
}
