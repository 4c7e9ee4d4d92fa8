package io.hexagent.domain.conversation;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.value.ConversationId;
import java.util.Optional;

/** The conversations of all owners. Implementations are safe for use by many threads. */
public interface Conversations {
    void add(Conversation conversation);

    Optional<Conversation> find(OwnerId owner, ConversationId id);
}
