package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.conversation.Conversations;
import io.hexagent.domain.value.Clean;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.Json;
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
    public void add(Conversation conversation) {
        var row = new ConversationRow(
                conversation.id().value(),
                conversation.owner().value(),
                Clean.text(conversation.title()),
                json.write(conversation.metadata()),
                conversation.createdAt(),
                conversation.updatedAt());
        Calls.run(() -> rows.save(row));
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
}
