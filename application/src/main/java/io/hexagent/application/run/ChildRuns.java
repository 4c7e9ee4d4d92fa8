package io.hexagent.application.run;

import io.hexagent.application.agent.DelegateTool;
import io.hexagent.application.language.ModelCatalog;
import io.hexagent.application.tool.AskUserTool;
import io.hexagent.application.tool.ToolRegistry;
import io.hexagent.domain.agent.Agent;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.agent.Agents;
import io.hexagent.domain.agent.Limits;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.language.Delta;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.Multitask;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.RunQueue;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.run.StampedEvent;
import io.hexagent.domain.telemetry.Ending;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.telemetry.Work;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;

/**
 * Has the runs of sub-agents worked on. Such a run is one like others, with its own row and log, but it is worked on in
 * the place and on the thread of its parent, within what the parent's limits leave, and its id is made from the call
 * that asked for it: who takes up the parent finds the child again. Safe for use by many threads.
 */
public final class ChildRuns {
    private static final int MOST_TRIES = 3;
    private static final int HEX_DIGITS = 32;

    private final Agents agents;
    private final ModelCatalog models;
    private final ToolRegistry tools;
    private final Sessions sessions;
    private final Runs runs;
    private final RunQueue queue;
    private final InspectRun inspect;
    private final InstantSource clock;
    private final Telemetry telemetry;
    private final Options options;

    public ChildRuns(
            Agents agents,
            ModelCatalog models,
            ToolRegistry tools,
            Sessions sessions,
            Runs runs,
            RunQueue queue,
            InspectRun inspect,
            InstantSource clock,
            Telemetry telemetry,
            Options options) {
        this.agents = agents;
        this.models = models;
        this.tools = tools;
        this.sessions = sessions;
        this.runs = runs;
        this.queue = queue;
        this.inspect = inspect;
        this.clock = clock;
        this.telemetry = telemetry;
        this.options = options;
    }

    /**
     * @param worker the name of this process @param maxDepth how many runs may stand above one another, below the first
     */
    public record Options(String worker, int maxDepth) {
        public Options {
            if (maxDepth < 0) {
                throw new IllegalArgumentException("the depth of sub-agents is 0 or more, got " + maxDepth);
            }
        }
    }

    /** What came of handing over a request. */
    sealed interface Answer {
        record Ended(RunReport report) implements Answer {}

        /** It was not handed over; the message says why. */
        record Refused(String message) implements Answer {}
    }

    /** The id of the run that a call asks for: the same for every attempt at the call. */
    static RunId idOf(RunId parent, CallId call) {
        byte[] key = (parent + "/" + call).getBytes(StandardCharsets.UTF_8);
        String hex = UUID.nameUUIDFromBytes(key).toString().replace("-", "");
        return new RunId(hex.substring(0, HEX_DIGITS));
    }

    /**
     * Hands a request to an agent and works on its run until that ends.
     *
     * @throws CancellationException when the parent is to be stopped
     * @throws RunEvents.Fenced when the parent is held by somebody else
     */
    Answer run(Session parent, ToolCall call, AgentName name, String request) {
        Telemetry.Span span = telemetry.begin(new Work.ExecuteTool(call.name(), call.id()));
        Ending how = Ending.Fault.CANCELLED;
        try {
            Answer answer = answer(parent, call, name, request);
            how = answer instanceof Answer.Ended ended && ended.report().run().status() == RunStatus.COMPLETED
                    ? Ending.OK
                    : Ending.Fault.FAILED;
            return answer;
        } finally {
            span.end(how);
        }
    }

    private Answer answer(Session parent, ToolCall call, AgentName name, String request) {
        Optional<Agent> agent = agents.find(name);
        if (agent.isEmpty()) {
            return new Answer.Refused("agent \"" + name + "\" not in "
                    + agents.list().stream().map(Agent::name).toList());
        }
        RunId id = idOf(parent.run.id(), call.id());
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Optional<Run> known = runs.find(parent.run.owner(), id);
            if (known.isPresent() && known.get().status().isTerminal()) {
                return ended(parent, known.get());
            }
            Optional<Limits> left = left(parent, agent.get().limits());
            if (left.isEmpty()) {
                return new Answer.Refused(
                        "the limits of this run leave nothing for a sub-agent; answer with what is there");
            }
            if (parent.depth >= options.maxDepth()) {
                return new Answer.Refused("a sub-agent " + parent.depth
                        + " deep may hand nothing over (setting agent.max-depth is " + options.maxDepth() + ")");
            }
            boolean hasRead = OutsideReading.precedes(parent.messages);
            var terms = new Sessions.Terms(left.get(), spec -> mayUse(parent, hasRead, spec), parent.depth + 1);
            Session child;
            if (known.isPresent()) {
                child = taken(parent, call, known.get(), terms);
            } else {
                switch (begun(parent, call, agent.get(), request, terms)) {
                    case Begun.Here here -> child = here.session();
                    case Begun.Refused refused -> {
                        return new Answer.Refused(refused.message());
                    }
                    case Begun.There there -> {
                        continue;
                    }
                }
            }
            Optional<RunReport> report = work(parent, child);
            if (report.isPresent()) {
                return new Answer.Ended(report.get());
            }
            // Cancelled by itself, or lost: the store knows.
        }
        throw new IllegalStateException("run " + id + " is lost again and again");
    }

    private Answer ended(Session parent, Run child) {
        return switch (inspect.handle(new InspectRun.Command(parent.principal, child.id()))) {
            case InspectRun.Outcome.Found found -> {
                parent.spent = parent.spent.plus(Spent.of(found.report()));
                yield new Answer.Ended(found.report());
            }
            case InspectRun.Outcome.Unknown unknown ->
                new Answer.Refused("the run of the sub-agent is not there any more");
        };
    }

    /** What a sub-agent may use: its own limits, and no more than its parent has left when it still is to answer. */
    private Optional<Limits> left(Session parent, Limits own) {
        Working at = parent.working();
        int turns = parent.limits.turns() - at.turns() - parent.spent.turns() - 1;
        int calls = parent.limits.toolCalls() - at.toolCalls() - at.pending().size() - parent.spent.toolCalls();
        long tokens = parent.limits.tokens() - parent.used().total();
        Duration time = Duration.between(clock.instant(), parent.deadline);
        if (turns < 1 || calls < 0 || tokens < 1 || !time.isPositive()) {
            return Optional.empty();
        }
        return Optional.of(new Limits(
                Math.min(own.turns(), turns),
                Math.min(own.toolCalls(), calls),
                Math.min(own.tokens(), tokens),
                own.time().compareTo(time) < 0 ? own.time() : time,
                own.repairs()));
    }

    /**
     * Nobody is there to be asked: what needs a person is not offered, be it because of what the runs above have read.
     * What a run may not use those below it may not either.
     */
    private boolean mayUse(Session parent, boolean hasRead, ToolSpec spec) {
        boolean hands = tools.find(parent.principal.owner(), spec.name())
                .filter(DelegateTool.class::isInstance)
                .isPresent();
        boolean waits = spec.needsApproval() || (hasRead && !hands && OutsideReading.isHeld(spec));
        return !waits
                && !spec.name().equals(AskUserTool.NAME)
                && !(hands && parent.depth + 1 >= options.maxDepth())
                && parent.mayUse.map(may -> may.test(spec)).orElse(true);
    }

    private sealed interface Begun {
        record Here(Session session) implements Begun {}

        /** Another attempt at the call was quicker. */
        record There() implements Begun {}

        record Refused(String message) implements Begun {}
    }

    private Begun begun(Session parent, ToolCall call, Agent agent, String request, Sessions.Terms terms) {
        ModelCatalog.Chosen model;
        try {
            model = models.choose(
                    Optional.of(agent.model().orElse(parent.run.model()).toString()));
        } catch (ModelCatalog.UnknownModel unknown) {
            return new Begun.Refused(unknown.getMessage());
        }
        Instant now = clock.instant();
        Run run = new Run(
                idOf(parent.run.id(), call.id()),
                parent.run.owner(),
                parent.run.conversation(),
                0,
                agent.name(),
                model.name(),
                request,
                parent.datasets.stream().map(Dataset::id).toList(),
                Optional.empty(),
                Optional.of(parent.run.id()),
                new RunState.Running(options.worker()),
                TokenUsage.NONE,
                1,
                1,
                now);
        announce(parent, run);
        List<StampedEvent> first = Intake.first(run, new RunEvent.RunStarted(1, options.worker()));
        var conversation = new Conversation(run.conversation(), run.owner(), "", Value.Fields.EMPTY, now, now);
        RunQueue.Accepted accepted;
        try {
            accepted = queue.accept(new RunQueue.Acceptance(
                    conversation, run, first, Multitask.ENQUEUE, Optional.empty(), Integer.MAX_VALUE));
        } catch (RunEvents.LogUnavailable failed) {
            if (runs.find(run.owner(), run.id()).isPresent()) {
                return new Begun.There();
            }
            throw failed;
        }
        if (!(accepted instanceof RunQueue.Accepted.Taken taken)) {
            throw new IllegalStateException("run " + run.id() + " was not accepted: " + accepted);
        }
        Session session = sessions.begin(
                taken.run(),
                parent.principal,
                agent,
                model,
                parent.datasets,
                new Telling(parent, call, agent.name()),
                Optional.of(terms));
        session.journal.accepted(first);
        return new Begun.Here(session);
    }

    /** The parent's log tells of its child before it is there: who lost the parent is fenced and begins nothing. */
    private static void announce(Session parent, Run child) {
        boolean isTold = parent.journal.events().stream()
                .anyMatch(recorded -> recorded.event() instanceof RunEvent.ChildRun told
                        && told.run().equals(child.id()));
        if (!isTold) {
            parent.journal.add(new RunEvent.ChildRun(child.id(), child.agent().value()));
        }
        parent.journal.fence();
    }

    private Session taken(Session parent, ToolCall call, Run known, Sessions.Terms terms) {
        Run run = queue.takeChild(known.id(), parent.run.id(), parent.run.epoch(), options.worker())
                .orElseThrow(() -> new RunEvents.Fenced(parent.run.id(), parent.run.epoch()));
        Session session = sessions.resume(run, new Telling(parent, call, run.agent()), Optional.of(terms));
        session.journal.mention(new RunEvent.RunStarted(run.attempt(), options.worker()));
        return session;
    }

    /** @return empty when the run is not ours any more */
    private static Optional<RunReport> work(Session parent, Session child) {
        child.retries = parent.retries;
        child.streams = parent.streams;
        // It ends with its parent, never before.
        child.isAwaited = true;
        parent.begin(child);
        RunWork.Ending ending;
        try {
            ending = Objects.requireNonNull(parent.work).work(child, true);
        } finally {
            parent.endChild();
        }
        return switch (ending) {
            case RunWork.Ending.Over over -> {
                Spent own = Spent.of(over.report().run(), over.report().steps());
                parent.spent = parent.spent.plus(new Spent(
                        own.turns() + child.spent.turns(), own.toolCalls() + child.spent.toolCalls(), own.usage()));
                yield Optional.of(over.report());
            }
            case RunWork.Ending.Waiting waiting ->
                throw new IllegalStateException("run " + child.run.id() + " waits, though nobody can be asked");
            case RunWork.Ending.Gone gone -> {
                if (parent.isStopping()) {
                    throw new CancellationException("the run was stopped");
                }
                yield Optional.empty();
            }
        };
    }

    /** Tells the parent's readers what its sub-agent does, and those of the sub-agent's run its text. */
    private static final class Telling implements RunListener {
        private static final int PERCENT_A_CALL = 10;
        private static final int MOST_PERCENT = 90;

        private final Session parent;
        private final ToolCall call;
        private final AgentName agent;
        private int calls;

        Telling(Session parent, ToolCall call, AgentName agent) {
            this.parent = parent;
            this.call = call;
            this.agent = agent;
        }

        @Override
        public void event(RunId run, long seq, RunEvent event) {
            if (event instanceof RunEvent.ToolCalled called) {
                calls++;
                parent.journal.add(new RunEvent.ToolProgress(
                        call.id(), Math.min(MOST_PERCENT, calls * PERCENT_A_CALL), agent + ": " + called.tool()));
            }
            // Whoever waits at a door listens to one run; a worker's listener serves all.
            if (parent.streams) {
                parent.listener.event(run, seq, event);
            }
        }

        @Override
        public void delta(RunId run, Delta delta) {
            if (parent.streams) {
                parent.listener.delta(run, delta);
            }
        }
    }
}
