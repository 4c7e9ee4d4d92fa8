package io.hexagent.domain.brokerage;

import io.hexagent.domain.access.OwnerId;
import java.time.Instant;

/** An owner's link to the service that reaches brokers. An owner has one at most. */
public record BrokerageLink(OwnerId owner, BrokerageUser user, Instant createdAt) {}
