package io.hexagent.presentation.wire;

import io.hexagent.application.run.ReadMessages;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.conversation.Conversations;
import io.hexagent.domain.value.Value;

/** Conversations, which clients know as threads, and what was said in them. */
public final class ThreadShapes {
    private ThreadShapes() {}

    /** {@code {id, title, created_at, updated_at, status, metadata}}. */
    public static Value.Fields thread(Conversations.Listed listed) {
        Conversation conversation = listed.conversation();
        return Value.fields()
                .put("id", conversation.id().value())
                .put("title", conversation.title())
                .put("created_at", conversation.createdAt().toString())
                .put("updated_at", conversation.updatedAt().toString())
                .put("status", listed.status().wire())
                .put("metadata", conversation.metadata())
                .build();
    }

    /** {@code {id, role, content, run_id, created_at}}. */
    public static Value.Fields message(ReadMessages.Said said) {
        return Value.fields()
                .put("id", said.id())
                .put("role", said.role())
                .put("content", said.content())
                .put("run_id", said.run().value())
                .put("created_at", said.at().toString())
                .build();
    }
}
