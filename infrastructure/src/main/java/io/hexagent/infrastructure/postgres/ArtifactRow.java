package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.List;

/** An artifact as it is stored. @param contents the hashes of all renditions */
@MappedEntity("artifacts")
record ArtifactRow(
        @Id String id,
        String owner,
        String runId,
        String conversation,
        String kind,
        String title,
        String renditions,
        @TypeDef(type = DataType.STRING_ARRAY) List<String> contents,
        Instant createdAt) {}
