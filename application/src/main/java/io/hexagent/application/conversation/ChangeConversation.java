package io.hexagent.application.conversation;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.conversation.Conversations;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.Value;
import java.time.InstantSource;
import java.util.Optional;

/** Renames a conversation or replaces its metadata. */
public final class ChangeConversation {
    private final Conversations conversations;
    private final InstantSource clock;

    public ChangeConversation(Conversations conversations, InstantSource clock) {
        this.conversations = conversations;
        this.clock = clock;
    }

    /** Empty: stays as it is. */
    public record Command(
            Principal principal, ConversationId id, Optional<String> title, Optional<Value.Fields> metadata) {}

    /** @return the conversation after it; empty when there is none */
    public Optional<Conversations.Listed> handle(Command command) {
        var owner = command.principal().owner();
        return conversations
                .change(owner, command.id(), command.title(), command.metadata(), clock.instant())
                .flatMap(changed -> conversations.look(owner, command.id()));
    }
}
