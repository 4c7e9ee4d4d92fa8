package io.hexagent.application.run;

import io.hexagent.application.language.ModelCatalog;
import io.hexagent.application.tool.ToolRegistry;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.agent.Agent;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.agent.Agents;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.conversation.Conversations;
import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.Checkpoints;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunError;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.IdSource;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts runs and works on them, each on a virtual thread of its own. The doors that wait for an answer (analysis,
 * chat, batch) share it. Safe for use by many threads.
 */
public final class RunLauncher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunLauncher.class);
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final Agents agents;
    private final ModelCatalog models;
    private final ToolRegistry tools;
    private final Conversations conversations;
    private final RunEvents log;
    private final Checkpoints checkpoints;
    private final AnswerGraph graph;
    private final IdSource ids;
    private final InstantSource clock;
    private final Options options;
    private final Semaphore places;
    private final Deadlines deadlines = new Deadlines();
    private final Set<Session> live = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public RunLauncher(
            Agents agents,
            ModelCatalog models,
            ToolRegistry tools,
            Conversations conversations,
            RunEvents log,
            Checkpoints checkpoints,
            AnswerGraph graph,
            IdSource ids,
            InstantSource clock,
            Options options) {
        this.agents = agents;
        this.models = models;
        this.tools = tools;
        this.conversations = conversations;
        this.log = log;
        this.checkpoints = checkpoints;
        this.graph = graph;
        this.ids = ids;
        this.clock = clock;
        this.options = options;
        this.places = new Semaphore(options.runs());
    }

    /**
     * @param worker the name of this process, which holds the runs it works on
     * @param runs the most runs at a time
     * @param questionChars the longest question
     */
    public record Options(String worker, int runs, int questionChars) {
        public Options {
            if (runs < 1 || questionChars < 1) {
                throw new IllegalArgumentException("runs and questionChars must be positive");
            }
        }
    }

    /**
     * @param model as in {@link ModelCatalog#choose}
     * @param conversation empty: a new one
     * @param mayBegin whether a conversation that is not there is begun under its id, instead of refused
     * @param patience how long to wait for the end; empty: as long as it takes
     */
    record Request(
            Principal principal,
            String question,
            List<Dataset> datasets,
            AgentName agent,
            Optional<String> model,
            Optional<ConversationId> conversation,
            boolean mayBegin,
            Optional<Duration> patience,
            RunListener listener) {}

    sealed interface Launched {
        record Ended(RunReport report) implements Launched {}

        record StillRunning(Run run) implements Launched {}

        /** @param field which part of the request it is: {@code question} or {@code agent} */
        record Invalid(String field, String message) implements Launched {}

        record UnknownConversation(ConversationId id) implements Launched {}

        record Busy(int runs) implements Launched {}
    }

    /**
     * Accepts a run and waits for it.
     *
     * @throws ModelCatalog.UnknownModel when no provider has the model
     * @throws RunEvents.LogUnavailable when the store fails
     * @throws CancellationException when the calling thread was interrupted, which cancels the run
     */
    Launched launch(Request request) {
        if (request.question().isBlank()) {
            return new Launched.Invalid("question", "the question is empty");
        }
        if (request.question().length() > options.questionChars()) {
            return new Launched.Invalid(
                    "question",
                    "the question has " + request.question().length() + " characters, more than "
                            + options.questionChars() + " (setting limits.question-chars)");
        }
        Optional<Agent> agent = agents.find(request.agent());
        if (agent.isEmpty()) {
            return new Launched.Invalid(
                    "agent",
                    "agent \"" + request.agent() + "\" not in "
                            + agents.list().stream().map(Agent::name).toList());
        }
        Optional<Conversation> conversation = request.conversation()
                .flatMap(id -> conversations.find(request.principal().owner(), id));
        if (request.conversation().isPresent() && conversation.isEmpty() && !request.mayBegin()) {
            return new Launched.UnknownConversation(request.conversation().get());
        }
        ModelCatalog.Chosen model =
                models.choose(request.model().or(() -> agent.get().model().map(Object::toString)));
        if (closed || !places.tryAcquire()) {
            return new Launched.Busy(options.runs());
        }
        Session session = accept(request, agent.get(), model, conversation);
        return await(session, start(session), request.patience());
    }

    private Session accept(Request request, Agent agent, ModelCatalog.Chosen model, Optional<Conversation> known) {
        Instant now = clock.instant();
        Conversation conversation = known.orElseGet(() -> new Conversation(
                request.conversation().orElseGet(() -> new ConversationId(ids.next())),
                request.principal().owner(),
                Conversation.titleOf(request.question()),
                Value.Fields.EMPTY,
                now,
                now));
        var run = new Run(
                new RunId(ids.next()),
                request.principal().owner(),
                conversation.id(),
                agent.name(),
                model.name(),
                request.question(),
                request.datasets().stream().map(Dataset::id).toList(),
                new RunState.Running(options.worker()),
                TokenUsage.NONE,
                1,
                1,
                now);
        var journal = new Journal(log, clock, run, request.listener());
        var session = new Session(
                run,
                request.principal(),
                agent,
                model.model(),
                DatasetBrief.appended(agent.instructions(), request.datasets()),
                request.datasets(),
                tools.offered(request.principal().owner(), agent),
                journal,
                request.listener(),
                now.plus(agent.limits().time()));
        session.messages.add(new Message.User(request.question()));
        journal.begin(
                conversation,
                new RunEvent.RunStarted(1, options.worker()),
                new RunEvent.UserRequest(request.question()));
        return session;
    }

    private CompletableFuture<RunReport> start(Session session) {
        var ended = new CompletableFuture<RunReport>();
        live.add(session);
        Future<?> limit = deadlines.after(session.agent.limits().time(), () -> session.stop(Session.Stop.TIME_LIMIT));
        Thread.ofVirtual().name("run-" + session.run.id()).start(() -> {
            try {
                ended.complete(work(session));
            } catch (Throwable problem) {
                ended.completeExceptionally(problem);
            } finally {
                limit.cancel(false);
                live.remove(session);
                places.release();
                checkpoints.forget(session.run.id());
            }
        });
        return ended;
    }

    private RunReport work(Session session) {
        session.enter();
        try {
            graph.run(session);
        } catch (RunEvents.Fenced taken) {
            LOG.warn("run {} was taken by another process", session.run.id());
            throw taken;
        } catch (RunEvents.LogUnavailable broken) {
            session.leave();
            unrecorded(session, broken);
        } catch (RuntimeException problem) {
            session.leave();
            end(session, problem);
        } finally {
            session.leave();
        }
        return report(session);
    }

    /** Records why a run ended before its graph did. */
    private void end(Session session, RuntimeException problem) {
        if (session.journal.isOver()) {
            session.journal.fence();
            return;
        }
        RunEvent last = session.stopped().map(stop -> stopped(session, stop)).orElseGet(() -> {
            LOG.error("run {} failed", session.run.id(), problem);
            return failed(session, RunError.Code.INTERNAL, "the run failed unexpectedly; the log has the details");
        });
        session.journal.add(last);
        session.journal.fence();
    }

    /** Events of the run could not be stored: it ends as failed, if at least that can be stored. */
    private static void unrecorded(Session session, RunEvents.LogUnavailable broken) {
        LOG.warn("run {} could not be recorded", session.run.id(), broken);
        session.journal.add(failed(session, RunError.Code.INTERNAL, "a step of the run could not be stored"));
        session.journal.fence();
    }

    private static RunEvent stopped(Session session, Session.Stop stop) {
        return switch (stop) {
            case TIME_LIMIT -> failed(session, RunError.Code.LIMIT_REACHED, session.tooLong());
            case CANCELLED -> new RunEvent.RunCancelled(session.usage);
            case SHUTDOWN ->
                failed(session, RunError.Code.WORKER_LOST, "the program was stopped while the run was at work");
        };
    }

    private static RunEvent failed(Session session, RunError.Code code, String message) {
        return new RunEvent.RunFailed(new RunError(code, message), session.usage);
    }

    private static RunReport report(Session session) {
        var events = session.journal.events();
        var last = events.getLast();
        Run run =
                switch (last.event()) {
                    case RunEvent.RunCompleted completed ->
                        session.run.complete(completed.outcome(), completed.usage(), last.at());
                    case RunEvent.RunFailed failed -> session.run.fail(failed.error(), failed.usage(), last.at());
                    case RunEvent.RunCancelled cancelled -> session.run.cancel(cancelled.usage(), last.at());
                    default ->
                        throw new IllegalStateException("run " + session.run.id() + " ended with "
                                + last.event().type().wire());
                };
        return RunReport.of(run, events, session.artifacts);
    }

    private static Launched await(Session session, CompletableFuture<RunReport> ended, Optional<Duration> patience) {
        try {
            return new Launched.Ended(
                    patience.isPresent() ? ended.get(patience.get().toMillis(), TimeUnit.MILLISECONDS) : ended.get());
        } catch (TimeoutException late) {
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

    /** How many runs are at work here. */
    public int liveRuns() {
        return live.size();
    }

    /** Takes no new runs, stops those at work, and waits until their ends are recorded. */
    @Override
    public void close() {
        closed = true;
        live.forEach(session -> session.stop(Session.Stop.SHUTDOWN));
        try {
            if (!places.tryAcquire(options.runs(), CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} runs did not stop within {} s", live.size(), CLOSING.toSeconds());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        deadlines.close();
    }
}
