package io.hexagent.infrastructure.memory;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.conversation.ConversationStatus;
import io.hexagent.domain.conversation.Conversations;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.value.Clean;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.memory.MemoryRows.Talk;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Conversations in memory. Safe for use by many threads. */
final class MemoryConversations implements Conversations {
    private static final Comparator<Talk> LAST_USED_FIRST = Comparator.comparing(
                    (Talk talk) -> talk.conversation.updatedAt())
            .thenComparing(talk -> talk.conversation.id().value())
            .reversed();

    private final MemoryRows rows;

    MemoryConversations(MemoryRows rows) {
        this.rows = rows;
    }

    @Override
    public Keyed add(Conversation conversation, Optional<RequestKey> key) {
        return rows.change(news -> {
            Keyed known = rows.known(conversation.owner(), key);
            if (known instanceof Keyed.Created) {
                if (rows.talk(conversation.owner(), conversation.id()).isPresent()) {
                    throw new IllegalStateException("conversation " + conversation.id() + " exists already");
                }
                rows.touched(conversation);
                rows.keep(conversation.owner(), key, conversation.id().value());
            }
            return known;
        });
    }

    @Override
    public Optional<Conversation> find(OwnerId owner, ConversationId id) {
        return rows.look(() -> rows.talk(owner, id).map(talk -> talk.conversation));
    }

    @Override
    public Optional<Listed> look(OwnerId owner, ConversationId id) {
        return rows.look(() -> rows.talk(owner, id).map(MemoryConversations::listed));
    }

    @Override
    public Page list(OwnerId owner, int limit, int offset) {
        return rows.look(() -> {
            List<Talk> all = rows.talks().stream()
                    .filter(talk -> talk.conversation.owner().equals(owner))
                    .sorted(LAST_USED_FIRST)
                    .toList();
            return new Page(
                    all.stream()
                            .skip(offset)
                            .limit(limit)
                            .map(MemoryConversations::listed)
                            .toList(),
                    all.size());
        });
    }

    private static Listed listed(Talk talk) {
        ConversationStatus status = talk.live.isEmpty()
                ? ConversationStatus.IDLE
                : waits(talk) ? ConversationStatus.AWAITING_INPUT : ConversationStatus.BUSY;
        return new Listed(talk.conversation, status);
    }

    private static boolean waits(Talk talk) {
        return talk.live.values().stream().anyMatch(kept -> kept.is(RunStatus.AWAITING_INPUT));
    }

    @Override
    public Optional<Conversation> change(
            OwnerId owner, ConversationId id, Optional<String> title, Optional<Value.Fields> metadata, Instant at) {
        return rows.change(news -> rows.talk(owner, id).map(talk -> {
            Conversation before = talk.conversation;
            talk.conversation = new Conversation(
                    id,
                    owner,
                    title.map(Clean::text).orElse(before.title()),
                    metadata.orElse(before.metadata()),
                    before.createdAt(),
                    at.isAfter(before.updatedAt()) ? at : before.updatedAt());
            return talk.conversation;
        }));
    }

    @Override
    public Deletion delete(OwnerId owner, ConversationId id) {
        return rows.change(news -> {
            Optional<Talk> found = rows.talk(owner, id);
            if (found.isEmpty()) {
                return Deletion.UNKNOWN;
            }
            Talk talk = found.get();
            if (!talk.live.isEmpty()) {
                return Deletion.LIVE;
            }
            List.copyOf(talk.runs.values()).forEach(rows::remove);
            rows.remove(talk);
            return Deletion.DELETED;
        });
    }
}
