package io.hexagent.application.run.follow;

import io.hexagent.domain.run.Run;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A reader's place in a conversation: its runs whole, one after the other. */
final class ThreadFollower implements Follower, Feed.Waiting {
    private final Feeds feeds;
    private final ThreadFeed feed;
    private final Runnable wake;
    private final boolean untilIdle;
    private final long ticket;
    private volatile @Nullable RunFollower current;
    private volatile @Nullable List<Run> loaded;
    private volatile boolean loading;
    private volatile boolean closed;
    private ThreadCursor begin;
    private long ordinal;
    private boolean toldIdle;
    private boolean over;

    ThreadFollower(Feeds feeds, ThreadFeed feed, ThreadCursor after, boolean untilIdle, Runnable wake, long ticket) {
        this.feeds = feeds;
        this.feed = feed;
        this.begin = after;
        // The run in which the cursor stands is the first one to be read, from there on.
        this.ordinal = Math.max(0, after.ordinal() - 1);
        this.untilIdle = untilIdle;
        this.wake = wake;
        this.ticket = ticket;
    }

    @Override
    public void wake() {
        wake.run();
    }

    @Override
    public Optional<FeedItem> next() {
        while (!over && !closed) {
            @Nullable RunFollower run = current;
            if (run != null) {
                Optional<FeedItem> item = run.next();
                if (item.isPresent() || !run.isOver()) {
                    return item;
                }
                current = null;
                run.close();
            }
            if (!goOn()) {
                return idle();
            }
        }
        return Optional.empty();
    }

    /** Whether there is another run to read now. */
    private boolean goOn() {
        Optional<Run> next = nextRun();
        if (next.isEmpty()) {
            return false;
        }
        ordinal = next.get().ordinal();
        long after = ordinal == begin.ordinal() ? begin.seq() : 0;
        begin = ThreadCursor.START;
        toldIdle = false;
        RunFollower opened = feeds.follow(next.get(), after, false, wake);
        current = opened;
        if (closed) {
            opened.close();
        }
        return true;
    }

    private Optional<Run> nextRun() {
        @Nullable List<Run> found = loaded;
        if (found != null) {
            Optional<Run> next =
                    found.stream().filter(run -> run.ordinal() > ordinal).findFirst();
            if (next.isPresent()) {
                return next;
            }
            loaded = null;
        }
        if (feed.reaches(ordinal)) {
            return feed.after(ordinal);
        }
        load();
        return Optional.empty();
    }

    private void load() {
        if (loading) {
            return;
        }
        loading = true;
        long from = ordinal + 1;
        feeds.load(() -> {
            @Nullable List<Run> found = null;
            try {
                found = feeds.runs(
                        feed.owner(), feed.conversation(), from, feeds.options().page());
            } finally {
                loaded = found;
                loading = false;
            }
            wake.run();
        });
    }

    private Optional<FeedItem> idle() {
        if (loading || loaded != null || !feed.reaches(ordinal) || !feed.isAnswered(ticket)) {
            return Optional.empty();
        }
        // Nothing may have come between the look at the feed and the answer to the ticket.
        if (feed.after(ordinal).isPresent()) {
            wake.run();
            return Optional.empty();
        }
        // A conversation that has not begun is not idle: whoever sent its reader is about to begin it.
        if (untilIdle && ordinal > 0) {
            over = true;
            return Optional.empty();
        }
        if (toldIdle) {
            return Optional.empty();
        }
        toldIdle = true;
        return Optional.of(FeedItem.Idle.IDLE);
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public void rest() {
        @Nullable RunFollower run = current;
        if (run != null) {
            run.rest();
        }
    }

    @Override
    public void close() {
        closed = true;
        feeds.leave(feed, this);
        @Nullable RunFollower run = current;
        if (run != null) {
            run.close();
        }
    }
}
