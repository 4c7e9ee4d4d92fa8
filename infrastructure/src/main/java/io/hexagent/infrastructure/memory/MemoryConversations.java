package io.hexagent.infrastructure.memory;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.conversation.Conversations;
import io.hexagent.domain.value.Clean;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Conversations in memory. Safe for use by many threads. */
final class MemoryConversations implements Conversations {
    private record Key(OwnerId owner, ConversationId id) {}

    private final Map<Key, Conversation> conversations = new ConcurrentHashMap<>();

    @Override
    public Keyed add(Conversation conversation, Optional<RequestKey> key) {
        if (conversations.putIfAbsent(key(conversation), cleaned(conversation, conversation.updatedAt())) != null) {
            throw new IllegalStateException("conversation " + conversation.id() + " exists already");
        }
        return new Keyed.Created();
    }

    @Override
    public Optional<Conversation> find(OwnerId owner, ConversationId id) {
        return Optional.ofNullable(conversations.get(new Key(owner, id)));
    }

    /** Stores a new conversation; of one that is known, moves only the time of its last use. */
    void touch(Conversation conversation) {
        conversations.merge(
                key(conversation),
                cleaned(conversation, conversation.updatedAt()),
                (known, touched) ->
                        touched.updatedAt().isAfter(known.updatedAt()) ? cleaned(known, touched.updatedAt()) : known);
    }

    private static Key key(Conversation conversation) {
        return new Key(conversation.owner(), conversation.id());
    }

    private static Conversation cleaned(Conversation conversation, Instant updatedAt) {
        return new Conversation(
                conversation.id(),
                conversation.owner(),
                Clean.text(conversation.title()),
                conversation.metadata(),
                conversation.createdAt(),
                updatedAt);
    }

    @Override
    public Optional<Listed> look(OwnerId owner, ConversationId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Page list(OwnerId owner, int limit, int offset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Conversation> change(
            OwnerId owner, ConversationId id, Optional<String> title, Optional<Value.Fields> metadata) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Deletion delete(OwnerId owner, ConversationId id) {
        throw new UnsupportedOperationException();
    }
}
