package io.hexagent.application.run.follow;

import io.hexagent.application.run.follow.FeedItem.Happened;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The newest events of a run that somebody follows, read from the log once for all of them. Those who are further
 * behind read the log themselves. Safe for use by many threads.
 */
final class RunFeed extends Feed {
    private final Feeds feeds;
    private final Run run;
    private final RunText text;
    private final ArrayDeque<Happened> tail = new ArrayDeque<>();
    private long last;
    private long first;
    private boolean ended;
    private boolean gone;

    /** @param after events up to here are of no interest to the first follower */
    RunFeed(Feeds feeds, Run run, long after, RunText text) {
        super(feeds.readers());
        this.feeds = feeds;
        this.run = run;
        this.text = text;
        this.last = after;
        this.first = after + 1;
    }

    Run run() {
        return run;
    }

    RunText text() {
        return text;
    }

    /** What stands at a place. */
    enum Place {
        /** The event is here: {@link #at} has it. */
        HERE,
        /** It was dropped already: the log has it. */
        BEHIND,
        /** It has not happened, as far as is known. */
        AHEAD,
        /** The run was deleted. */
        GONE
    }

    synchronized Place place(long seq) {
        if (seq < first) {
            return Place.BEHIND;
        }
        return seq <= last ? Place.HERE : gone ? Place.GONE : Place.AHEAD;
    }

    synchronized Optional<Happened> at(long seq) {
        if (seq < first || seq > last) {
            return Optional.empty();
        }
        long back = last - seq;
        Iterator<Happened> newestFirst = tail.descendingIterator();
        Happened found = newestFirst.next();
        for (long i = 0; i < back; i++) {
            found = newestFirst.next();
        }
        return Optional.of(found);
    }

    /** Somebody says that there are events up to a number. */
    void appended(long seq) {
        boolean news;
        synchronized (this) {
            news = seq > last;
        }
        if (news) {
            long ignored = refresh();
        }
    }

    @Override
    boolean isSettled() {
        synchronized (this) {
            return ended || gone;
        }
    }

    @Override
    void read() {
        int page = feeds.options().page();
        int found;
        do {
            long after;
            synchronized (this) {
                after = last;
            }
            List<RecordedEvent> events = feeds.read(run.id(), after, page);
            found = events.size();
            if (found > 0) {
                add(events);
                wakeAll();
            }
        } while (found == page);
        if (found == 0 && !isSettled() && !feeds.exists(run)) {
            synchronized (this) {
                gone = true;
            }
            wakeAll();
        }
    }

    private synchronized void add(List<RecordedEvent> events) {
        for (RecordedEvent event : events) {
            if (event.seq() == last + 1) {
                tail.addLast(new Happened(run, event));
                last = event.seq();
                ended = event.event().type().isTerminal();
            }
        }
        while (tail.size() > feeds.options().tail()) {
            tail.removeFirst();
            first++;
        }
    }

    /** One more follower. @return false when the feed is closed already */
    boolean join(RunFollower follower, long after) {
        if (!add(follower)) {
            return false;
        }
        if (place(after + 1) == Place.AHEAD) {
            long ignored = refresh();
        }
        return true;
    }
}
