package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A checkpoint as it is stored. */
@MappedEntity("checkpoints")
record CheckpointRow(@Id String runId, long uptoSeq, String node, String next, String state) {}
