package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.run.Checkpoint;
import io.hexagent.domain.run.Checkpoints;
import io.hexagent.domain.value.RunId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints that wait in memory for their run's next append, which takes them along. Safe for use by many threads.
 */
final class PostgresCheckpoints implements Checkpoints {
    private final Map<RunId, Checkpoint> waiting = new ConcurrentHashMap<>();
    private final CheckpointRows rows;

    PostgresCheckpoints(CheckpointRows rows) {
        this.rows = rows;
    }

    @Override
    public void put(Checkpoint checkpoint) {
        waiting.put(checkpoint.run(), checkpoint);
    }

    /** The checkpoint that waits for the run's next append; it waits no longer. */
    @Nullable
    Checkpoint take(RunId run) {
        return waiting.remove(run);
    }

    @Override
    public Optional<Checkpoint> find(RunId run) {
        return Calls.of(() -> rows.findById(run.value()))
                .map(row -> new Checkpoint(run, row.uptoSeq(), row.node(), row.next(), row.state()));
    }

    @Override
    public void forget(RunId run) {
        waiting.remove(run);
    }
}
