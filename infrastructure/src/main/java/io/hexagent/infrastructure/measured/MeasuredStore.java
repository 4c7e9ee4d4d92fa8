package io.hexagent.infrastructure.measured;

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
import io.hexagent.domain.telemetry.Gauge;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.tool.CustomTools;
import io.hexagent.domain.tool.ToolSettings;
import io.hexagent.infrastructure.store.SignalHub;
import io.hexagent.infrastructure.store.Store;
import java.time.Duration;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** A store whose log, queue and control tell what passes through them. Safe for use by many threads. */
public final class MeasuredStore implements Store {
    private final Store store;
    private final RunEvents runEvents;
    private final Telemetry telemetry;

    public MeasuredStore(Store store, Telemetry telemetry) {
        this.store = store;
        this.telemetry = telemetry;
        runEvents = new MeasuredRunEvents(store.runEvents(), telemetry);
        var depth = new QueueDepth(store::runQueue);
        telemetry.watch(Gauge.Level.QUEUE_DEPTH, depth::queued);
        telemetry.watch(Gauge.Level.QUEUE_WAIT, depth::waitedSeconds);
        store.readings().forEach(telemetry::watch);
    }

    /** The store that is measured, for tests that look into it. */
    public Store measured() {
        return store;
    }

    @Override
    public RunEvents runEvents() {
        return runEvents;
    }

    @Override
    public Runs runs() {
        return store.runs();
    }

    @Override
    public RunQueue runQueue() {
        return new MeasuredRunQueue(store.runQueue(), telemetry);
    }

    @Override
    public RunControl runControl() {
        return new MeasuredRunControl(store.runControl(), telemetry);
    }

    @Override
    public PartialReplies partialReplies() {
        return store.partialReplies();
    }

    @Override
    public SignalHub signals() {
        return store.signals();
    }

    @Override
    public void every(String name, Duration pause, Runnable chore) {
        store.every(name, pause, chore);
    }

    @Override
    public Map<Gauge, DoubleSupplier> readings() {
        return store.readings();
    }

    @Override
    public Checkpoints checkpoints() {
        return store.checkpoints();
    }

    @Override
    public Conversations conversations() {
        return store.conversations();
    }

    @Override
    public Datasets datasets() {
        return store.datasets();
    }

    @Override
    public DatasetContents datasetContents() {
        return store.datasetContents();
    }

    @Override
    public Artifacts artifacts() {
        return store.artifacts();
    }

    @Override
    public Blobs blobs() {
        return store.blobs();
    }

    @Override
    public ToolSettings toolSettings() {
        return store.toolSettings();
    }

    @Override
    public BrokerageLinks brokerageLinks() {
        return store.brokerageLinks();
    }

    @Override
    public Documents documents() {
        return store.documents();
    }

    @Override
    public PassageChanges passageChanges() {
        return store.passageChanges();
    }

    @Override
    public StrategySessions strategySessions() {
        return store.strategySessions();
    }

    @Override
    public CustomTools customTools() {
        return store.customTools();
    }

    @Override
    public boolean isUp() {
        return store.isUp();
    }

    @Override
    public void close() {
        store.close();
    }
}
