package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** That some bytes are kept. Their content is in chunks. */
@MappedEntity("blobs")
record BlobRow(@Id String hash, long bytes) {}
