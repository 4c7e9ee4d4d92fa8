package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** An event as it is stored. Its number is unique in its run only. */
@MappedEntity("run_events")
record EventRow(@Id long seq, String runId, String type, Instant at, String body) {}
