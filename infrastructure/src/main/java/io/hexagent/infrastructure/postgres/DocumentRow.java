package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** A document as it is stored. @param body the hash of its text */
@MappedEntity("documents")
record DocumentRow(
        @Id String id,
        String owner,
        String name,
        String mediaType,
        String content,
        long bytes,
        String body,
        int characters,
        int passages,
        Instant createdAt) {}
