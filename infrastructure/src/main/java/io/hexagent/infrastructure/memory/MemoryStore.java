package io.hexagent.infrastructure.memory;

import io.hexagent.domain.artifact.Artifacts;
import io.hexagent.domain.artifact.Blobs;
import io.hexagent.domain.brokerage.BrokerageLinks;
import io.hexagent.domain.conversation.Conversations;
import io.hexagent.domain.dataset.DatasetContents;
import io.hexagent.domain.dataset.Datasets;
import io.hexagent.domain.document.Documents;
import io.hexagent.domain.document.PassageChanges;
import io.hexagent.domain.run.Checkpoints;
import io.hexagent.domain.run.PartialReplies;
import io.hexagent.domain.run.RunControl;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.RunQueue;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.strategy.StrategySessions;
import io.hexagent.domain.tool.CustomTools;
import io.hexagent.domain.tool.ToolSettings;
import io.hexagent.infrastructure.store.SignalHub;
import io.hexagent.infrastructure.store.Store;
import io.hexagent.infrastructure.store.StoredContents;
import java.time.Duration;
import java.time.InstantSource;

/** Keeps everything in memory, without bound, until the store is let go. Safe for use by many threads. */
public final class MemoryStore implements Store {
    /** @param lease how long a begun run is held by its worker before somebody must {@link RunQueue#renew} */
    public record Options(Duration lease) {
        public static Options defaults() {
            return new Options(Duration.ofSeconds(30));
        }
    }

    private final MemoryBlobs blobs = new MemoryBlobs();
    private final MemoryDatasets datasets;
    private final MemoryDocuments documents;
    private final MemoryArtifacts artifacts = new MemoryArtifacts(blobs);
    private final BrokerageLinks brokerageLinks = new MemoryBrokerageLinks();
    private final StoredContents contents = new StoredContents(blobs);
    private final SignalHub signals = new SignalHub();
    private final MemoryToolSettings toolSettings = new MemoryToolSettings(signals);
    private final MemoryCustomTools customTools;
    private final StrategySessions strategySessions;
    private final Chores chores = new Chores();
    private final MemoryConversations conversations;
    private final MemoryRuns runs;
    private final MemoryQueue queue;
    private final MemoryPartialReplies replies;

    public MemoryStore(Options options, InstantSource time) {
        strategySessions = new MemoryStrategySessions(time);
        var rows = new MemoryRows(artifacts, signals, time);
        datasets = new MemoryDatasets(blobs, rows);
        customTools = new MemoryCustomTools(rows, signals);
        documents = new MemoryDocuments(blobs, rows, time);
        conversations = new MemoryConversations(rows);
        runs = new MemoryRuns(rows, options.lease());
        queue = new MemoryQueue(rows, options.lease());
        replies = new MemoryPartialReplies(rows);
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
        return queue;
    }

    @Override
    public RunControl runControl() {
        return queue;
    }

    @Override
    public PartialReplies partialReplies() {
        return replies;
    }

    @Override
    public SignalHub signals() {
        return signals;
    }

    @Override
    public void every(String name, Duration pause, Runnable chore) {
        chores.every(name, pause, chore);
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
    public BrokerageLinks brokerageLinks() {
        return brokerageLinks;
    }

    @Override
    public Documents documents() {
        return documents;
    }

    @Override
    public PassageChanges passageChanges() {
        return documents;
    }

    @Override
    public CustomTools customTools() {
        return customTools;
    }

    @Override
    public StrategySessions strategySessions() {
        return strategySessions;
    }

    @Override
    public boolean isUp() {
        return true;
    }

    @Override
    public void close() {
        chores.close();
        signals.close();
    }
}
