package io.hexagent.application.run;

import io.hexagent.domain.language.Delta;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.value.RunId;

/**
 * Told what happens in a run, as it happens and before it is committed. Calls are made one at a time and must not
 * block.
 */
public interface RunListener {
    /** Listens to nothing. */
    RunListener NONE = new RunListener() {};

    default void event(RunId run, RunEvent event) {}

    /** The same, with the number that the event has when it is committed. */
    default void event(RunId run, long seq, RunEvent event) {
        event(run, event);
    }

    default void delta(RunId run, Delta delta) {}
}
