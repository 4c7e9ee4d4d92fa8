package io.hexagent.application.conversation;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.conversation.Conversations;
import io.hexagent.domain.value.ConversationId;
import java.util.Optional;

/** Shows a conversation with what its runs are doing. */
public final class InspectConversation {
    private final Conversations conversations;

    public InspectConversation(Conversations conversations) {
        this.conversations = conversations;
    }

    public record Command(Principal principal, ConversationId id) {}

    /** @return empty when there is none */
    public Optional<Conversations.Listed> handle(Command command) {
        return conversations.look(command.principal().owner(), command.id());
    }
}
