package io.hexagent.infrastructure.memory;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.run.Checkpoint;
import io.hexagent.domain.run.Checkpoints;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunControl;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.RunQueue;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.run.StampedEvent;
import io.hexagent.domain.value.Clean;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.infrastructure.store.RunChange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs with their events and checkpoints in memory, under one lock: three ports that are three views of the same thing.
 * Every ticket is fulfilled when it is handed out. Safe for use by many threads.
 */
final class MemoryRuns implements RunEvents, Runs, Checkpoints, RunQueue, RunControl {
    private static final Comparator<Run> NEWEST_FIRST = Comparator.comparing(Run::createdAt)
            .thenComparing(run -> run.id().value())
            .reversed();

    private static final class Kept {
        private Run run;
        private final List<RecordedEvent> events = new ArrayList<>();
        private Instant leaseUntil;

        Kept(Run run, Instant leaseUntil) {
            this.run = run;
            this.leaseUntil = leaseUntil;
        }
    }

    private final Map<RunId, Kept> runs = new HashMap<>();
    private final Map<RunId, Checkpoint> pending = new HashMap<>();
    private final Map<RunId, Checkpoint> stored = new HashMap<>();
    private final MemoryConversations conversations;
    private final MemoryArtifacts artifacts;
    private final Duration lease;
    private final InstantSource time;

    MemoryRuns(MemoryConversations conversations, MemoryArtifacts artifacts, Duration lease, InstantSource time) {
        this.conversations = conversations;
        this.artifacts = artifacts;
        this.lease = lease;
        this.time = time;
    }

    @Override
    public synchronized Ticket begin(Conversation conversation, Run run, List<StampedEvent> first) {
        var change = RunChange.of(first);
        if (runs.containsKey(run.id())) {
            var refused = new LogUnavailable(
                    "run " + run.id() + " was refused", new IllegalStateException("a run with its id exists already"));
            return () -> {
                throw refused;
            };
        }
        conversations.touch(conversation);
        var kept = new Kept(cleaned(run), time.instant().plus(lease));
        runs.put(run.id(), kept);
        return write(kept, first, change);
    }

    @Override
    public synchronized Ticket append(RunId run, long epoch, List<StampedEvent> events) {
        var change = RunChange.of(events);
        Kept kept = runs.get(run);
        if (kept == null || kept.run.epoch() != epoch || kept.run.status().isTerminal()) {
            pending.remove(run);
            return () -> {
                throw new Fenced(run, epoch);
            };
        }
        return write(kept, events, change);
    }

    private Ticket write(Kept kept, List<StampedEvent> events, RunChange change) {
        RunId id = kept.run.id();
        for (StampedEvent stamped : events) {
            kept.events.add(new RecordedEvent(id, kept.events.size() + 1L, stamped.at(), stamped.event()));
        }
        kept.run = change.appliedTo(kept.run);
        Checkpoint checkpoint = pending.remove(id);
        if (kept.run.status().isTerminal()) {
            stored.remove(id);
        } else if (checkpoint != null) {
            stored.put(id, checkpoint);
        }
        long seq = kept.events.size();
        return () -> seq;
    }

    @Override
    public synchronized List<RecordedEvent> read(RunId run, long after, int limit) {
        Kept kept = runs.get(run);
        if (kept == null || after >= kept.events.size()) {
            return List.of();
        }
        int from = (int) Math.max(after, 0);
        int to = (int) Math.min((long) from + limit, kept.events.size());
        return List.copyOf(kept.events.subList(from, to));
    }

    @Override
    public synchronized Optional<Run> find(OwnerId owner, RunId id) {
        return Optional.ofNullable(runs.get(id))
                .map(kept -> kept.run)
                .filter(run -> run.owner().equals(owner));
    }

    @Override
    public synchronized Optional<Run> findByPrefix(OwnerId owner, String prefix) {
        List<Run> found = of(owner)
                .filter(run -> run.id().value().startsWith(prefix))
                .limit(2)
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    @Override
    public synchronized Page list(OwnerId owner, Query query) {
        List<Run> all = of(owner)
                .filter(run -> query.status().map(run.status()::equals).orElse(true))
                .filter(run ->
                        query.conversation().map(run.conversation()::equals).orElse(true))
                .sorted(NEWEST_FIRST)
                .toList();
        return new Page(all.stream().skip(query.offset()).limit(query.limit()).toList(), all.size());
    }

    @Override
    public synchronized Deletion delete(OwnerId owner, RunId id) {
        Optional<Run> found = find(owner, id);
        if (found.isEmpty()) {
            return Deletion.UNKNOWN;
        }
        if (!found.get().status().isTerminal()) {
            return Deletion.LIVE;
        }
        runs.remove(id);
        stored.remove(id);
        pending.remove(id);
        artifacts.deleteOf(owner, id);
        return Deletion.DELETED;
    }

    @Override
    public synchronized List<RecordedEvent> readAll(List<RunId> wanted) {
        return wanted.stream()
                .flatMap(id -> read(id, 0, Integer.MAX_VALUE).stream())
                .toList();
    }

    @Override
    public List<Run> ofConversation(OwnerId owner, ConversationId conversation, long fromOrdinal, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Run> before(OwnerId owner, ConversationId conversation, long ordinal, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int prune(Instant endedBefore, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Accepted accept(Acceptance acceptance) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Claim> claim(String worker, int most) {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized Map<RunId, Long> renew(String worker) {
        Instant now = time.instant();
        var held = new HashMap<RunId, Long>();
        for (Kept kept : runs.values()) {
            if (kept.run.state() instanceof RunState.Running running
                    && running.worker().equals(worker)) {
                Instant until = now.plus(lease);
                kept.leaseUntil = until.isAfter(kept.leaseUntil) ? until : kept.leaseUntil;
                held.put(kept.run.id(), kept.run.epoch());
            }
        }
        return held;
    }

    @Override
    public boolean giveBack(RunId run, long epoch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Depth depth() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Cancelling cancel(OwnerId owner, RunId run, Instant at) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Deciding decide(OwnerId owner, RunId run, RunEvent.InputReceived decision, Instant at) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<RunEvent.InputRequested> request(OwnerId owner, RunId run) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Run> expired(int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized void put(Checkpoint checkpoint) {
        pending.put(checkpoint.run(), checkpoint);
    }

    @Override
    public synchronized Optional<Checkpoint> find(RunId run) {
        return Optional.ofNullable(stored.get(run));
    }

    @Override
    public synchronized void forget(RunId run) {
        pending.remove(run);
    }

    private Stream<Run> of(OwnerId owner) {
        return runs.values().stream()
                .map(kept -> kept.run)
                .filter(run -> run.owner().equals(owner));
    }

    private static Run cleaned(Run run) {
        return new Run(
                run.id(),
                run.owner(),
                run.conversation(),
                run.ordinal(),
                run.agent(),
                run.model(),
                Clean.text(run.query()),
                run.datasets(),
                run.replayOf(),
                run.state(),
                run.usage(),
                run.epoch(),
                run.attempt(),
                run.createdAt());
    }
}
