package io.hexagent.application.conversation;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.conversation.Conversations;
import io.hexagent.domain.value.ConversationId;

/** Removes a conversation with its runs. */
public final class DeleteConversation {
    private final Conversations conversations;

    public DeleteConversation(Conversations conversations) {
        this.conversations = conversations;
    }

    public record Command(Principal principal, ConversationId id) {}

    public Conversations.Deletion handle(Command command) {
        return conversations.delete(command.principal().owner(), command.id());
    }
}
