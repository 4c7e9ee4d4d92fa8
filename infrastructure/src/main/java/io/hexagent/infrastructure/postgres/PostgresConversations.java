package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.conversation.Conversations;
import io.hexagent.domain.value.Clean;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.util.Optional;

/** Conversations in Postgres. Safe for use by many threads. */
final class PostgresConversations implements Conversations {
    private final ConversationRows rows;
    private final Json json;

    PostgresConversations(ConversationRows rows, Json json) {
        this.rows = rows;
        this.json = json;
    }

    @Override
    public Keyed add(Conversation conversation, Optional<RequestKey> key) {
        var row = new ConversationRow(
                conversation.id().value(),
                conversation.owner().value(),
                Clean.text(conversation.title()),
                json.write(conversation.metadata()),
                conversation.createdAt(),
                conversation.updatedAt());
        Calls.run(() -> rows.save(row));
        return new Keyed.Created();
    }

    @Override
    public Optional<Conversation> find(OwnerId owner, ConversationId id) {
        if (!Searchable.is(id.value())) {
            return Optional.empty();
        }
        return Calls.of(() -> rows.find(owner.value(), id.value()))
                .map(row -> new Conversation(
                        id, owner, row.title(), json.readFields(row.metadata()), row.createdAt(), row.updatedAt()));
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
