package io.hexagent.application.strategy.session;

import io.hexagent.domain.strategy.SessionKey;
import io.hexagent.domain.strategy.SessionMessage;
import io.hexagent.domain.strategy.StrategySessions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who follow sessions in this process. They are woken when this process changes a session; one look at the store
 * now and then, for all of them together, wakes those whose session was changed elsewhere. Safe for use by many
 * threads.
 */
public final class SessionFeeds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionFeeds.class);
    private static final int PAGE = 20;

    private final StrategySessions sessions;
    private final Duration poll;
    private final Set<SessionFeed> open = ConcurrentHashMap.newKeySet();
    private final StrategySessions.Subscription subscription;
    private final Semaphore ending = new Semaphore(0);
    private final Thread looking;

    /** @param poll how often to look at the store */
    public SessionFeeds(StrategySessions sessions, Duration poll) {
        this.sessions = sessions;
        this.poll = poll;
        this.subscription = sessions.subscribe(this::changed);
        this.looking = Thread.ofPlatform().daemon().name("session-feeds").start(this::look);
    }

    SessionFeed follow(SessionKey key, long after) {
        var feed = new SessionFeed(key, after);
        open.add(feed);
        return feed;
    }

    /** How many follow a session in this process. */
    int following(SessionKey key) {
        return (int) open.stream().filter(feed -> feed.key.equals(key)).count();
    }

    private void changed(SessionKey key) {
        open.stream().filter(feed -> feed.key.equals(key)).forEach(SessionFeed::wake);
    }

    private void look() {
        try {
            while (!ending.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    look(List.copyOf(open));
                } catch (RuntimeException problem) {
                    LOG.debug("those who follow strategy sessions are behind for a moment", problem);
                }
            }
        } catch (InterruptedException stop) {
            LOG.debug("nobody looks after strategy sessions any more");
        }
    }

    private void look(List<SessionFeed> feeds) {
        if (feeds.isEmpty()) {
            return;
        }
        var keys = new HashSet<SessionKey>();
        feeds.forEach(feed -> keys.add(feed.key));
        Map<SessionKey, Long> newest = sessions.newest(keys);
        for (SessionFeed feed : feeds) {
            if (newest.getOrDefault(feed.key, 0L) > feed.read) {
                feed.wake();
            }
        }
    }

    /** Ends all that follow. */
    @Override
    public void close() {
        subscription.close();
        ending.release();
        open.forEach(SessionFeed::close);
        try {
            looking.join(Duration.ofSeconds(2));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * One who follows: reads each message once, in order, at their own pace. {@link #next} is for one thread at a time,
     * the rest for any.
     */
    public final class SessionFeed implements AutoCloseable {
        private final SessionKey key;
        private final Semaphore woken = new Semaphore(1);
        private volatile long read;
        private volatile boolean closed;

        private SessionFeed(SessionKey key, long after) {
            this.key = key;
            this.read = after;
        }

        /**
         * The next messages; waits for one.
         *
         * @return none when there is none in time, or somebody woke the waiting
         * @throws InterruptedException when the waiting thread was interrupted
         */
        public List<SessionMessage.Told> next(Duration longest) throws InterruptedException {
            if (closed || !woken.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
                return List.of();
            }
            woken.drainPermits();
            List<SessionMessage.Told> messages = sessions.messages(key, read, PAGE);
            if (!messages.isEmpty()) {
                read = messages.getLast().seq();
                // There may be more.
                woken.release();
            }
            return messages;
        }

        /** Ends the waiting of {@link #next}. */
        public void wake() {
            woken.release();
        }

        public boolean isClosed() {
            return closed;
        }

        @Override
        public void close() {
            closed = true;
            open.remove(this);
            woken.release();
        }
    }
}
