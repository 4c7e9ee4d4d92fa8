package io.hexagent.infrastructure.memory;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.run.Multitask;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunControl;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents.LogUnavailable;
import io.hexagent.domain.run.RunQueue;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.run.StampedEvent;
import io.hexagent.domain.value.RunId;
import io.hexagent.infrastructure.memory.MemoryRows.Kept;
import io.hexagent.infrastructure.memory.MemoryRows.Talk;
import io.hexagent.infrastructure.store.RunChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who holds which run, and what is decided about it from outside, in memory. Safe for use by many threads. */
final class MemoryQueue implements RunQueue, RunControl {
    private final MemoryRows rows;
    private final Duration lease;

    MemoryQueue(MemoryRows rows, Duration lease) {
        this.rows = rows;
        this.lease = lease;
    }

    @Override
    public Accepted accept(Acceptance acceptance) {
        var change = RunChange.of(acceptance.first());
        Run run = acceptance.run();
        return rows.change(news -> switch (rows.known(run.owner(), acceptance.key())) {
            case Keyed.Repeated repeated -> new Accepted.Repeated(new RunId(repeated.resource()));
            case Keyed.Reused ignored -> new Accepted.KeyReused();
            case Keyed.Created ignored -> refusal(acceptance).orElseGet(() -> taken(acceptance, change, news));
        });
    }

    private Optional<Accepted> refusal(Acceptance acceptance) {
        Run run = acceptance.run();
        if (rows.run(run.id()) != null) {
            throw new LogUnavailable(
                    "run " + run.id() + " was refused", new IllegalStateException("a run with its id exists already"));
        }
        Optional<Talk> talk = rows.talk(run.owner(), run.conversation());
        if (acceptance.whenBusy() == Multitask.REJECT
                && talk.isPresent()
                && !talk.get().live.isEmpty()) {
            return Optional.of(new Accepted.Busy(talk.get().live.firstEntry().getValue().run));
        }
        int queued = queued();
        if (run.status() == RunStatus.QUEUED && queued >= acceptance.mostQueued()) {
            return Optional.of(new Accepted.Full(queued));
        }
        return Optional.empty();
    }

    private Accepted taken(Acceptance acceptance, RunChange change, List<Signal> news) {
        Kept kept = rows.add(acceptance.conversation(), acceptance.run(), acceptance.first(), change, news);
        kept.leaseUntil = rows.now().plus(lease);
        rows.keep(kept.run.owner(), acceptance.key(), kept.run.id().value());
        return new Accepted.Taken(kept.run);
    }

    @Override
    public List<Claim> claim(String worker, int most) {
        return rows.change(news -> {
            Instant now = rows.now();
            List<Kept> free = rows.live().stream()
                    .filter(kept -> isFree(kept, now))
                    .limit(most)
                    .toList();
            var claims = new ArrayList<Claim>();
            for (Kept kept : free) {
                claims.add(claimed(kept, worker, now, news));
            }
            return List.copyOf(claims);
        });
    }

    @Override
    public Optional<Run> takeChild(RunId run, RunId parent, long parentEpoch, String worker) {
        return rows.change(news -> {
            Kept child = rows.run(run);
            Kept above = rows.run(parent);
            boolean mayTake = child != null
                    && above != null
                    && child.run.parent().filter(parent::equals).isPresent()
                    && (child.is(RunStatus.RUNNING) || child.is(RunStatus.QUEUED))
                    && above.is(RunStatus.RUNNING)
                    && above.run.epoch() == parentEpoch;
            if (child == null || !mayTake) {
                return Optional.empty();
            }
            if (!child.is(RunStatus.RUNNING)) {
                news.add(new Signal.Taken(run, child.run.epoch() + 1));
            }
            rows.forget(run);
            Run taken = claimed(child, worker, rows.now(), news).run();
            child.strikes = 0;
            return Optional.of(taken);
        });
    }

    /** Only whoever holds the parent of a sub-agent's run takes it, unless there is no such holder any more. */
    private boolean isAsked(Kept kept) {
        return kept.run.parent().map(rows::run).filter(Kept::isLive).isPresent();
    }

    private boolean isFree(Kept kept, Instant now) {
        if (isAsked(kept)) {
            return false;
        }
        return switch (kept.run.status()) {
            case QUEUED -> !kept.due.isAfter(now) && rows.isItsTurn(kept);
            case RUNNING -> !kept.leaseUntil.isAfter(now);
            case AWAITING_INPUT, COMPLETED, FAILED, CANCELLED -> false;
        };
    }

    private Claim claimed(Kept kept, String worker, Instant now, List<Signal> news) {
        if (kept.is(RunStatus.RUNNING)) {
            kept.strikes = gotOn(kept) ? 1 : kept.strikes + 1;
            news.add(new Signal.Taken(kept.run.id(), kept.run.epoch() + 1));
        } else {
            kept.strikes = 0;
        }
        kept.eventsWhenTaken = kept.events.size();
        kept.leaseUntil = now.plus(lease);
        kept.run = kept.run.held(new RunState.Running(worker), kept.run.epoch() + 1, kept.run.attempt() + 1);
        return new Claim(kept.run, kept.strikes);
    }

    /** Whether whoever held the run did more than to start it. */
    private static boolean gotOn(Kept kept) {
        return kept.events.subList(kept.eventsWhenTaken, kept.events.size()).stream()
                .map(RecordedEvent::event)
                .anyMatch(event -> !(event instanceof RunEvent.RunStarted));
    }

    @Override
    public Map<RunId, Long> renew(String worker) {
        return rows.change(news -> {
            Instant until = rows.now().plus(lease);
            var held = new HashMap<RunId, Long>();
            for (Kept kept : rows.live()) {
                if (kept.run.state() instanceof RunState.Running running
                        && running.worker().equals(worker)) {
                    kept.leaseUntil = until.isAfter(kept.leaseUntil) ? until : kept.leaseUntil;
                    held.put(kept.run.id(), kept.run.epoch());
                }
            }
            return held;
        });
    }

    @Override
    public boolean giveBack(RunId run, long epoch) {
        return rows.change(news -> {
            Kept kept = rows.run(run);
            if (kept == null || !kept.is(RunStatus.RUNNING) || kept.run.epoch() != epoch) {
                return false;
            }
            kept.run = kept.run.held(new RunState.Queued(), epoch + 1, kept.run.attempt() - 1);
            kept.due = rows.now();
            rows.forget(run);
            news.add(new Signal.Queued());
            return true;
        });
    }

    @Override
    public Depth depth() {
        return rows.look(() -> {
            Instant now = rows.now();
            Optional<Instant> oldest = rows.live().stream()
                    .filter(kept -> kept.is(RunStatus.QUEUED))
                    .map(kept -> kept.due)
                    .min(Instant::compareTo);
            return new Depth(
                    queued(), oldest.map(due -> Duration.between(due, now)).orElse(Duration.ZERO));
        });
    }

    private int queued() {
        return (int)
                rows.live().stream().filter(kept -> kept.is(RunStatus.QUEUED)).count();
    }

    @Override
    public Cancelling cancel(OwnerId owner, RunId run, Instant at) {
        return rows.change(news -> {
            Optional<Kept> found = rows.run(owner, run);
            if (found.isEmpty()) {
                return new Cancelling.Unknown();
            }
            Kept kept = found.get();
            if (!kept.isLive()) {
                return new Cancelling.EndedBefore(kept.run);
            }
            cancelled(kept, at, news);
            return new Cancelling.Done(kept.run);
        });
    }

    private void cancelled(Kept kept, Instant at, List<Signal> news) {
        decided(kept, new StampedEvent(at, new RunEvent.RunCancelled(kept.run.usage())), news);
        rows.children(kept.run.id()).stream().filter(Kept::isLive).forEach(child -> cancelled(child, at, news));
    }

    @Override
    public Deciding decide(OwnerId owner, RunId run, RunEvent.InputReceived decision, Instant at) {
        return rows.change(news -> {
            Optional<Kept> found = rows.run(owner, run);
            if (found.isEmpty()) {
                return new Deciding.Unknown();
            }
            Kept kept = found.get();
            if (!(kept.run.state() instanceof RunState.AwaitingInput waiting)
                    || !waiting.requestId().equals(decision.request())) {
                return new Deciding.NotWaiting(kept.run);
            }
            decided(kept, new StampedEvent(at, decision), news);
            return new Deciding.Done(kept.run);
        });
    }

    /** Writes a decision under a new epoch. Whoever holds the run has lost it. */
    private void decided(Kept kept, StampedEvent decision, List<Signal> news) {
        List<StampedEvent> events = List.of(decision);
        long epoch = kept.run.epoch() + 1;
        rows.forget(kept.run.id());
        int attempt = kept.run.attempt();
        // Who takes it up after a person's word goes on with the attempt that asked.
        kept.run = kept.run.held(
                kept.run.state(),
                epoch,
                decision.event() instanceof RunEvent.InputReceived ? Math.max(0, attempt - 1) : attempt);
        rows.write(kept, events, RunChange.of(events), news);
        news.add(new Signal.Taken(kept.run.id(), epoch));
    }

    @Override
    public Optional<RunEvent.InputRequested> request(OwnerId owner, RunId run) {
        return rows.look(() -> rows.run(owner, run).flatMap(Kept::request));
    }

    @Override
    public List<Run> expired(int limit) {
        return rows.look(() -> {
            Instant now = rows.now();
            return rows.live().stream()
                    .filter(kept -> kept.request()
                            .flatMap(RunEvent.InputRequested::expiresAt)
                            .filter(end -> !end.isAfter(now))
                            .isPresent())
                    .limit(limit)
                    .map(kept -> kept.run)
                    .toList();
        });
    }
}
