package io.hexagent.application.run.follow;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.conversation.Conversations;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.value.ConversationId;
import java.util.List;

/** Tells a conversation's runs, each whole and one after the other, from a place on. */
public final class FollowThread {
    private final Feeds feeds;
    private final Conversations conversations;
    private final Runs runs;
    private final RunEvents log;

    public FollowThread(Feeds feeds, Conversations conversations, Runs runs, RunEvents log) {
        this.feeds = feeds;
        this.conversations = conversations;
        this.runs = runs;
        this.log = log;
    }

    /**
     * @param untilIdle whether following ends when everything was read and no run is at work; a conversation that has
     *     not begun is waited for
     */
    public record Command(Principal principal, ConversationId conversation, ThreadCursor after, boolean untilIdle) {}

    public sealed interface Outcome {
        record Ready(Follower.Opening opening) implements Outcome {}

        /** Asked to follow until it is idle: it is, and everything was read. */
        record Over() implements Outcome {}

        record Unknown(ConversationId id) implements Outcome {}

        /** The place is in a run that is at work and past what it has. */
        record NoSuchPlace(ThreadCursor cursor) implements Outcome {}
    }

    public Outcome handle(Command command) {
        OwnerId owner = command.principal().owner();
        ConversationId conversation = command.conversation();
        if (conversations.find(owner, conversation).isEmpty()) {
            return new Outcome.Unknown(conversation);
        }
        ThreadCursor after = command.after();
        ThreadCursor from = after;
        if (after.seq() > 0 || command.untilIdle()) {
            List<Run> next = runs.ofConversation(owner, conversation, Math.max(1, after.ordinal()), 2);
            boolean stands = !next.isEmpty() && next.getFirst().ordinal() == after.ordinal();
            List<RecordedEvent> around =
                    stands ? log.read(next.getFirst().id(), Math.max(0, after.seq() - 1), 2) : List.of();
            boolean ended = stands && next.getFirst().status().isTerminal();
            boolean isAtEnd = stands && (around.isEmpty() || around.getLast().seq() <= after.seq());
            if (isAtEnd && ended) {
                // Nothing more comes of this run: the next one is waited for.
                from = new ThreadCursor(after.ordinal() + 1, 0);
            } else if (stands && after.seq() > 0 && around.isEmpty()) {
                return new Outcome.NoSuchPlace(after);
            }
            boolean isRead = next.isEmpty() || (isAtEnd && ended && next.size() == 1);
            // A conversation that has not begun is no reason to send its reader away, unless it was read before.
            if (command.untilIdle() && isRead && after.ordinal() > 0) {
                return new Outcome.Over();
            }
        }
        ThreadCursor place = from;
        return new Outcome.Ready(wake -> feeds.follow(owner, conversation, place, command.untilIdle(), wake));
    }
}
