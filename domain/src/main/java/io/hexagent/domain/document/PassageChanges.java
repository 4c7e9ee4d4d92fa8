package io.hexagent.domain.document;

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
}
