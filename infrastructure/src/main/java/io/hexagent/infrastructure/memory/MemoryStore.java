package io.hexagent.infrastructure.memory;

import io.hexagent.domain.artifact.Artifacts;
import io.hexagent.domain.artifact.Blobs;
import io.hexagent.domain.conversation.Conversations;
import io.hexagent.domain.dataset.DatasetContents;
import io.hexagent.domain.dataset.Datasets;
import io.hexagent.domain.run.Checkpoints;
import io.hexagent.domain.run.PartialReplies;
import io.hexagent.domain.run.RunControl;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.RunQueue;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.tool.ToolSettings;
import io.hexagent.infrastructure.store.SignalHub;
import io.hexagent.infrastructure.store.Store;
import io.hexagent.infrastructure.store.StoredContents;
import java.time.Duration;
import java.time.InstantSource;

/** Keeps everything in memory, without bound, until the store is let go. Safe for use by many threads. */
public final class MemoryStore implements Store {
    /** @param lease how long a begun run is held by its worker before somebody must {@link Runs#renew} */
    public record Options(Duration lease) {
        public static Options defaults() {
            return new Options(Duration.ofSeconds(30));
        }
    }

    private final MemoryConversations conversations = new MemoryConversations();
    private final MemoryBlobs blobs = new MemoryBlobs();
    private final MemoryDatasets datasets = new MemoryDatasets(blobs);
    private final MemoryArtifacts artifacts = new MemoryArtifacts(blobs);
    private final MemoryToolSettings toolSettings = new MemoryToolSettings();
    private final StoredContents contents = new StoredContents(blobs);
    private final SignalHub signals = new SignalHub();
    private final MemoryRuns runs;

    public MemoryStore(Options options, InstantSource time) {
        runs = new MemoryRuns(conversations, artifacts, options.lease(), time);
    }

    @Override
    public RunEvents runEvents() {
        return runs;
    }

    @Override
    public Runs runs() {
        return runs;
    }

    @Override
    public RunQueue runQueue() {
        return runs;
    }

    @Override
    public RunControl runControl() {
        return runs;
    }

    @Override
    public PartialReplies partialReplies() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SignalHub signals() {
        return signals;
    }

    @Override
    public void every(String name, Duration pause, Runnable chore) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Checkpoints checkpoints() {
        return runs;
    }

    @Override
    public Conversations conversations() {
        return conversations;
    }

    @Override
    public Datasets datasets() {
        return datasets;
    }

    @Override
    public DatasetContents datasetContents() {
        return contents;
    }

    @Override
    public Artifacts artifacts() {
        return artifacts;
    }

    @Override
    public Blobs blobs() {
        return blobs;
    }

    @Override
    public ToolSettings toolSettings() {
        return toolSettings;
    }

    @Override
    public boolean isUp() {
        return true;
    }

    @Override
    public void close() {
        // Nothing to let go of: what is kept goes with the last reference to the store.
    }
}
