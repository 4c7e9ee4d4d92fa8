package io.hexagent.domain.conversation;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The conversations of all owners. Implementations are safe for use by many threads. */
public interface Conversations {
    /**
     * Adds a conversation, and the key with it, at once or not at all. Of several calls with the same key one creates.
     *
     * @throws IllegalStateException when the owner has a conversation of that id already
     */
    Keyed add(Conversation conversation, Optional<RequestKey> key);

    default void add(Conversation conversation) {
        Keyed ignored = add(conversation, Optional.empty());
    }

    Optional<Conversation> find(OwnerId owner, ConversationId id);

    /** A conversation with what its runs are doing. */
    record Listed(Conversation conversation, ConversationStatus status) {}

    /** One page, the one that was used last first. @param total how many there are on all pages */
    record Page(List<Listed> conversations, long total) {
        public Page {
            conversations = List.copyOf(conversations);
        }
    }

    Optional<Listed> look(OwnerId owner, ConversationId id);

    Page list(OwnerId owner, int limit, int offset);

    /**
     * Changes what is given.
     *
     * @param at when, which its time of the last change follows if it is later
     * @return the conversation after it; empty when there is none
     */
    Optional<Conversation> change(
            OwnerId owner, ConversationId id, Optional<String> title, Optional<Value.Fields> metadata, Instant at);

    /** The same without moving the time of its last change: what is changed belongs to a change that did. */
    default Optional<Conversation> change(
            OwnerId owner, ConversationId id, Optional<String> title, Optional<Value.Fields> metadata) {
        return change(owner, id, title, metadata, Instant.EPOCH);
    }

    /** What came of {@link #delete}. */
    enum Deletion {
        DELETED,
        UNKNOWN,
        /** A run of it has not ended: cancel it first. */
        LIVE
    }

    /** Removes the conversation with its runs and all that belongs to them. */
    Deletion delete(OwnerId owner, ConversationId id);
}
