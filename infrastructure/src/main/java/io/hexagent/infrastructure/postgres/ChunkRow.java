package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A chunk of bytes as it is stored. The hash alone does not name it: its place does as well. */
@MappedEntity("blob_chunks")
record ChunkRow(@Id String hash, int place, byte[] body) {}
