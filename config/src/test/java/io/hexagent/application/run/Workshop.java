package io.hexagent.application.run;

import io.hexagent.application.agent.BuiltInAgents;
import io.hexagent.application.artifact.ArtifactKeeper;
import io.hexagent.application.language.ModelCatalog;
import io.hexagent.application.tool.ToolRegistry;
import io.hexagent.application.tool.ToolRunner;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.agent.Agents;
import io.hexagent.domain.agent.Limits;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageProvider;
import io.hexagent.domain.language.ModelName;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.StampedEvent;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCache;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.json.JacksonJson;
import io.hexagent.infrastructure.json.NetworkntSchemas;
import io.hexagent.infrastructure.memory.MemoryStore;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Sessions and the graph on a memory store of their own, without a launcher: each test is its own worker. */
final class Workshop implements AutoCloseable {
    static final ConversationId CONVERSATION = new ConversationId("c1");
    static final ModelName MODEL = new ModelName("scripted", "script");

    final MemoryStore store = new MemoryStore(MemoryStore.Options.defaults(), InstantSource.system());
    final JacksonJson json = new JacksonJson();
    final ModelCatalog models;
    final Agents agents = new BuiltInAgents(new Limits(10, 40, 200_000, Duration.ofMinutes(1), 3));
    final Sessions sessions;
    final AnswerGraph graph;
    final ToolRegistry registry;

    private final AtomicInteger ids = new AtomicInteger();

    Workshop(LanguageModel model, Tool... tools) {
        this(model, Sessions.Options.defaults(), tools);
    }

    Workshop(LanguageModel model, Sessions.Options options, Tool... tools) {
        this(model, options, ToolCache.NONE, tools);
    }

    Workshop(LanguageModel model, Sessions.Options options, ToolCache cache, Tool... tools) {
        this(model, options, cache, ToolRunner.Options.defaults(), tools);
    }

    Workshop(LanguageModel model, ToolRunner.Options calls, Tool... tools) {
        this(model, Sessions.Options.defaults(), ToolCache.NONE, calls, tools);
    }

    private Workshop(
            LanguageModel model, Sessions.Options options, ToolCache cache, ToolRunner.Options calls, Tool... tools) {
        LanguageProvider provider = ScriptedProvider.of(model);
        models = new ModelCatalog(List.of(provider), MODEL);
        InstantSource clock = InstantSource.system();
        registry = new ToolRegistry(List.of(tools), store.toolSettings(), Set.of(), clock);
        var runner = new ToolRunner(registry, json, new NetworkntSchemas(), clock, Telemetry.NONE, cache, calls);
        var keeper = new ArtifactKeeper(store.artifacts(), store.blobs(), this::next, clock);
        sessions = new Sessions(
                agents,
                models,
                registry,
                new Sessions.Store(
                        store.datasets(), store.artifacts(), store.runs(), store.runEvents(), store.checkpoints()),
                json,
                clock,
                options);
        var children = new ChildRuns(
                agents,
                models,
                registry,
                sessions,
                store.runs(),
                store.runQueue(),
                new InspectRun(store.runs(), store.runEvents(), store.artifacts()),
                clock,
                Telemetry.NONE,
                new ChildRuns.Options("w1", 2));
        graph = new AnswerGraph(runner, keeper, store.checkpoints(), json, this::next, clock, children);
    }

    private String next() {
        return "id" + ids.incrementAndGet();
    }

    /** A run that begins in this process. */
    Session begin(String question) {
        Run run = aRun(question, 0, Optional.empty());
        Session session = sessions.begin(
                run,
                Principal.LOCAL,
                agents.find(AgentName.CHAT).orElseThrow(),
                models.choose(Optional.empty()),
                List.of(),
                RunListener.NONE);
        session.journal.begin(conversation(), new RunEvent.RunStarted(1, "w1"), new RunEvent.UserRequest(question));
        return session;
    }

    Run aRun(String question, long ordinal, Optional<RunId> replayOf) {
        return new Run(
                new RunId("r" + next()),
                OwnerId.LOCAL,
                CONVERSATION,
                ordinal,
                AgentName.CHAT,
                MODEL,
                question,
                List.of(),
                replayOf,
                new RunState.Running("w1"),
                TokenUsage.NONE,
                1,
                1,
                Instant.EPOCH);
    }

    static Conversation conversation() {
        return new Conversation(
                CONVERSATION, OwnerId.LOCAL, "A talk", Value.Fields.EMPTY, Instant.EPOCH, Instant.EPOCH);
    }

    /** Works on a session until it ends, waits or fails. */
    Working work(Session session) {
        session.enter();
        try {
            return graph.run(session);
        } finally {
            session.leave();
        }
    }

    /** A run whose log is this, taken up by a new process. */
    Session takeUp(Run run, List<RecordedEvent> log) {
        // Whoever takes a run up has raised its epoch.
        Run taken = run.with(run.ordinal(), run.state(), run.usage(), run.epoch() + 1, run.attempt());
        store.runEvents()
                .begin(
                        conversation(),
                        taken,
                        log.stream()
                                .map(one -> new StampedEvent(one.at(), one.event()))
                                .toList())
                .seq();
        return resume(store.runs().find(OwnerId.LOCAL, run.id()).orElseThrow());
    }

    /** What a worker does with a run that it has claimed. */
    Session resume(Run run) {
        Session session = sessions.resume(run, RunListener.NONE);
        session.journal.add(new RunEvent.RunStarted(2, "w2"));
        return session;
    }

    /** The decision is taken, and a worker claims the run. */
    Session decide(RunId run, RunEvent.InputReceived decision) {
        store.runControl().decide(OwnerId.LOCAL, run, decision, Instant.EPOCH);
        return resume(store.runQueue().claim("w2", 1).getFirst().run());
    }

    List<RecordedEvent> log(RunId run) {
        return store.runEvents().readAll(List.of(run));
    }

    @Override
    public void close() {
        store.close();
    }
}
