package io.hexagent.infrastructure.store;

import io.hexagent.domain.artifact.Artifacts;
import io.hexagent.domain.artifact.Blobs;
import io.hexagent.domain.conversation.Conversations;
import io.hexagent.domain.dataset.DatasetContents;
import io.hexagent.domain.dataset.Datasets;
import io.hexagent.domain.run.Checkpoints;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.tool.ToolSettings;

/** Everything that is kept, port by port. The ports work until the store is closed. Safe for use by many threads. */
public interface Store extends AutoCloseable {
    RunEvents runEvents();

    Runs runs();

    Checkpoints checkpoints();

    Conversations conversations();

    Datasets datasets();

    DatasetContents datasetContents();

    Artifacts artifacts();

    Blobs blobs();

    ToolSettings toolSettings();

    /** Whether the store answers now; waits at most a few seconds. */
    boolean isUp();

    /** Writes what is pending, then lets go of everything. A second call does nothing. */
    @Override
    void close();
}
