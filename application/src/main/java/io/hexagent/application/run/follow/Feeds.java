package io.hexagent.application.run.follow;

import io.hexagent.application.run.RunListener;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.run.PartialReplies;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.run.Signals;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that is followed in this process. Signals say what to read; a poll backs them up, since a signal may be lost.
 * Safe for use by many threads.
 */
public final class Feeds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feeds.class);

    /** How often texts are tidied up; a poll comes each fourth time. */
    private static final long TICK_MILLIS = 250;

    private static final int TICKS_A_POLL = 4;

    /**
     * @param tail how many of a run's newest events are kept for its followers
     * @param page how many events are read from the log at a time
     * @param reads how many followers that are behind read the log at a time
     * @param polls how many feeds are looked after each second, in turn
     */
    public record Options(int tail, int page, int reads, int polls) {
        public Options {
            if (tail < 1 || page < 1 || reads < 1 || polls < 1) {
                throw new IllegalArgumentException("the options of feeds must be positive");
            }
        }

        public static Options defaults() {
            return new Options(256, 200, 4, 100);
        }
    }

    private final RunEvents log;
    private final Runs runs;
    private final Options options;
    private final LiveText text;
    private final Map<RunId, RunFeed> ofRuns = new ConcurrentHashMap<>();
    private final Map<ConversationId, ThreadFeed> ofThreads = new ConcurrentHashMap<>();
    private final Queue<Feed> polled = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("feed-", 0).factory());
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("feeds").daemon().factory());
    private final Semaphore reads;
    private final Signals.Subscription subscription;
    private int tick;

    public Feeds(RunEvents log, Runs runs, PartialReplies partial, Signals signals, Options options) {
        this.log = log;
        this.runs = runs;
        this.options = options;
        this.reads = new Semaphore(options.reads());
        this.text = new LiveText(partial, this::wrote);
        this.subscription = signals.subscribe(this::hear);
        Future<?> ignored = ticks.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What the runs at work in this process are to be listened to with, so that their text can be followed. */
    public RunListener listener() {
        return text;
    }

    /**
     * Follows a run.
     *
     * @param allText whether replies are told as text also when they were complete before
     */
    RunFollower follow(Run run, long after, boolean allText, Runnable wake) {
        while (true) {
            RunFeed feed = ofRuns.computeIfAbsent(run.id(), id -> open(run, after));
            var follower = new RunFollower(this, feed, after, allText, wake);
            if (feed.join(follower, after)) {
                return follower;
            }
            ofRuns.remove(run.id(), feed);
        }
    }

    private RunFeed open(Run run, long after) {
        var feed = new RunFeed(this, run, after, text.join(run.id()));
        polled.add(feed);
        if (!run.status().isTerminal()) {
            look(feed);
        }
        return feed;
    }

    /** Follows a conversation. */
    ThreadFollower follow(
            OwnerId owner, ConversationId conversation, ThreadCursor after, boolean untilIdle, Runnable wake) {
        while (true) {
            long known = Math.max(0, after.ordinal() - 1);
            ThreadFeed feed = ofThreads.computeIfAbsent(conversation, id -> {
                var opened = new ThreadFeed(this, owner, id, known);
                polled.add(opened);
                return opened;
            });
            // Whatever the others know: this reader's "nothing more" is to be no older than its question.
            var follower = new ThreadFollower(this, feed, after, untilIdle, wake, feed.nextTicket());
            if (feed.add(follower)) {
                long ignored = feed.refresh();
                return follower;
            }
            ofThreads.remove(conversation, feed);
        }
    }

    void leave(RunFeed feed, RunFollower follower) {
        if (feed.remove(follower)) {
            ofRuns.remove(feed.run().id(), feed);
            polled.remove(feed);
            text.leave(feed.run().id());
        }
    }

    void leave(ThreadFeed feed, ThreadFollower follower) {
        if (feed.remove(follower)) {
            ofThreads.remove(feed.conversation(), feed);
            polled.remove(feed);
        }
    }

    Options options() {
        return options;
    }

    /** Runs what reads for many. */
    Executor readers() {
        return this::start;
    }

    /** Runs what reads for one follower, a few at a time. */
    void load(Runnable reading) {
        start(() -> {
            reads.acquireUninterruptibly();
            try {
                reading.run();
            } catch (RuntimeException problem) {
                LOG.debug("a follower could not read the log", problem);
            } finally {
                reads.release();
            }
        });
    }

    private void start(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException closed) {
            LOG.debug("nothing is read any more");
        }
    }

    List<RecordedEvent> read(RunId run, long after, int limit) {
        return log.read(run, after, limit);
    }

    List<Run> runs(OwnerId owner, ConversationId conversation, long from, int limit) {
        return runs.ofConversation(owner, conversation, from, limit);
    }

    boolean exists(Run run) {
        return runs.find(run.owner(), run.id()).isPresent();
    }

    private void hear(Signal signal) {
        switch (signal) {
            case Signal.Appended appended -> {
                @Nullable RunFeed feed = ofRuns.get(appended.run());
                if (feed != null) {
                    feed.appended(appended.seq());
                }
            }
            case Signal.Begun begun -> {
                @Nullable ThreadFeed feed = ofThreads.get(begun.conversation());
                if (feed != null) {
                    long ignored = feed.refresh();
                }
            }
            case Signal.Wrote wrote -> {
                @Nullable RunFeed feed = ofRuns.get(wrote.run());
                if (feed != null) {
                    look(feed);
                }
            }
            case Signal.Queued ignored -> {}
            case Signal.Taken ignored -> {}
            case Signal.ToolsChanged ignored -> {}
        }
    }

    private void wrote(RunId run) {
        @Nullable RunFeed feed = ofRuns.get(run);
        if (feed != null) {
            feed.wakeSoon();
        }
    }

    /** Looks for text that another process writes. */
    private void look(RunFeed feed) {
        start(() -> {
            try {
                if (text.look(feed.run().id())) {
                    feed.wakeAll();
                }
            } catch (RuntimeException problem) {
                LOG.debug("the text of run {} could not be read", feed.run().id(), problem);
            }
        });
    }

    private void tick() {
        try {
            text.tidy();
            tick++;
            if (tick % TICKS_A_POLL == 0) {
                poll();
            }
        } catch (RuntimeException problem) {
            LOG.warn("the feeds could not be looked after", problem);
        }
    }

    private void poll() {
        int most = Math.min(options.polls(), polled.size());
        for (int i = 0; i < most; i++) {
            @Nullable Feed feed = polled.poll();
            if (feed == null) {
                return;
            }
            if (!feed.isSettled() && feed.isFollowed()) {
                polled.add(feed);
                long ignored = feed.refresh();
            }
        }
    }

    /** Ends all following: followers are told nothing more. */
    @Override
    public void close() {
        subscription.close();
        ticks.shutdownNow();
        threads.shutdown();
    }
}
