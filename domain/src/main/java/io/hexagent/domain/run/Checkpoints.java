package io.hexagent.domain.run;

import io.hexagent.domain.value.RunId;
import java.util.Optional;

/** The newest checkpoint of each live run. Implementations are safe for use by many threads. */
public interface Checkpoints {
    /**
     * Remembers the checkpoint until the next {@link RunEvents#append} of its run carries it to the store. Never waits;
     * a newer checkpoint replaces one that was not stored yet.
     */
    void put(Checkpoint checkpoint);

    /** The newest stored checkpoint. */
    Optional<Checkpoint> find(RunId run);

    /** Forgets what is remembered for a run that has ended. */
    void forget(RunId run);
}
