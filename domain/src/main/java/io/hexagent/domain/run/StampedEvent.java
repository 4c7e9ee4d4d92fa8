package io.hexagent.domain.run;

import java.time.Instant;

/** An event that is not committed yet, and therefore has no number. */
public record StampedEvent(Instant at, RunEvent event) {}
