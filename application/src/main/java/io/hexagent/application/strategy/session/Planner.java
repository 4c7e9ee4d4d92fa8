package io.hexagent.application.strategy.session;

import io.hexagent.domain.access.OwnerId;
import java.util.Optional;

/** Reads what a person says, and writes strategies. Implementations are safe for use by many threads. */
interface Planner {
    /** What the message at hand wants. */
    Reading read(OwnerId owner, Talk talk);

    /**
     * Writes the strategy that is wanted, or writes the one at hand anew without the errors that the talk names.
     *
     * @return its document; empty: no other one comes to mind
     */
    Optional<String> write(OwnerId owner, Talk talk);
}
