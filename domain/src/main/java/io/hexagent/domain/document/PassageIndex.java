package io.hexagent.domain.document;

import java.util.List;

/**
 * Finds passages. What was added or removed before a search began, by whichever process, is added or removed for that
 * search. Implementations are safe for use by many threads.
 */
public interface PassageIndex {
    /** The best hits, the best first. */
    List<PassageHit> search(PassageQuery query);
}
