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

    /** @param untilIdle whether following ends when everything was read and no run is at work */
    public record Command(Principal principal, ConversationId conversation, ThreadCursor after, boolean untilIdle) {}

    public sealed interface Outcome {
        record Ready(Follower.Opening opening) implements Outcome {}

        /** Asked to follow until it is idle: it is, and everything was read. */
        record Over() implements Outcome {}

        record Unknown(ConversationId id) implements Outcome {}

        /** The conversation has no such place. */
        record NoSuchPlace(ThreadCursor cursor) implements Outcome {}
    }

    public Outcome handle(Command command) {
        OwnerId owner = command.principal().owner();
        ConversationId conversation = command.conversation();
        if (conversations.find(owner, conversation).isEmpty()) {
            return new Outcome.Unknown(conversation);
        }
        ThreadCursor after = command.after();
        if (after.seq() > 0 || command.untilIdle()) {
            List<Run> next = runs.ofConversation(owner, conversation, Math.max(1, after.ordinal()), 2);
            boolean stands = !next.isEmpty() && next.getFirst().ordinal() == after.ordinal();
            List<RecordedEvent> around =
                    stands ? log.read(next.getFirst().id(), Math.max(0, after.seq() - 1), 2) : List.of();
            if (stands && after.seq() > 0 && around.isEmpty()) {
                return new Outcome.NoSuchPlace(after);
            }
            boolean isRead = next.isEmpty()
                    || (stands
                            && next.size() == 1
                            && next.getFirst().status().isTerminal()
                            && (around.isEmpty() || around.getLast().seq() <= after.seq()));
            // A conversation that has not begun is no reason to send its reader away, unless it was read before.
            if (command.untilIdle() && isRead && after.ordinal() > 0) {
                return new Outcome.Over();
            }
        }
        return new Outcome.Ready(wake -> feeds.follow(owner, conversation, after, command.untilIdle(), wake));
    }
}
