package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.run.Checkpoint;
import io.hexagent.domain.run.RunEvents.Fenced;
import io.hexagent.domain.value.RunId;
import io.hexagent.infrastructure.store.RunChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one batch writes of one run: its entries in order, up to the one that ends it. */
final class Group {
    private final RunId run;
    private final long epoch;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Entry> late = new ArrayList<>();
    private RunChange change = RunChange.NONE;
    private @Nullable Checkpoint checkpoint;
    private @Nullable Instant expires;
    private int events;

    Group(Entry first) {
        run = first.run();
        epoch = first.epoch();
        add(first);
    }

    static Group of(List<Entry> entries) {
        var group = new Group(entries.getFirst());
        entries.subList(1, entries.size()).forEach(group::add);
        return group;
    }

    void add(Entry entry) {
        if (change.ends()) {
            late.add(entry);
            return;
        }
        entries.add(entry);
        events += entry.lines().size();
        change = change.then(entry.change());
        if (entry.change().state().isPresent()) {
            expires = entry.expires();
        }
        if (entry.checkpoint() != null) {
            checkpoint = entry.checkpoint();
        }
    }

    /** The group is in the log. @param lastSeq the number of its last event */
    void committed(long lastSeq) {
        long seq = lastSeq - events;
        for (Entry entry : entries) {
            seq += entry.lines().size();
            entry.fulfil(seq);
        }
        late.forEach(entry -> entry.fail(new Fenced(run, epoch)));
    }

    /** Nothing of the group was written, since the run is held by another or has ended. */
    void fenced() {
        all().forEach(entry -> entry.fail(new Fenced(run, epoch)));
    }

    /** All entries, those after the end included. */
    List<Entry> all() {
        var all = new ArrayList<Entry>(entries);
        all.addAll(late);
        return all;
    }

    RunId run() {
        return run;
    }

    long epoch() {
        return epoch;
    }

    Entry.@Nullable Begin begin() {
        return entries.getFirst().begin();
    }

    List<Entry> entries() {
        return entries;
    }

    RunChange change() {
        return change;
    }

    /** The checkpoint to store; none when the run ends. */
    @Nullable
    Checkpoint checkpoint() {
        return change.ends() ? null : checkpoint;
    }

    /** When the request that the run waits for then is decided by default. */
    @Nullable
    Instant expires() {
        return expires;
    }

    /** The number of events. */
    int events() {
        return events;
    }
}
