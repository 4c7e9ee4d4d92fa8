package io.hexagent.application.run;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.Datasets;
import io.hexagent.domain.run.Multitask;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunControl;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunQueue;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.RunId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Accepts a run that a worker will take, and returns at once. */
public final class StartRun implements AutoCloseable {
    private static final int MOST_INTERRUPTED = 1000;
    private static final int RUNS_A_SECOND = 50;

    /** How long another process may take to stand in for one that stops. */
    private static final Duration LEAVING = Duration.ofSeconds(2);

    private final Intake intake;
    private final Datasets datasets;
    private final RunQueue queue;
    private final RunControl control;
    private final Runs runs;
    private final InstantSource clock;
    private final int mostQueued;
    private volatile boolean closed;

    /** @param mostQueued how many runs may wait for a worker */
    public StartRun(
            Intake intake,
            Datasets datasets,
            RunQueue queue,
            RunControl control,
            Runs runs,
            InstantSource clock,
            int mostQueued) {
        this.intake = intake;
        this.datasets = datasets;
        this.queue = queue;
        this.control = control;
        this.runs = runs;
        this.clock = clock;
        this.mostQueued = mostQueued;
    }

    /**
     * @param conversation empty: a new one
     * @param mayBegin whether a conversation that is not there is begun under its id, instead of refused
     * @param agent empty: the conversation's, or {@code chat}
     * @param model empty: the conversation's, the agent's, or the default one
     * @param datasets empty: those of the conversation's last run
     */
    public record Command(
            Principal principal,
            String message,
            List<DatasetId> datasets,
            Optional<ConversationId> conversation,
            boolean mayBegin,
            Optional<AgentName> agent,
            Optional<String> model,
            Multitask whenBusy,
            Optional<RequestKey> key) {
        public Command {
            datasets = List.copyOf(datasets);
        }
    }

    public sealed interface Outcome {
        record Started(Run run) implements Outcome {}

        /** The same request was accepted before: this is its run. */
        record Repeated(RunId run) implements Outcome {}

        /** The request's key was used for something else. */
        record KeyReused() implements Outcome {}

        record UnknownConversation(ConversationId id) implements Outcome {}

        record UnknownDataset(DatasetId id) implements Outcome {}

        record UnknownModel(String message) implements Outcome {}

        /** Another run of the conversation has not ended. */
        record Busy(Run live) implements Outcome {}

        /** Too much is waiting, or the process stops. */
        record Overloaded(int queued, Duration retryAfter) implements Outcome {}

        /** @param field which part of the request it is: {@code message} or {@code agent} */
        record Invalid(String field, String message) implements Outcome {}
    }

    /** @throws io.hexagent.domain.run.RunEvents.LogUnavailable when the store fails */
    public Outcome handle(Command command) {
        if (closed) {
            return new Outcome.Overloaded(0, LEAVING);
        }
        var owner = command.principal().owner();
        var found = new ArrayList<Dataset>();
        for (DatasetId id : command.datasets()) {
            Optional<Dataset> dataset = datasets.find(owner, id);
            if (dataset.isEmpty()) {
                return new Outcome.UnknownDataset(id);
            }
            found.add(dataset.get());
        }
        return switch (intake.check(new Intake.Asked(
                command.principal(),
                command.message(),
                found,
                command.agent(),
                command.model(),
                command.conversation(),
                command.mayBegin(),
                Optional.empty()))) {
            case Intake.Checked.Ready ready -> accept(command, ready);
            case Intake.Checked.Invalid invalid ->
                new Outcome.Invalid(
                        invalid.field().equals("question") ? "message" : invalid.field(), invalid.message());
            case Intake.Checked.UnknownConversation unknown -> new Outcome.UnknownConversation(unknown.id());
            case Intake.Checked.UnknownModel unknown -> new Outcome.UnknownModel(unknown.message());
        };
    }

    private Outcome accept(Command command, Intake.Checked.Ready ready) {
        Run run = intake.queued(ready);
        return switch (queue.accept(new RunQueue.Acceptance(
                ready.conversation(),
                run,
                Intake.first(run, new RunEvent.RunQueued()),
                command.whenBusy(),
                command.key(),
                mostQueued,
                ready.isFresh()))) {
            case RunQueue.Accepted.Taken taken -> {
                intake.entitle(ready);
                if (command.whenBusy() == Multitask.INTERRUPT) {
                    cancelBefore(taken.run());
                }
                yield new Outcome.Started(taken.run());
            }
            case RunQueue.Accepted.Repeated repeated -> new Outcome.Repeated(repeated.run());
            case RunQueue.Accepted.KeyReused reused -> new Outcome.KeyReused();
            case RunQueue.Accepted.Busy busy -> new Outcome.Busy(busy.live());
            case RunQueue.Accepted.Full full -> new Outcome.Overloaded(full.queued(), retryAfter(full.queued()));
        };
    }

    /**
     * The new run waits behind the others already: no one can come between, and a repeated request cancels nothing. The
     * newest is cancelled first, so that none begins because the one before it has ended.
     */
    private void cancelBefore(Run run) {
        for (Run before : runs.before(run.owner(), run.conversation(), run.ordinal(), MOST_INTERRUPTED)) {
            if (!before.status().isTerminal()) {
                RunControl.Cancelling ignored = control.cancel(run.owner(), before.id(), clock.instant());
            }
        }
    }

    /** A guess: a worker takes some runs a second. */
    private static Duration retryAfter(int queued) {
        return Duration.ofSeconds(Math.clamp(queued / RUNS_A_SECOND, 1, 30));
    }

    /** Takes no new runs. */
    @Override
    public void close() {
        closed = true;
    }
}
