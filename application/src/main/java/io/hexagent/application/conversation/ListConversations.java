package io.hexagent.application.conversation;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.conversation.Conversations;

/** Lists conversations, the one that was used last first. */
public final class ListConversations {
    /** The most on one page. */
    public static final int MOST = 200;

    private final Conversations conversations;

    public ListConversations(Conversations conversations) {
        this.conversations = conversations;
    }

    /** @param limit 1 to {@link #MOST} */
    public record Command(Principal principal, int limit, int offset) {
        public Command {
            if (limit < 1 || limit > MOST || offset < 0) {
                throw new IllegalArgumentException(
                        "limit " + limit + " not in 1 to " + MOST + ", or offset " + offset + " below 0");
            }
        }
    }

    public Conversations.Page handle(Command command) {
        return conversations.list(command.principal().owner(), command.limit(), command.offset());
    }
}
