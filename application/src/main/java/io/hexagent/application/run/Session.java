package io.hexagent.application.run;

import io.hexagent.application.tool.ToolRunner.Prepared;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.agent.Agent;
import io.hexagent.domain.agent.Limits;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one run needs while it lives in this process: its model, tools and data, the history that the model sees, its
 * journal. Used by the run's own thread, except for {@link #stop}, {@link #interrupt}, {@link #stopped},
 * {@link #isAwaited} and {@link #working}. {@link Sessions} makes them.
 */
final class Session {
    /** Why a run is stopped from outside. */
    enum Stop {
        TIME_LIMIT,
        CANCELLED,
        SHUTDOWN,
        /** Another process has taken the run, or it was ended from outside: nothing may be written any more. */
        LOST,
        /** The run goes on elsewhere: tools at work may finish, and nothing new is begun. */
        HAND_BACK
    }

    /** What a session is made for. */
    record Work(
            Run run,
            Principal principal,
            Agent agent,
            LanguageModel model,
            String instructions,
            List<Dataset> datasets,
            List<ToolSpec> tools,
            Limits limits) {}

    final Run run;
    final Principal principal;
    final Agent agent;
    final Limits limits;
    final LanguageModel model;
    final String instructions;
    final List<Dataset> datasets;

    /** Which of its agent's tools it may call; empty: all. */
    Optional<Predicate<ToolSpec>> mayUse = Optional.empty();

    /** What the model is offered; {@link AskModel} looks again at each turn. */
    List<ToolSpec> tools;

    final Journal journal;
    final RunListener listener;
    final Instant deadline;
    final InputRules input;
    final List<Message> messages = new ArrayList<>();
    final List<Artifact> artifacts = new ArrayList<>();
    final Map<CallId, Prepared> prepared = new HashMap<>();

    /** Ids of calls that the model has seen: a new call gets another one. */
    final Set<CallId> callIds = new HashSet<>();

    /** What the log says of the calls that were made before this session. */
    final Map<CallId, CallRecord> calls = new HashMap<>();

    /** What the run is to repeat. */
    Optional<Recording> recording = Optional.empty();

    /** The owner's data sets by id or name, beside those that the run began with. */
    Function<String, Optional<Dataset>> otherData = named -> Optional.empty();

    /** How often a failed reply of the model may still be tried again; {@link AskModel} counts it down. */
    int retries;

    /** Whether the model's replies are streamed though nobody here listens: somebody elsewhere may. */
    boolean streams;

    /** Whether somebody here waits for the run's end: it may go on for a while when the process is told to stop. */
    volatile boolean isAwaited;

    /** What the run itself used; that of its sub-agents stands in {@link #spent}. */
    TokenUsage usage = TokenUsage.NONE;

    /** What its sub-agents used of its limits. */
    Spent spent = Spent.NONE;

    /** How many runs stand above this one, each the sub-agent's of the one before. */
    int depth;

    /** Who works on the run, and on the runs of its sub-agents. */
    @Nullable
    RunWork work;

    private volatile Working working;
    private @Nullable Thread thread;
    private volatile @Nullable Stop stop;
    private boolean toolsAtWork;
    private @Nullable Session child;

    Session(Work work, Journal journal, RunListener listener, Instant deadline, InputRules input) {
        this.run = work.run();
        this.principal = work.principal();
        this.agent = work.agent();
        this.limits = work.limits();
        this.model = work.model();
        this.instructions = work.instructions();
        this.datasets = work.datasets();
        this.tools = work.tools();
        this.journal = journal;
        this.listener = listener;
        this.deadline = deadline;
        this.input = input;
        this.working = Working.start(run.id());
    }

    /** Where the run stands. */
    Working working() {
        return working;
    }

    /** The run has come to a new place in its graph. */
    void reached(Working place) {
        working = place;
    }

    /** The current thread works on the run from here on. */
    synchronized void enter() {
        thread = Thread.currentThread();
        if (stop != null) {
            thread.interrupt();
        }
    }

    /** The current thread has ended its work on the run; its interrupt flag is cleared. */
    synchronized void leave() {
        thread = null;
        boolean wasInterrupted = Thread.interrupted();
        if (wasInterrupted && stop == null) {
            stop = Stop.CANCELLED;
        }
    }

    /**
     * Ends the run's work here; the first reason counts. Work is interrupted, unless it is a tool's and the run is only
     * to be handed back.
     */
    synchronized void stop(Stop reason) {
        if (stop == null) {
            stop = reason;
            if (child != null) {
                // It is at work on this run's thread, and this run sees why when that one is over.
                child.stop(reason);
            } else if (reason != Stop.HAND_BACK || !toolsAtWork) {
                interrupt();
            }
        }
    }

    /** Interrupts whatever is at work, tools too. */
    synchronized void interrupt() {
        if (child != null) {
            child.interrupt();
        } else if (thread != null) {
            thread.interrupt();
        }
    }

    /**
     * A sub-agent's run is worked on by this run's thread from here on.
     *
     * @throws CancellationException when this run is to be stopped
     */
    synchronized void begin(Session other) {
        if (stop != null) {
            throw new CancellationException("the run was stopped before its sub-agent began");
        }
        child = other;
    }

    /** No sub-agent's run is at work any more. */
    synchronized void endChild() {
        child = null;
    }

    /** The tokens that the run and its sub-agents used. */
    TokenUsage used() {
        return usage.plus(spent.usage());
    }

    /** Whether tools are at work, which a hand-back lets finish. */
    synchronized void atTools(boolean begin) {
        toolsAtWork = begin;
    }

    /** Whether the run is to be stopped before it begins anything new. */
    boolean isStopping() {
        return stop != null;
    }

    /** Why a run beyond its deadline ends. */
    String tooLong() {
        return "the run took longer than " + limits.time().toMillis() / 1000.0 + " s (setting agent.max-time)";
    }

    Optional<Stop> stopped() {
        return Optional.ofNullable(stop);
    }

    /** Those of the tools that this run may call: the same list when it may call all. */
    List<ToolSpec> allowed(List<ToolSpec> offered) {
        return mayUse.map(may -> offered.stream().filter(may).toList()).orElse(offered);
    }
}
