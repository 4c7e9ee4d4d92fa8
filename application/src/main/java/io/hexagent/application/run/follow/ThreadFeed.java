package io.hexagent.application.run.follow;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.value.ConversationId;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The newest runs of a conversation that somebody follows. Safe for use by many threads. */
final class ThreadFeed extends Feed {
    private static final int KEPT = 64;

    private final Feeds feeds;
    private final OwnerId owner;
    private final ConversationId conversation;
    private final TreeMap<Long, Run> runs = new TreeMap<>();
    private long floor;
    private long newest;

    /** @param after runs up to this number are of no interest to the first follower */
    ThreadFeed(Feeds feeds, OwnerId owner, ConversationId conversation, long after) {
        super(feeds.readers());
        this.feeds = feeds;
        this.owner = owner;
        this.conversation = conversation;
        this.floor = after;
        this.newest = after;
    }

    OwnerId owner() {
        return owner;
    }

    ConversationId conversation() {
        return conversation;
    }

    /** Whether all runs after a number are known here, as far as they were read. */
    synchronized boolean reaches(long after) {
        return after >= floor;
    }

    /** The first known run after a number. */
    synchronized Optional<Run> after(long ordinal) {
        return Optional.ofNullable(runs.higherEntry(ordinal)).map(entry -> entry.getValue());
    }

    @Override
    boolean isSettled() {
        return false;
    }

    @Override
    void read() {
        List<Run> found;
        do {
            long from;
            synchronized (this) {
                from = newest + 1;
            }
            found = feeds.runs(owner, conversation, from, KEPT);
            synchronized (this) {
                for (Run run : found) {
                    runs.put(run.ordinal(), run);
                    newest = Math.max(newest, run.ordinal());
                }
                while (runs.size() > KEPT) {
                    floor = runs.pollFirstEntry().getKey();
                }
            }
        } while (found.size() == KEPT);
    }

    @Override
    void answered() {
        wakeSoon();
    }
}
