package io.hexagent.application.run;

import io.hexagent.application.tool.ToolRunner.Prepared;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.agent.Agent;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one run needs while it lives in this process: its model, tools and data, the history that the model sees, its
 * journal. Used by the run's own thread, except for {@link #stop}.
 */
final class Session {
    /** Why a run is stopped from outside. */
    enum Stop {
        TIME_LIMIT,
        CANCELLED,
        SHUTDOWN
    }

    final Run run;
    final Principal principal;
    final Agent agent;
    final LanguageModel model;
    final String instructions;
    final List<Dataset> datasets;
    final List<ToolSpec> tools;
    final Journal journal;
    final RunListener listener;
    final Instant deadline;
    final List<Message> messages = new ArrayList<>();
    final List<Artifact> artifacts = new ArrayList<>();
    final Map<CallId, Prepared> prepared = new HashMap<>();
    TokenUsage usage = TokenUsage.NONE;

    private @Nullable Thread thread;
    private @Nullable Stop stop;

    Session(
            Run run,
            Principal principal,
            Agent agent,
            LanguageModel model,
            String instructions,
            List<Dataset> datasets,
            List<ToolSpec> tools,
            Journal journal,
            RunListener listener,
            Instant deadline) {
        this.run = run;
        this.principal = principal;
        this.agent = agent;
        this.model = model;
        this.instructions = instructions;
        this.datasets = datasets;
        this.tools = tools;
        this.journal = journal;
        this.listener = listener;
        this.deadline = deadline;
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

    /** Interrupts the run's work; the first reason counts. */
    synchronized void stop(Stop reason) {
        if (stop == null) {
            stop = reason;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    /** Why a run beyond its deadline ends. */
    String tooLong() {
        return "the run took longer than " + agent.limits().time().toMillis() / 1000.0 + " s (setting agent.max-time)";
    }

    synchronized Optional<Stop> stopped() {
        return Optional.ofNullable(stop);
    }
}
