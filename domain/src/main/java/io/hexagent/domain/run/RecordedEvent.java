package io.hexagent.domain.run;

import io.hexagent.domain.value.RunId;
import java.time.Instant;

/** A committed event. @param seq from 1, dense in its run */
public record RecordedEvent(RunId run, long seq, Instant at, RunEvent event) {}
