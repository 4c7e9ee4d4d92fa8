package io.hexagent.application.run;

import java.time.Duration;
import java.util.Optional;

/**
 * How runs wait for a person.
 *
 * @param timeout after which the default action is taken; empty: never
 * @param approves whether a tool call that nobody decided about in time is made; otherwise it is refused
 */
public record InputRules(Optional<Duration> timeout, boolean approves) {
    /** Waits for as long as it takes; refuses. */
    public static final InputRules DEFAULT = new InputRules(Optional.empty(), false);

    public InputRules {
        if (timeout.isPresent() && !timeout.get().isPositive()) {
            throw new IllegalArgumentException("the time to wait for input must be positive, got " + timeout.get());
        }
    }
}
