package io.hexagent.presentation.cluster;

import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One event as a stream brought it.
 *
 * @param id empty when it has none
 * @param name of the event on the stream
 */
record Event(String id, String name, Value.Fields fields) {
    private static final Set<String> TERMINAL = Set.of("run-completed", "run-failed", "run-cancelled");

    /** The event if it is one of the log; waiting, keep-alive and text have no number. */
    Optional<Event> numbered() {
        return id.isEmpty() ? Optional.empty() : Optional.of(this);
    }

    String type() {
        return fields.text("type").orElse(name);
    }

    long seq() {
        return fields.number("seq").orElseThrow().longValue();
    }

    String run() {
        return fields.text("run_id").orElseThrow();
    }

    /** In milliseconds of the clock. */
    long at() {
        return Instant.parse(fields.text("at").orElseThrow()).toEpochMilli();
    }

    boolean isTerminal() {
        return TERMINAL.contains(type());
    }

    @Override
    public String toString() {
        return id + " " + type();
    }
}
