package io.hexagent.infrastructure.contract;

import static io.hexagent.infrastructure.contract.Samples.aConversation;
import static io.hexagent.infrastructure.contract.Samples.aRun;
import static io.hexagent.infrastructure.contract.Samples.completed;
import static io.hexagent.infrastructure.contract.Samples.events;
import static io.hexagent.infrastructure.contract.Samples.thought;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.run.Checkpoint;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.infrastructure.store.Store;
import org.junit.jupiter.api.Test;

/** What every store of checkpoints promises. */
public abstract class CheckpointsContract {
    protected abstract Store store();

    private Run begun() {
        var conversation = aConversation();
        Run run = aRun(conversation);
        store().runEvents()
                .begin(conversation, run, events(new RunEvent.RunQueued()))
                .seq();
        return run;
    }

    private static Checkpoint at(Run run, long seq) {
        return new Checkpoint(run.id(), seq, "ask", "call \"tools\"", "{\"turn\": " + seq + "}");
    }

    @Test
    void aCheckpointIsStoredByTheNextAppendOfItsRun() {
        Run run = begun();
        store().checkpoints().put(at(run, 1));
        assertThat(store().checkpoints().find(run.id())).isEmpty();
        store().runEvents()
                .append(begun().id(), 1, events(thought("another run's")))
                .seq();
        assertThat(store().checkpoints().find(run.id())).isEmpty();
        store().runEvents().append(run.id(), 1, events(thought("a"))).seq();
        assertThat(store().checkpoints().find(run.id())).contains(at(run, 1));
    }

    @Test
    void theNewestCheckpointReplacesEarlierOnes() {
        Run run = begun();
        store().checkpoints().put(at(run, 1));
        store().checkpoints().put(at(run, 2));
        store().runEvents().append(run.id(), 1, events(thought("a")));
        store().checkpoints().put(at(run, 3));
        store().runEvents().append(run.id(), 1, events(thought("b")));
        store().runEvents().append(run.id(), 1, events(thought("c"))).seq();
        assertThat(store().checkpoints().find(run.id())).contains(at(run, 3));
        store().checkpoints().put(at(run, 4));
        store().runEvents().append(run.id(), 1, events(thought("d"))).seq();
        assertThat(store().checkpoints().find(run.id())).contains(at(run, 4));
    }

    @Test
    void theEndOfTheRunRemovesItsCheckpoint() {
        Run run = begun();
        store().checkpoints().put(at(run, 1));
        store().runEvents().append(run.id(), 1, events(thought("a"))).seq();
        store().checkpoints().put(at(run, 2));
        store().runEvents().append(run.id(), 1, events(completed())).seq();
        store().checkpoints().forget(run.id());
        assertThat(store().checkpoints().find(run.id())).isEmpty();
    }

    @Test
    void aFencedAppendStoresNoCheckpoint() {
        Run run = begun();
        store().checkpoints().put(at(run, 9));
        var stale = store().runEvents().append(run.id(), 0, events(thought("stale")));
        assertThatThrownBy(stale::seq).isInstanceOf(RunEvents.Fenced.class);
        store().runEvents().append(run.id(), 1, events(thought("held"))).seq();
        assertThat(store().checkpoints().find(run.id())).isEmpty();
    }

    @Test
    void aForgottenCheckpointIsNotStored() {
        Run run = begun();
        store().checkpoints().put(at(run, 1));
        store().checkpoints().forget(run.id());
        store().runEvents().append(run.id(), 1, events(thought("a"))).seq();
        assertThat(store().checkpoints().find(run.id())).isEmpty();
    }
}
