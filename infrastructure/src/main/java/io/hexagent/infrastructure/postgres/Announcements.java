package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.value.RunId;
import io.hexagent.infrastructure.store.SignalHub;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what the log's writer committed, on a thread of its own, so that no listener holds the writer up. When nobody
 * listens nothing is made. Safe for use by many threads.
 */
final class Announcements implements GroupWriter.Follower, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);
    /** Signals are hints: beyond this many batches that nobody has heard, they are dropped. */
    private static final int MOST_WAITING = 10_000;

    /** Nothing to tell: the end. */
    private static final List<Signal> END = List.of();

    private final SignalHub signals;
    private final PostgresPartialReplies replies;
    private final LinkedBlockingQueue<List<Signal>> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Thread thread;

    Announcements(SignalHub signals, PostgresPartialReplies replies) {
        this.signals = signals;
        this.replies = replies;
        this.thread = Thread.ofPlatform().name("hexagent-signals").daemon().unstarted(this::tell);
    }

    void start() {
        thread.start();
    }

    @Override
    public void written(List<Group> groups, Map<RunId, BatchStatement.Written> written) {
        for (Group group : groups) {
            if (group.change().ends() || !written.containsKey(group.run())) {
                replies.forget(group.run());
            }
        }
        if (signals.isHeard()) {
            List<Signal> news = news(groups, written);
            boolean ignored = news.isEmpty() || waiting.offer(news);
        }
    }

    private static List<Signal> news(List<Group> groups, Map<RunId, BatchStatement.Written> written) {
        var news = new ArrayList<Signal>(groups.size() + 1);
        boolean queued = false;
        for (Group group : groups) {
            BatchStatement.Written done = written.get(group.run());
            if (done != null) {
                Entry.Begin begin = group.begin();
                if (begin != null) {
                    Run run = begin.run();
                    news.add(new Signal.Begun(run.owner(), run.conversation(), run.id()));
                }
                news.add(new Signal.Appended(group.run(), done.seq()));
                queued |= group.change().ends() ? done.frees() : isQueued(group);
            }
        }
        if (queued) {
            news.add(new Signal.Queued());
        }
        return news;
    }

    private static boolean isQueued(Group group) {
        return group.change().state().filter(RunState.Queued.class::isInstance).isPresent();
    }

    private void tell() {
        try {
            for (List<Signal> news = waiting.take(); !news.isEmpty(); news = waiting.take()) {
                signals.publish(news);
            }
        } catch (InterruptedException e) {
            LOG.debug("the signals' thread was interrupted and ends", e);
        }
    }

    /** Tells what waits, and ends. */
    @Override
    public void close() {
        if (!waiting.offer(END)) {
            waiting.clear();
            boolean ignored = waiting.offer(END);
        }
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
