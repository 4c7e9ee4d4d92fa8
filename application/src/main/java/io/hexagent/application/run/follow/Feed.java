package io.hexagent.application.run.follow;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that is read from the store for several followers: by one reader at a time, when somebody says that there
 * is more. Safe for use by many threads.
 */
abstract class Feed {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    /** Who is told that there may be more. */
    interface Waiting {
        void wake();
    }

    private final Executor readers;
    private final Set<Waiting> followers = ConcurrentHashMap.newKeySet(1);
    private final AtomicLong asked = new AtomicLong();
    private final AtomicInteger unread = new AtomicInteger();
    private final AtomicBoolean waking = new AtomicBoolean();
    private volatile long answered;
    private boolean closed;

    Feed(Executor readers) {
        this.readers = readers;
    }

    /** Reads what is new; runs on a thread that may wait. */
    abstract void read();

    /** The store was read: what hangs on {@link #isAnswered} may be asked again. */
    void answered() {}

    /** Whether nothing new can come. */
    abstract boolean isSettled();

    synchronized boolean add(Waiting follower) {
        return !closed && followers.add(follower);
    }

    /** @return whether that was the last one: the feed is closed then */
    synchronized boolean remove(Waiting follower) {
        boolean removed = followers.remove(follower);
        closed = closed || (removed && followers.isEmpty());
        return removed && closed;
    }

    boolean isFollowed() {
        return !followers.isEmpty();
    }

    /** A ticket that the next {@link #refresh} answers. */
    long nextTicket() {
        return asked.get() + 1;
    }

    /** Has the store read soon. @return a ticket for {@link #isAnswered} */
    long refresh() {
        long ticket = asked.incrementAndGet();
        if (unread.getAndIncrement() == 0) {
            readers.execute(this::readAll);
        }
        return ticket;
    }

    /** Whether the store was read after the ticket was given. */
    boolean isAnswered(long ticket) {
        return answered >= ticket;
    }

    private void readAll() {
        int seen = unread.get();
        while (seen != 0) {
            long ticket = asked.get();
            try {
                read();
                answered = ticket;
                answered();
            } catch (RuntimeException problem) {
                // The store is away: readers wait, and the next poll tries again.
                LOG.debug("a feed could not be read", problem);
            }
            seen = unread.addAndGet(-seen);
        }
    }

    /** Tells the followers, on this thread. */
    final void wakeAll() {
        for (Waiting follower : followers) {
            follower.wake();
        }
    }

    /** Tells the followers, on another thread, if that is not about to happen anyway. */
    final void wakeSoon() {
        if (waking.compareAndSet(false, true)) {
            readers.execute(() -> {
                waking.set(false);
                wakeAll();
            });
        }
    }
}
