package io.hexagent.application.run;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.run.Multitask;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunControl;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.RunQueue;
import io.hexagent.domain.run.StampedEvent;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Accepts runs whose answer somebody waits for (analysis, chat, batch, replay), works on them here or leaves them to a
 * worker, and waits. Safe for use by many threads.
 */
public final class RunLauncher implements AutoCloseable {
    private final Intake intake;
    private final Sessions sessions;
    private final RunQueue queue;
    private final RunControl control;
    private final RunWork work;
    private final LiveRuns live;
    private final EndOfRun endOfRun;
    private final InstantSource clock;
    private final Options options;
    private final Semaphore places;
    private volatile boolean closed;

    public RunLauncher(
            Intake intake,
            Sessions sessions,
            RunQueue queue,
            RunControl control,
            RunWork work,
            LiveRuns live,
            EndOfRun endOfRun,
            InstantSource clock,
            Options options) {
        this.intake = intake;
        this.sessions = sessions;
        this.queue = queue;
        this.control = control;
        this.work = work;
        this.live = live;
        this.endOfRun = endOfRun;
        this.clock = clock;
        this.options = options;
        this.places = new Semaphore(options.runs());
    }

    /**
     * @param runs the most runs that are worked on here for doors that wait
     * @param queued whether runs are left to workers
     * @param mostQueued how many runs may wait for a worker
     */
    public record Options(int runs, boolean queued, int mostQueued) {
        public Options {
            if (runs < 1) {
                throw new IllegalArgumentException("runs must be positive, got " + runs);
            }
        }
    }

    /** @param patience how long to wait for the end; empty: as long as it takes */
    record Request(Intake.Asked asked, Optional<Duration> patience, RunListener listener, Optional<RequestKey> key) {}

    sealed interface Launched {
        record Ended(RunReport report) implements Launched {}

        /** The run waits for a person. */
        record Waiting(RunReport report, RunEvent.InputRequested request) implements Launched {}

        record StillRunning(Run run) implements Launched {}

        /** The same request was accepted before: this is what came of its run. */
        record Repeated(RunId run, Launched first) implements Launched {}

        record KeyReused() implements Launched {}

        /** The run of the same request was deleted since. */
        record Deleted(RunId run) implements Launched {}

        /** @param field which part of the request it is: {@code question} or {@code agent} */
        record Invalid(String field, String message) implements Launched {}

        record UnknownConversation(ConversationId id) implements Launched {}

        record UnknownModel(String message) implements Launched {}

        /** Another run of the conversation has not ended. */
        record ConversationBusy(Run live) implements Launched {}

        record Busy(int runs) implements Launched {}
    }

    /**
     * Accepts a run and waits for it.
     *
     * @throws RunEvents.LogUnavailable when the store fails
     * @throws CancellationException when the calling thread was interrupted, which cancels the run
     */
    Launched launch(Request request) {
        return switch (intake.check(request.asked())) {
            case Intake.Checked.Ready ready -> launch(request, ready);
            case Intake.Checked.Invalid invalid -> new Launched.Invalid(invalid.field(), invalid.message());
            case Intake.Checked.UnknownConversation unknown -> new Launched.UnknownConversation(unknown.id());
            case Intake.Checked.UnknownModel unknown -> new Launched.UnknownModel(unknown.message());
        };
    }

    private Launched launch(Request request, Intake.Checked.Ready ready) {
        if (closed) {
            return new Launched.Busy(options.runs());
        }
        if (options.queued()) {
            Run run = intake.queued(ready);
            return accept(
                    request,
                    ready,
                    run,
                    Intake.first(run, new RunEvent.RunQueued()),
                    taken -> follow(request, taken, 0, true));
        }
        if (!places.tryAcquire()) {
            return new Launched.Busy(options.runs());
        }
        var place = new Place();
        try {
            Run run = intake.held(ready, live.worker());
            var started = new RunEvent.RunStarted(run.attempt(), live.worker());
            if (ready.isFresh() && request.key().isEmpty()) {
                // Nothing has to be asked before the run begins.
                Session session = session(request, ready, run);
                session.journal.begin(ready.conversation(), started, new RunEvent.UserRequest(run.query()));
                return await(request, session, start(session, false, place));
            }
            List<StampedEvent> first = Intake.first(run, started);
            return accept(request, ready, run, first, taken -> {
                Session session = session(request, ready, taken);
                session.journal.accepted(first);
                return await(request, session, start(session, true, place));
            });
        } finally {
            place.leaveUnlessTaken();
        }
    }

    private Session session(Request request, Intake.Checked.Ready ready, Run run) {
        Session session = sessions.begin(
                run, ready.principal(), ready.agent(), ready.model(), ready.datasets(), request.listener());
        session.isAwaited = true;
        return session;
    }

    private Launched accept(
            Request request,
            Intake.Checked.Ready ready,
            Run run,
            List<StampedEvent> first,
            Function<Run, Launched> then) {
        return switch (queue.accept(new RunQueue.Acceptance(
                ready.conversation(),
                run,
                first,
                Multitask.REJECT,
                request.key(),
                options.mostQueued(),
                ready.isFresh()))) {
            case RunQueue.Accepted.Taken taken -> {
                intake.entitle(ready);
                yield then.apply(taken.run());
            }
            case RunQueue.Accepted.Repeated repeated ->
                new Launched.Repeated(repeated.run(), awaitOther(request, repeated.run()));
            case RunQueue.Accepted.KeyReused reused -> new Launched.KeyReused();
            case RunQueue.Accepted.Busy busy -> new Launched.ConversationBusy(busy.live());
            case RunQueue.Accepted.Full full -> new Launched.Busy(full.queued());
        };
    }

    /** A place for a run at work, which its thread gives back. */
    private final class Place {
        private boolean taken;

        void take() {
            taken = true;
        }

        void leave() {
            places.release();
        }

        void leaveUnlessTaken() {
            if (!taken) {
                places.release();
            }
        }
    }

    private CompletableFuture<RunWork.Ending> start(Session session, boolean stored, Place place) {
        var ended = new CompletableFuture<RunWork.Ending>();
        place.take();
        live.start("run-" + session.run.id(), () -> {
            try {
                ended.complete(work.work(session, stored));
            } catch (Throwable problem) {
                ended.completeExceptionally(problem);
            } finally {
                place.leave();
            }
        });
        return ended;
    }

    private Launched await(Request request, Session session, CompletableFuture<RunWork.Ending> ended) {
        long begin = System.nanoTime();
        try {
            RunWork.Ending ending = request.patience().isPresent()
                    ? ended.get(request.patience().get().toMillis(), TimeUnit.MILLISECONDS)
                    : ended.get();
            return switch (ending) {
                case RunWork.Ending.Over over -> new Launched.Ended(over.report());
                case RunWork.Ending.Waiting waiting -> new Launched.Waiting(waiting.report(), waiting.request());
                case RunWork.Ending.Gone gone ->
                    follow(left(request, System.nanoTime() - begin), session.run, session.journal.seq(), false);
            };
        } catch (TimeoutException late) {
            live.forsake(session);
            return new Launched.StillRunning(session.run);
        } catch (InterruptedException stop) {
            session.stop(Session.Stop.CANCELLED);
            Thread.currentThread().interrupt();
            throw new CancellationException("waiting for run " + session.run.id() + " was interrupted");
        } catch (ExecutionException problem) {
            if (problem.getCause() instanceof RuntimeException plain) {
                throw plain;
            }
            throw new IllegalStateException("run " + session.run.id() + " failed", problem.getCause());
        }
    }

    private static Request left(Request request, long spentNanos) {
        return new Request(
                request.asked(),
                request.patience().map(all -> all.minusNanos(spentNanos)),
                request.listener(),
                request.key());
    }

    /**
     * Waits for a run that is worked on elsewhere. @param cancels whether it is cancelled when nobody waits any more
     */
    private Launched follow(Request request, Run run, long told, boolean cancels) {
        try {
            return seen(
                    endOfRun.await(
                            request.asked().principal(), run.id(), request.patience(), request.listener(), told, live),
                    run.id());
        } catch (CancellationException stop) {
            if (cancels) {
                cancel(request.asked().principal(), run.id());
            }
            throw stop;
        }
    }

    private Launched awaitOther(Request request, RunId run) {
        return seen(
                endOfRun.await(request.asked().principal(), run, request.patience(), request.listener(), 0, live), run);
    }

    /** The calling thread is interrupted, which a store may take amiss: the cancel is made with the flag put aside. */
    private void cancel(Principal principal, RunId run) {
        boolean wasInterrupted = Thread.interrupted();
        try {
            RunControl.Cancelling ignored = control.cancel(principal.owner(), run, clock.instant());
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Launched seen(EndOfRun.Seen seen, RunId run) {
        return switch (seen) {
            case EndOfRun.Seen.Over over -> new Launched.Ended(over.report());
            case EndOfRun.Seen.Waiting waiting -> new Launched.Waiting(waiting.report(), waiting.request());
            case EndOfRun.Seen.Live alive -> new Launched.StillRunning(alive.run());
            case EndOfRun.Seen.Unknown unknown -> new Launched.Deleted(run);
        };
    }

    /** How many runs are at work here. */
    public int liveRuns() {
        return live.size();
    }

    /** Takes no new runs. Those at work are stopped by {@link LiveRuns#close}. */
    @Override
    public void close() {
        closed = true;
    }
}
