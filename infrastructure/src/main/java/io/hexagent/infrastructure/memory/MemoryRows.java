package io.hexagent.infrastructure.memory;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.run.Checkpoint;
import io.hexagent.domain.run.PartialReply;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.run.StampedEvent;
import io.hexagent.domain.value.Clean;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.infrastructure.store.RunChange;
import io.hexagent.infrastructure.store.SignalHub;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Conversations, their runs and what belongs to those, under one lock. Everything but {@link #change} and {@link #look}
 * is to be called inside of one of them.
 */
final class MemoryRows {
    /** A run with all that is known of it. */
    static final class Kept {
        Run run;
        final List<RecordedEvent> events = new ArrayList<>();
        Instant due;
        Instant leaseUntil = Instant.EPOCH;
        int strikes;
        /** How many events there were when a worker took the run. */
        int eventsWhenTaken;

        @Nullable
        Checkpoint checkpoint;

        @Nullable
        PartialReply reply;

        Kept(Run run, Instant due) {
            this.run = run;
            this.due = due;
        }

        boolean is(RunStatus status) {
            return run.status() == status;
        }

        boolean isLive() {
            return !run.status().isTerminal();
        }

        /** The request that the run waits for. */
        Optional<RunEvent.InputRequested> request() {
            if (!(run.state() instanceof RunState.AwaitingInput waiting)) {
                return Optional.empty();
            }
            return events.reversed().stream()
                    .map(RecordedEvent::event)
                    .filter(RunEvent.InputRequested.class::isInstance)
                    .map(RunEvent.InputRequested.class::cast)
                    .filter(asked -> asked.request().equals(waiting.requestId()))
                    .findFirst();
        }
    }

    /** A conversation with its runs by their ordinals. */
    static final class Talk {
        Conversation conversation;
        long lastOrdinal;
        final NavigableMap<Long, Kept> runs = new TreeMap<>();
        final NavigableMap<Long, Kept> live = new TreeMap<>();

        Talk(Conversation conversation) {
            this.conversation = conversation;
        }
    }

    private record TalkKey(OwnerId owner, ConversationId id) {}

    private record Route(OwnerId owner, String route, String key) {}

    private record Request(String hash, String resource, Instant at) {}

    private final Map<TalkKey, Talk> talks = new HashMap<>();
    private final Map<RunId, Kept> runs = new HashMap<>();
    private final Map<RunId, Kept> live = new LinkedHashMap<>();
    private final Map<Route, Request> requests = new HashMap<>();
    private final Map<RunId, Checkpoint> pending = new HashMap<>();
    private final MemoryArtifacts artifacts;
    private final SignalHub signals;
    private final InstantSource time;

    MemoryRows(MemoryArtifacts artifacts, SignalHub signals, InstantSource time) {
        this.artifacts = artifacts;
        this.signals = signals;
        this.time = time;
    }

    /** Changes something; what the work adds to its argument is told to the listeners when the lock is free again. */
    <T> T change(Function<List<Signal>, T> work) {
        var news = new ArrayList<Signal>();
        T result;
        synchronized (this) {
            result = work.apply(news);
        }
        if (!news.isEmpty()) {
            signals.publish(news);
        }
        return result;
    }

    /** Changes nothing. */
    synchronized <T> T look(Supplier<T> work) {
        return work.get();
    }

    Instant now() {
        return time.instant();
    }

    @Nullable
    Kept run(RunId id) {
        return runs.get(id);
    }

    Optional<Kept> run(OwnerId owner, RunId id) {
        return Optional.ofNullable(runs.get(id)).filter(kept -> kept.run.owner().equals(owner));
    }

    Collection<Kept> runs() {
        return runs.values();
    }

    /** The runs of a run's sub-agents, in the order in which they came. */
    List<Kept> children(RunId parent) {
        return runs.values().stream()
                .filter(kept -> kept.run.parent().filter(parent::equals).isPresent())
                .sorted(Comparator.comparing(kept -> kept.run.ordinal()))
                .toList();
    }

    /** Whether a run or a sub-agent's run of it has not ended. */
    boolean isLiveBelow(Kept kept) {
        return kept.isLive() || children(kept.run.id()).stream().anyMatch(this::isLiveBelow);
    }

    /** The runs that have not ended, in the order in which they came. */
    Collection<Kept> live() {
        return live.values();
    }

    Optional<Talk> talk(OwnerId owner, ConversationId id) {
        return Optional.ofNullable(talks.get(new TalkKey(owner, id)));
    }

    Collection<Talk> talks() {
        return talks.values();
    }

    /** The conversation of that identity: when it is new it is stored, otherwise only the time of its use moves. */
    Talk touched(Conversation conversation) {
        Talk talk = talks.computeIfAbsent(
                new TalkKey(conversation.owner(), conversation.id()), unused -> new Talk(cleaned(conversation)));
        Conversation known = talk.conversation;
        if (conversation.updatedAt().isAfter(known.updatedAt())) {
            talk.conversation = new Conversation(
                    known.id(),
                    known.owner(),
                    known.title(),
                    known.metadata(),
                    known.createdAt(),
                    conversation.updatedAt());
        }
        return talk;
    }

    private static Conversation cleaned(Conversation conversation) {
        return new Conversation(
                conversation.id(),
                conversation.owner(),
                Clean.text(conversation.title()),
                conversation.metadata(),
                conversation.createdAt(),
                conversation.updatedAt());
    }

    /** Stores a new run under its conversation's next number. */
    Kept add(Conversation conversation, Run run, List<StampedEvent> first, RunChange change, List<Signal> news) {
        Talk talk = touched(conversation);
        var kept = new Kept(cleaned(run).numbered(++talk.lastOrdinal), now());
        runs.put(run.id(), kept);
        live.put(run.id(), kept);
        talk.runs.put(talk.lastOrdinal, kept);
        talk.live.put(talk.lastOrdinal, kept);
        news.add(new Signal.Begun(run.owner(), run.conversation(), run.id()));
        if (kept.is(RunStatus.QUEUED)) {
            news.add(new Signal.Queued());
        }
        write(kept, first, change, news);
        kept.eventsWhenTaken = kept.events.size();
        return kept;
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
                run.parent(),
                run.state(),
                run.usage(),
                run.epoch(),
                run.attempt(),
                run.createdAt());
    }

    /** Appends events to a live run, and the checkpoint that waits for them. @return the last event's number */
    long write(Kept kept, List<StampedEvent> events, RunChange change, List<Signal> news) {
        RunId id = kept.run.id();
        for (StampedEvent stamped : events) {
            kept.events.add(new RecordedEvent(id, kept.events.size() + 1L, stamped.at(), stamped.event()));
        }
        boolean waited = kept.is(RunStatus.QUEUED);
        kept.run = change.appliedTo(kept.run);
        Checkpoint checkpoint = pending.remove(id);
        if (!kept.isLive()) {
            end(kept, news);
        } else if (checkpoint != null) {
            kept.checkpoint = checkpoint;
        }
        if (!waited && kept.is(RunStatus.QUEUED)) {
            kept.due = now();
            news.add(new Signal.Queued());
        }
        if (!events.isEmpty()) {
            news.add(new Signal.Appended(id, kept.events.size()));
        }
        return kept.events.size();
    }

    private void end(Kept kept, List<Signal> news) {
        kept.checkpoint = null;
        kept.reply = null;
        live.remove(kept.run.id());
        Talk talk = talkOf(kept);
        talk.live.remove(kept.run.ordinal());
        if (!talk.live.isEmpty() && talk.live.firstEntry().getValue().is(RunStatus.QUEUED)) {
            // It waited for this run to end and may be claimed from now on.
            news.add(new Signal.Queued());
        }
    }

    /** Whether no earlier run of its conversation is live. */
    boolean isItsTurn(Kept kept) {
        return talkOf(kept).live.firstKey() == kept.run.ordinal();
    }

    private Talk talkOf(Kept kept) {
        return talk(kept.run.owner(), kept.run.conversation())
                .orElseThrow(() -> new IllegalStateException("run " + kept.run.id() + " has no conversation"));
    }

    /** Removes a run that has ended, with all that belongs to it. */
    void remove(Kept kept) {
        RunId id = kept.run.id();
        children(id).stream().filter(child -> !child.isLive()).forEach(this::remove);
        runs.remove(id);
        pending.remove(id);
        talkOf(kept).runs.remove(kept.run.ordinal());
        artifacts.deleteOf(kept.run.owner(), id);
    }

    /** Removes a conversation whose runs are removed. */
    void remove(Talk talk) {
        talks.remove(new TalkKey(talk.conversation.owner(), talk.conversation.id()));
    }

    /** Remembers a checkpoint until the next append of its run. */
    void remember(Checkpoint checkpoint) {
        pending.put(checkpoint.run(), checkpoint);
    }

    void forget(RunId run) {
        pending.remove(run);
    }

    /** What is known of a request; {@link Keyed.Created} when nothing is. */
    Keyed known(OwnerId owner, Optional<RequestKey> key) {
        if (key.isEmpty()) {
            return new Keyed.Created();
        }
        Request request = requests.get(route(owner, key.get()));
        if (request == null) {
            return new Keyed.Created();
        }
        return request.hash().equals(key.get().hash()) ? new Keyed.Repeated(request.resource()) : new Keyed.Reused();
    }

    /** Keeps what came of a request. */
    void keep(OwnerId owner, Optional<RequestKey> key, String resource) {
        key.ifPresent(it -> requests.put(route(owner, it), new Request(it.hash(), resource, now())));
    }

    /** Forgets the requests from before a time. */
    void forgetRequests(Instant before) {
        requests.values().removeIf(request -> request.at().isBefore(before));
    }

    private static Route route(OwnerId owner, RequestKey key) {
        return new Route(owner, key.route(), key.key());
    }
}
