package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** An owner's link to brokers. */
@MappedEntity("brokerage_links")
record BrokerageLinkRow(@Id String owner, String userId, String sealedSecret, Instant createdAt) {}
