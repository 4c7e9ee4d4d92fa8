package io.hexagent.domain.run;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The runs of all owners, for reading and removing; {@link RunEvents} writes them. Runs of sub-agents are found by
 * their ids and by their parents; lists of runs and of a conversation leave them out. Safe for use by many threads.
 */
public interface Runs {
    /** Which runs to list. Empty means any. */
    record Query(Optional<RunStatus> status, Optional<ConversationId> conversation, int limit, int offset) {}

    /** One page of runs, newest first. @param total how many there are on all pages */
    record Page(List<Run> runs, long total) {
        public Page {
            runs = List.copyOf(runs);
        }
    }

    Optional<Run> find(OwnerId owner, RunId id);

    /** The only run whose id starts with the text; empty when there is none or more than one. */
    Optional<Run> findByPrefix(OwnerId owner, String prefix);

    Page list(OwnerId owner, Query query);

    /** What came of {@link #delete}. */
    enum Deletion {
        DELETED,
        UNKNOWN,
        /** It has not ended, or a sub-agent's run of it has not: cancel it first. */
        LIVE
    }

    /** The runs of a run's own sub-agents, oldest first; those of theirs are not among them. */
    List<Run> children(OwnerId owner, RunId parent);

    /** Removes the run with its events, checkpoint and artifacts, and the runs of its sub-agents likewise. */
    Deletion delete(OwnerId owner, RunId id);

    /** The runs of a conversation from a number on, in their order. */
    List<Run> ofConversation(OwnerId owner, ConversationId conversation, long fromOrdinal, int limit);

    /** The runs of a conversation before a number, newest first. */
    List<Run> before(OwnerId owner, ConversationId conversation, long ordinal, int limit);

    /**
     * Removes runs of all owners that ended before a time, with their events, checkpoints and artifacts, and what was
     * kept of partial replies from before it. Keys of requests stay: they have a time of their own.
     *
     * @return how many runs were removed; fewer than {@code limit} when no more are left
     */
    int prune(Instant endedBefore, int limit);

    /** Forgets the keys of requests, of all owners, that were made before a time. */
    void forgetRequests(Instant before);
}
