package io.hexagent.infrastructure.memory;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.run.Checkpoint;
import io.hexagent.domain.run.Checkpoints;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.run.StampedEvent;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.infrastructure.memory.MemoryRows.Kept;
import io.hexagent.infrastructure.store.RunChange;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Runs with their events and checkpoints in memory: three ports that are three views of the same thing. Every ticket is
 * fulfilled when it is handed out. Safe for use by many threads.
 */
final class MemoryRuns implements RunEvents, Runs, Checkpoints {
    private static final Comparator<Run> NEWEST_FIRST = Comparator.comparing(Run::createdAt)
            .thenComparing(run -> run.id().value())
            .reversed();

    private final MemoryRows rows;
    private final Duration lease;

    MemoryRuns(MemoryRows rows, Duration lease) {
        this.rows = rows;
        this.lease = lease;
    }

    @Override
    public Ticket begin(Conversation conversation, Run run, List<StampedEvent> first) {
        var change = RunChange.of(first);
        return rows.change(news -> {
            if (rows.run(run.id()) != null) {
                var refused = new LogUnavailable(
                        "run " + run.id() + " was refused",
                        new IllegalStateException("a run with its id exists already"));
                return () -> {
                    throw refused;
                };
            }
            Kept kept = rows.add(conversation, run, first, change, news);
            kept.leaseUntil = rows.now().plus(lease);
            long seq = kept.events.size();
            return () -> seq;
        });
    }

    @Override
    public Ticket append(RunId run, long epoch, List<StampedEvent> events) {
        var change = RunChange.of(events);
        return rows.change(news -> {
            Kept kept = rows.run(run);
            if (kept == null || kept.run.epoch() != epoch || !kept.isLive()) {
                rows.forget(run);
                return () -> {
                    throw new Fenced(run, epoch);
                };
            }
            long seq = rows.write(kept, events, change, news);
            return () -> seq;
        });
    }

    @Override
    public List<RecordedEvent> read(RunId run, long after, int limit) {
        return rows.look(() -> {
            Kept kept = rows.run(run);
            if (kept == null || after >= kept.events.size()) {
                return List.of();
            }
            int from = (int) Math.max(after, 0);
            int to = (int) Math.min((long) from + limit, kept.events.size());
            return List.copyOf(kept.events.subList(from, to));
        });
    }

    @Override
    public List<RecordedEvent> readAll(List<RunId> wanted) {
        return wanted.stream()
                .flatMap(id -> read(id, 0, Integer.MAX_VALUE).stream())
                .toList();
    }

    @Override
    public Optional<Run> find(OwnerId owner, RunId id) {
        return rows.look(() -> rows.run(owner, id).map(kept -> kept.run));
    }

    @Override
    public Optional<Run> findByPrefix(OwnerId owner, String prefix) {
        List<Run> found = rows.look(() -> of(owner)
                .filter(run -> run.id().value().startsWith(prefix))
                .limit(2)
                .toList());
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    @Override
    public Page list(OwnerId owner, Query query) {
        List<Run> all = rows.look(() -> of(owner)
                .filter(run -> run.parent().isEmpty())
                .filter(run -> query.status().map(run.status()::equals).orElse(true))
                .filter(run ->
                        query.conversation().map(run.conversation()::equals).orElse(true))
                .sorted(NEWEST_FIRST)
                .toList());
        return new Page(all.stream().skip(query.offset()).limit(query.limit()).toList(), all.size());
    }

    @Override
    public Deletion delete(OwnerId owner, RunId id) {
        return rows.change(news -> {
            Optional<Kept> found = rows.run(owner, id);
            if (found.isEmpty()) {
                return Deletion.UNKNOWN;
            }
            if (rows.isLiveBelow(found.get())) {
                return Deletion.LIVE;
            }
            rows.remove(found.get());
            return Deletion.DELETED;
        });
    }

    @Override
    public List<Run> children(OwnerId owner, RunId parent) {
        return rows.look(() -> rows.children(parent).stream()
                .map(kept -> kept.run)
                .filter(run -> run.owner().equals(owner))
                .toList());
    }

    @Override
    public List<Run> ofConversation(OwnerId owner, ConversationId conversation, long fromOrdinal, int limit) {
        return some(owner, conversation, limit, runs -> runs.tailMap(fromOrdinal, true));
    }

    @Override
    public List<Run> before(OwnerId owner, ConversationId conversation, long ordinal, int limit) {
        return some(
                owner, conversation, limit, runs -> runs.headMap(ordinal, false).descendingMap());
    }

    private List<Run> some(
            OwnerId owner,
            ConversationId conversation,
            int limit,
            Function<NavigableMap<Long, Kept>, NavigableMap<Long, Kept>> part) {
        return rows.look(() -> rows.talk(owner, conversation)
                .map(talk -> part.apply(talk.runs).values())
                .map(Collection::stream)
                .orElseGet(Stream::empty)
                .filter(kept -> kept.run.parent().isEmpty())
                .limit(limit)
                .map(kept -> kept.run)
                .toList());
    }

    @Override
    public int prune(Instant endedBefore, int limit) {
        return rows.change(news -> {
            List<Kept> old = rows.runs().stream()
                    .filter(kept -> ended(kept.run).filter(endedBefore::isAfter).isPresent())
                    .limit(limit)
                    .toList();
            old.forEach(rows::remove);
            return old.size();
        });
    }

    @Override
    public void forgetRequests(Instant before) {
        synchronized (rows) {
            rows.forgetRequests(before);
        }
    }

    private static Optional<Instant> ended(Run run) {
        return switch (run.state()) {
            case RunState.Completed completed -> Optional.of(completed.at());
            case RunState.Failed failed -> Optional.of(failed.at());
            case RunState.Cancelled cancelled -> Optional.of(cancelled.at());
            case RunState.Queued ignored -> Optional.empty();
            case RunState.Running ignored -> Optional.empty();
            case RunState.AwaitingInput ignored -> Optional.empty();
        };
    }

    @Override
    public void put(Checkpoint checkpoint) {
        synchronized (rows) {
            rows.remember(checkpoint);
        }
    }

    @Override
    public Optional<Checkpoint> find(RunId run) {
        return rows.look(() -> Optional.ofNullable(rows.run(run)).map(kept -> kept.checkpoint));
    }

    @Override
    public void forget(RunId run) {
        synchronized (rows) {
            rows.forget(run);
        }
    }

    private Stream<Run> of(OwnerId owner) {
        return rows.runs().stream()
                .map(kept -> kept.run)
                .filter(run -> run.owner().equals(owner));
    }
}
