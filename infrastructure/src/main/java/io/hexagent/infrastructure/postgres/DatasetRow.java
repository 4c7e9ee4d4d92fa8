package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A data set as it is stored. @param path the local file; null when the bytes are kept */
@MappedEntity("datasets")
record DatasetRow(
        @Id String id,
        String owner,
        String name,
        @Nullable String path,
        String content,
        long bytes,
        String profile,
        Instant createdAt) {}
