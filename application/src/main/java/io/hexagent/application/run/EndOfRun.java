package io.hexagent.application.run;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunControl;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.run.Signals;
import io.hexagent.domain.value.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Waits for a run, whoever works on it: woken by signals, and looking by itself now and then since a signal may be
 * lost. Safe for use by many threads.
 */
public final class EndOfRun {
    private static final int PAGE = 200;

    private final Runs runs;
    private final RunEvents log;
    private final RunControl control;
    private final Signals signals;
    private final InspectRun inspect;
    private final Duration poll;

    public EndOfRun(Runs runs, RunEvents log, RunControl control, Signals signals, InspectRun inspect, Duration poll) {
        this.runs = runs;
        this.log = log;
        this.control = control;
        this.signals = signals;
        this.inspect = inspect;
        this.poll = poll;
    }

    sealed interface Seen {
        record Over(RunReport report) implements Seen {}

        record Waiting(RunReport report, RunEvent.InputRequested request) implements Seen {}

        /** The wait is over and the run goes on. */
        record Live(Run run) implements Seen {}

        record Unknown(RunId id) implements Seen {}
    }

    /**
     * Waits until the run has ended or waits for a person.
     *
     * @param patience empty: as long as it takes
     * @param told the number of the last event that the listener knows
     * @param live ends the wait early when this process stops
     * @throws CancellationException when the calling thread was interrupted
     */
    Seen await(
            Principal principal,
            RunId id,
            Optional<Duration> patience,
            RunListener listener,
            long told,
            LiveRuns live) {
        OwnerId owner = principal.owner();
        long begin = System.nanoTime();
        long last = told;
        var changed = new Semaphore(0);
        Signals.Subscription subscription = signals.subscribe(signal -> {
            if (concerns(signal, id)) {
                changed.release();
            }
        });
        try (LiveRuns.Waiting waiting = live.waiting(changed::release)) {
            while (true) {
                Optional<Run> found = runs.find(owner, id);
                last = tell(listener, id, last);
                if (found.isEmpty()) {
                    return new Seen.Unknown(id);
                }
                Optional<Seen> end = end(principal, found.get());
                if (end.isPresent()) {
                    return end.get();
                }
                long left = patience.map(most -> most.toNanos() - (System.nanoTime() - begin))
                        .orElse(Long.MAX_VALUE);
                if (left <= 0 || waiting.isOver()) {
                    return new Seen.Live(found.get());
                }
                if (changed.tryAcquire(Math.min(left, poll.toNanos()), TimeUnit.NANOSECONDS)) {
                    changed.drainPermits();
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new CancellationException("waiting for run " + id + " was interrupted");
        } finally {
            subscription.close();
        }
    }

    private Optional<Seen> end(Principal principal, Run run) {
        if (run.status().isTerminal()) {
            return report(principal, run.id()).map(Seen.Over::new);
        }
        if (run.state() instanceof RunState.AwaitingInput) {
            Optional<RunEvent.InputRequested> request = control.request(principal.owner(), run.id());
            return request.isEmpty()
                    ? Optional.empty()
                    : report(principal, run.id()).map(report -> new Seen.Waiting(report, request.get()));
        }
        return Optional.empty();
    }

    /** The run as it stands. */
    Optional<RunReport> report(Principal principal, RunId id) {
        return switch (inspect.handle(new InspectRun.Command(principal, id))) {
            case InspectRun.Outcome.Found found -> Optional.of(found.report());
            case InspectRun.Outcome.Unknown unknown -> Optional.empty();
        };
    }

    private long tell(RunListener listener, RunId id, long told) {
        if (listener.equals(RunListener.NONE)) {
            return told;
        }
        long last = told;
        List<RecordedEvent> page;
        do {
            page = log.read(id, last, PAGE);
            for (RecordedEvent recorded : page) {
                listener.event(id, recorded.event());
                last = recorded.seq();
            }
        } while (page.size() == PAGE);
        return last;
    }

    private static boolean concerns(Signal signal, RunId id) {
        return switch (signal) {
            case Signal.Appended appended -> appended.run().equals(id);
            case Signal.Taken taken -> taken.run().equals(id);
            case Signal.Queued ignored -> false;
            case Signal.Begun ignored -> false;
            case Signal.Wrote ignored -> false;
            case Signal.ToolsChanged ignored -> false;
        };
    }
}
