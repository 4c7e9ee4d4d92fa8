package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A run as it is stored. The columns that only the queue and the writer use are left out. */
@MappedEntity("runs")
record RunRow(
        @Id String id,
        String owner,
        String conversation,
        long ordinal,
        String agent,
        String model,
        String query,
        String datasets,
        @Nullable String replayOf,
        @Nullable String parent,
        String status,
        @Nullable String worker,
        @Nullable String request,
        @Nullable String outcome,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        long inputTokens,
        long outputTokens,
        long epoch,
        int attempt,
        Instant createdAt,
        @Nullable Instant completedAt) {}
