package io.hexagent.application.run.follow;

import io.hexagent.application.run.follow.FeedItem.Happened;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.RunEvent;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A reader's place in one run: the number of the event that it was told last, and how far it is in a reply's text. */
final class RunFollower implements Follower, Feed.Waiting {
    private final Feeds feeds;
    private final RunFeed feed;
    private final Runnable wake;
    private final boolean allText;
    private final RunText.Place place = new RunText.Place();
    private final ArrayDeque<Happened> page = new ArrayDeque<>(0);
    private volatile @Nullable List<Happened> loaded;
    private volatile boolean loading;
    private long cursor;
    private boolean over;

    RunFollower(Feeds feeds, RunFeed feed, long after, boolean allText, Runnable wake) {
        this.feeds = feeds;
        this.feed = feed;
        this.cursor = after;
        this.allText = allText;
        this.wake = wake;
    }

    @Override
    public void wake() {
        wake.run();
    }

    @Override
    public Optional<FeedItem> next() {
        if (over) {
            return Optional.empty();
        }
        Optional<Happened> event = event();
        if (event.isEmpty()) {
            return over || loading ? Optional.empty() : feed.text().next(feed.run(), cursor, place);
        }
        Optional<FeedItem> text = lastText(event.get().event().event());
        return text.isPresent() ? text : Optional.of(told(event.get()));
    }

    /** What is still to be told of a reply before the event that it becomes. */
    private Optional<FeedItem> lastText(RunEvent event) {
        return switch (event) {
            case RunEvent.AgentThought thought ->
                thought.spoken()
                        ? feed.text().last(feed.run(), cursor, thought.content(), allText, place)
                        : Optional.empty();
            case RunEvent.AgentResponse response ->
                feed.text().last(feed.run(), cursor, response.content(), allText, place);
            case RunEvent.RunQueued ignored -> Optional.empty();
            case RunEvent.RunStarted ignored -> Optional.empty();
            case RunEvent.UserRequest ignored -> Optional.empty();
            case RunEvent.ToolCalled ignored -> Optional.empty();
            case RunEvent.ToolProgress ignored -> Optional.empty();
            case RunEvent.ToolReturned ignored -> Optional.empty();
            case RunEvent.ArtifactCreated ignored -> Optional.empty();
            case RunEvent.ChildRun ignored -> Optional.empty();
            case RunEvent.InputRequested ignored -> Optional.empty();
            case RunEvent.InputReceived ignored -> Optional.empty();
            case RunEvent.RunCompleted ignored -> Optional.empty();
            case RunEvent.RunFailed ignored -> Optional.empty();
            case RunEvent.RunCancelled ignored -> Optional.empty();
        };
    }

    private FeedItem told(Happened event) {
        cursor = event.seq();
        if (!page.isEmpty()) {
            page.removeFirst();
        }
        over = event.event().event().type().isTerminal();
        return event;
    }

    /** The next event, if it is at hand; has it loaded when it is in the log only. */
    private Optional<Happened> event() {
        take();
        if (!page.isEmpty()) {
            return Optional.of(page.getFirst());
        }
        return switch (feed.place(cursor + 1)) {
            // It may have been dropped since: then it is in the log by now.
            case HERE -> feed.at(cursor + 1).or(this::load);
            case BEHIND -> load();
            case AHEAD -> Optional.empty();
            case GONE -> {
                over = true;
                yield Optional.empty();
            }
        };
    }

    private void take() {
        @Nullable List<Happened> found = loaded;
        if (found == null) {
            return;
        }
        loaded = null;
        if (found.isEmpty()) {
            // It was in the log and is not any more: the run was deleted.
            over = true;
        }
        for (Happened event : found) {
            if (event.seq() == cursor + 1 + page.size()) {
                page.addLast(event);
            }
        }
    }

    private Optional<Happened> load() {
        if (over || loading) {
            return Optional.empty();
        }
        loading = true;
        long after = cursor;
        feeds.load(() -> {
            @Nullable List<Happened> found = null;
            try {
                List<RecordedEvent> events =
                        feeds.read(feed.run().id(), after, feeds.options().page());
                found = events.stream()
                        .map(event -> new Happened(feed.run(), event))
                        .toList();
            } finally {
                loaded = found;
                loading = false;
            }
            wake.run();
        });
        return Optional.empty();
    }

    long ordinal() {
        return feed.run().ordinal();
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public void rest() {
        loaded = null;
        page.clear();
    }

    @Override
    public void close() {
        feeds.leave(feed, this);
    }
}
