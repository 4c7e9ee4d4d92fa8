package io.hexagent.infrastructure.store;

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
import io.hexagent.domain.tool.CustomTools;
import io.hexagent.domain.tool.ToolSettings;
import java.time.Duration;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** Everything that is kept, port by port. The ports work until the store is closed. Safe for use by many threads. */
public interface Store extends AutoCloseable {
    RunEvents runEvents();

    Runs runs();

    RunQueue runQueue();

    RunControl runControl();

    PartialReplies partialReplies();

    /** What changes here and, when other processes share the store, there. */
    SignalHub signals();

    /**
     * Does a chore again and again, in one process at a time of all that share the store. A chore that fails is done
     * again at its next turn.
     *
     * @param name the same in all processes
     * @param pause from the end of one turn to the start of the next
     */
    void every(String name, Duration pause, Runnable chore);

    Checkpoints checkpoints();

    Conversations conversations();

    Datasets datasets();

    DatasetContents datasetContents();

    Artifacts artifacts();

    Blobs blobs();

    /** Changes are signalled with {@code ToolsChanged}. */
    ToolSettings toolSettings();

    /** Keeps secrets as they are given: {@code SealedBrokerageLinks} stands before it. */
    BrokerageLinks brokerageLinks();

    Documents documents();

    PassageChanges passageChanges();

    /** Changes are signalled likewise. */
    CustomTools customTools();

    StrategySessions strategySessions();

    /** Values of the store that can be read at any time. */
    default Map<Gauge, DoubleSupplier> readings() {
        return Map.of();
    }

    /** Whether the store answers now; waits at most a few seconds. */
    boolean isUp();

    /** Writes what is pending, then lets go of everything. A second call does nothing. */
    @Override
    void close();
}
