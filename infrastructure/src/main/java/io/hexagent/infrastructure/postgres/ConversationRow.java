package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** A conversation as it is stored. Its id is unique for its owner only, so nothing is found by the id alone. */
@MappedEntity("conversations")
record ConversationRow(
        @Id String id, String owner, String title, String metadata, Instant createdAt, Instant updatedAt) {}
