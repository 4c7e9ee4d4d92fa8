package io.hexagent.config;

import io.avaje.inject.Bean;
import io.avaje.inject.Factory;
import io.hexagent.application.access.AdmitRequest;
import io.hexagent.application.agent.DelegateTool;
import io.hexagent.application.artifact.ArtifactKeeper;
import io.hexagent.application.artifact.ListArtifacts;
import io.hexagent.application.artifact.ReadArtifact;
import io.hexagent.application.brokerage.BrokerageAccess;
import io.hexagent.application.brokerage.ConnectBrokerage;
import io.hexagent.application.brokerage.DisconnectBrokerage;
import io.hexagent.application.brokerage.InspectBrokerage;
import io.hexagent.application.brokerage.ListBrokerageAccounts;
import io.hexagent.application.conversation.ChangeConversation;
import io.hexagent.application.conversation.DeleteConversation;
import io.hexagent.application.conversation.InspectConversation;
import io.hexagent.application.conversation.ListConversations;
import io.hexagent.application.conversation.StartConversation;
import io.hexagent.application.dataset.AddDataset;
import io.hexagent.application.dataset.CleanDatasetTool;
import io.hexagent.application.dataset.DeleteDataset;
import io.hexagent.application.dataset.DescribeDataset;
import io.hexagent.application.dataset.ListDatasets;
import io.hexagent.application.document.ForgetRemovals;
import io.hexagent.application.document.SearchDocuments;
import io.hexagent.application.document.SearchDocumentsTool;
import io.hexagent.application.language.ModelCatalog;
import io.hexagent.application.run.AnswerChat;
import io.hexagent.application.run.AnswerGraph;
import io.hexagent.application.run.AnswerRequest;
import io.hexagent.application.run.CancelRun;
import io.hexagent.application.run.ChildRuns;
import io.hexagent.application.run.DeleteRun;
import io.hexagent.application.run.EndOfRun;
import io.hexagent.application.run.ExpireRequests;
import io.hexagent.application.run.InputRules;
import io.hexagent.application.run.InspectRun;
import io.hexagent.application.run.Intake;
import io.hexagent.application.run.ListRuns;
import io.hexagent.application.run.LiveRuns;
import io.hexagent.application.run.PruneRuns;
import io.hexagent.application.run.ReadMessages;
import io.hexagent.application.run.ReplayRun;
import io.hexagent.application.run.RunAnalysis;
import io.hexagent.application.run.RunAnalysisBatch;
import io.hexagent.application.run.RunLauncher;
import io.hexagent.application.run.RunListener;
import io.hexagent.application.run.RunWork;
import io.hexagent.application.run.Sessions;
import io.hexagent.application.run.StartRun;
import io.hexagent.application.run.Worker;
import io.hexagent.application.run.follow.Feeds;
import io.hexagent.application.run.follow.FollowRun;
import io.hexagent.application.run.follow.FollowThread;
import io.hexagent.application.strategy.DrawBacktest;
import io.hexagent.application.strategy.RunBacktest;
import io.hexagent.application.strategy.RunBacktestTool;
import io.hexagent.application.strategy.session.WordsWriter;
import io.hexagent.application.tool.AddTool;
import io.hexagent.application.tool.AskUserTool;
import io.hexagent.application.tool.ChangeTool;
import io.hexagent.application.tool.DeleteTool;
import io.hexagent.application.tool.InspectTool;
import io.hexagent.application.tool.ListTools;
import io.hexagent.application.tool.ToolRegistry;
import io.hexagent.application.tool.ToolRunner;
import io.hexagent.domain.access.Counters;
import io.hexagent.domain.agent.Agents;
import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.dataset.Cleaner;
import io.hexagent.domain.embedding.Embedder;
import io.hexagent.domain.strategy.MarketData;
import io.hexagent.domain.telemetry.Gauge;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCache;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.IdSource;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Schemas;
import io.hexagent.infrastructure.djl.MiniLmEmbeddingModel;
import io.hexagent.infrastructure.json.JacksonJson;
import io.hexagent.infrastructure.json.NetworkntSchemas;
import io.hexagent.infrastructure.measured.MeasuredStore;
import io.hexagent.infrastructure.memory.MemoryCounters;
import io.hexagent.infrastructure.memory.MemoryToolCache;
import io.hexagent.infrastructure.store.Store;
import io.hexagent.infrastructure.tablesaw.TablesawCalculator;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** How everything is put together. A bean that is missing is a compile error. */
@Factory
@CoreScope
final class Wiring {
    /** In microseconds, as Postgres keeps times: what is told of a thing now is what is read of it later. */
    @Bean
    InstantSource clock(Parts parts) {
        return parts.clock().orElse(Clock.tick(Clock.systemUTC(), Duration.of(1, ChronoUnit.MICROS)));
    }

    @Bean
    IdSource ids(Parts parts) {
        return parts.ids().orElse(() -> UUID.randomUUID().toString().replace("-", ""));
    }

    @Bean
    Json json() {
        return new JacksonJson();
    }

    @Bean
    Schemas schemas() {
        return new NetworkntSchemas();
    }

    /** Closed last: whoever writes is closed before. */
    @Bean(destroyMethod = "close", destroyPriority = 5000)
    Store store(Parts parts, Settings settings, Json json, InstantSource clock, Telemetry telemetry) {
        Store store = Stores.open(parts, settings, json, clock);
        return telemetry.equals(Telemetry.NONE) ? store : new MeasuredStore(store, telemetry);
    }

    /** Closed right before the store, whose signals it carries. */
    @Bean(destroyMethod = "close", destroyPriority = 4900)
    SharedRedis redis(Settings settings, Json json, Store store, Telemetry telemetry) {
        return SharedRedis.open(settings, json, store, telemetry);
    }

    /** Closed after those whom it watches. */
    @Bean(destroyMethod = "close", destroyPriority = 6000)
    Observers observers(Parts parts, Settings settings) {
        return Observers.open(parts, settings);
    }

    @Bean
    Telemetry telemetry(Observers observers) {
        return observers.telemetry();
    }

    @Bean(destroyMethod = "close")
    LazyEmbedder lazyEmbedder(Settings settings) {
        return new LazyEmbedder(() -> MiniLmEmbeddingModel.open(Embedders.options(settings)));
    }

    @Bean
    Embedding embedding(Parts parts, LazyEmbedder lazy, Settings settings) {
        Embedders.check(settings);
        return new Embedding(parts.embedder().orElse(lazy));
    }

    @Bean(destroyMethod = "close")
    TablesawCalculator calculator(Settings settings, Store store) {
        return new TablesawCalculator(store.datasetContents(), Calculators.options(settings));
    }

    @Bean(destroyMethod = "close")
    Providers providers(
            Parts parts,
            Settings settings,
            Embedding embedding,
            Json json,
            IdSource ids,
            InstantSource clock,
            Telemetry telemetry) {
        return Providers.open(parts, settings, embedding.embedder(), json, ids, clock, telemetry);
    }

    @Bean
    ModelCatalog models(Providers providers) {
        return providers.catalog();
    }

    /** Closed after the runs whose tools reach outside. */
    @Bean(destroyMethod = "close", destroyPriority = 3000)
    Outside outside(Settings settings, Json json, Schemas schemas) {
        return Outside.open(settings, json, schemas);
    }

    @Bean
    ToolRegistry tools(
            Parts parts,
            Settings settings,
            Calculator calculator,
            Json json,
            InstantSource clock,
            Store store,
            Outside outside,
            OwnTools own,
            SearchDocuments searchDocuments) {
        var tools = FoundTools.all(new FoundTools.Services(
                calculator, json, clock, settings.tools().other(), outside.web()));
        tools.add(new AskUserTool());
        tools.addAll(own.tools());
        tools.add(new SearchDocumentsTool(searchDocuments));
        tools.addAll(DelegateTool.builtIn());
        tools.addAll(parts.tools());
        var disabled = settings.tools().disabled().stream().map(ToolName::new).collect(Collectors.toSet());
        var unknown = new HashSet<>(disabled);
        tools.forEach(tool -> unknown.remove(tool.spec().name()));
        unknown.removeIf(outside.mcp()::names);
        if (!unknown.isEmpty()) {
            throw new InvalidSetting("setting tools.disabled: there is no tool " + unknown + "; there is "
                    + tools.stream().map(tool -> tool.spec().name()).toList());
        }
        return CustomTooling.registry(tools, disabled, clock, store, settings, outside, json);
    }

    /** Closed after the runs whose tools ask them, as all that is outside. */
    @Bean(destroyMethod = "close", destroyPriority = 3000)
    MarketServices markets(Settings settings, Json json, InstantSource clock) {
        return MarketServices.open(settings, json, clock);
    }

    @Bean
    BrokerageAccess brokerageAccess(MarketServices markets, Store store) {
        return markets.brokerage(store.brokerageLinks());
    }

    @Bean
    ConnectBrokerage connectBrokerage(BrokerageAccess access, IdSource ids, InstantSource clock) {
        return new ConnectBrokerage(access, ids, clock);
    }

    @Bean
    InspectBrokerage inspectBrokerage(BrokerageAccess access) {
        return new InspectBrokerage(access);
    }

    @Bean
    ListBrokerageAccounts listBrokerageAccounts(BrokerageAccess access) {
        return new ListBrokerageAccounts(access);
    }

    @Bean
    DisconnectBrokerage disconnectBrokerage(BrokerageAccess access) {
        return new DisconnectBrokerage(access);
    }

    @Bean
    OwnTools ownTools(
            MarketServices markets,
            BrokerageAccess access,
            ConnectBrokerage connect,
            Cleaner cleaner,
            AddDataset addDataset,
            Store store,
            Settings settings,
            RunBacktest runBacktest,
            DrawBacktest drawBacktest,
            MarketData market,
            InstantSource clock,
            Json json) {
        var tools = new ArrayList<>(markets.tools(access, connect));
        tools.add(new RunBacktestTool(runBacktest, drawBacktest, new WordsWriter(market, clock), json));
        tools.add(new CleanDatasetTool(
                cleaner, addDataset, store.datasets(), settings.limits().cleaningChanges()));
        return new OwnTools(tools);
    }

    @Bean
    ToolRunner toolRunner(
            ToolRegistry registry,
            Json json,
            Schemas schemas,
            InstantSource clock,
            Telemetry telemetry,
            ToolCache cache,
            Settings settings) {
        return new ToolRunner(
                registry, json, schemas, clock, telemetry, cache, CustomTooling.options(settings.tools()));
    }

    @Bean
    ToolCache toolCache(InstantSource clock, Settings settings, SharedRedis redis) {
        Settings.Tools tools = settings.tools();
        return tools.cacheResults() == 0
                ? ToolCache.NONE
                : redis.toolCache(new MemoryToolCache(
                        new MemoryToolCache.Options(tools.cacheResults(), tools.cacheTtl()), clock));
    }

    @Bean
    ArtifactKeeper keeper(Store store, IdSource ids, InstantSource clock) {
        return new ArtifactKeeper(store.artifacts(), store.blobs(), ids, clock);
    }

    @Bean
    AnswerGraph graph(
            ToolRunner runner,
            ArtifactKeeper keeper,
            Store store,
            Json json,
            IdSource ids,
            InstantSource clock,
            ChildRuns children) {
        return new AnswerGraph(runner, keeper, store.checkpoints(), json, ids, clock, children);
    }

    @Bean
    ChildRuns childRuns(
            Agents agents,
            ModelCatalog models,
            ToolRegistry tools,
            Sessions sessions,
            Store store,
            InspectRun inspect,
            InstantSource clock,
            Telemetry telemetry,
            Process process,
            Settings settings) {
        return new ChildRuns(
                agents,
                models,
                tools,
                sessions,
                store.runs(),
                store.runQueue(),
                inspect,
                clock,
                telemetry,
                new ChildRuns.Options(process.name(), settings.runs().maxDepth()));
    }

    @Bean
    Agents agents(Parts parts, Settings settings, ModelCatalog models, ToolRegistry tools) {
        return AgentDefinitions.of(parts, settings, models, tools);
    }

    @Bean
    Process process(IdSource ids) {
        return Process.ofThis(ids);
    }

    @Bean
    Sessions sessions(
            Agents agents,
            ModelCatalog models,
            ToolRegistry tools,
            Store store,
            Json json,
            InstantSource clock,
            Settings settings) {
        Settings.Runs runs = settings.runs();
        return new Sessions(
                agents,
                models,
                tools,
                new Sessions.Store(
                        store.datasets(), store.artifacts(), store.runs(), store.runEvents(), store.checkpoints()),
                json,
                clock,
                new Sessions.Options(
                        runs.historyTokens(),
                        new InputRules(runs.inputTimeout(), runs.inputDefault().equals("approve"))));
    }

    /** Closed after those that begin runs: it stops the runs at work and waits for them. */
    @Bean(destroyMethod = "close", destroyPriority = 20)
    LiveRuns liveRuns(Store store, Settings settings, Process process, Parts parts, Telemetry telemetry) {
        var live = new LiveRuns(
                store.runQueue(),
                store.signals(),
                new LiveRuns.Options(
                        process.name(),
                        settings.storage().lease(),
                        settings.server().grace(),
                        parts.worker() && Stores.isDurable(parts, settings)));
        telemetry.watch(Gauge.Level.RUNS_AT_WORK, live::size);
        int most = settings.limits().runs() + settings.worker().runs();
        telemetry.watch(Gauge.Level.RUNS_MOST, () -> most);
        return live;
    }

    @Bean(destroyMethod = "close", destroyPriority = 30)
    RunWork runWork(AnswerGraph graph, LiveRuns live, Store store, Telemetry telemetry, Settings settings) {
        Settings.Runs runs = settings.runs();
        return new RunWork(
                graph,
                live,
                store.runQueue(),
                store.checkpoints(),
                new RunWork.Retry(runs.attempts(), runs.retryMin(), runs.retryMax()),
                () -> ThreadLocalRandom.current().nextDouble(),
                telemetry);
    }

    @Bean
    Intake intake(
            Agents agents, ModelCatalog models, Store store, IdSource ids, InstantSource clock, Settings settings) {
        return new Intake(
                agents,
                models,
                store.conversations(),
                store.datasets(),
                store.runs(),
                ids,
                clock,
                settings.limits().questionChars());
    }

    @Bean
    EndOfRun endOfRun(Store store, InspectRun inspect, Settings settings) {
        return new EndOfRun(
                store.runs(),
                store.runEvents(),
                store.runControl(),
                store.signals(),
                inspect,
                settings.worker().poll());
    }

    @Bean(destroyMethod = "close", destroyPriority = 10)
    RunLauncher launcher(
            Intake intake,
            Sessions sessions,
            Store store,
            RunWork work,
            LiveRuns live,
            EndOfRun endOfRun,
            InstantSource clock,
            Settings settings,
            Parts parts) {
        return new RunLauncher(
                intake,
                sessions,
                store.runQueue(),
                store.runControl(),
                work,
                live,
                endOfRun,
                clock,
                new RunLauncher.Options(
                        settings.limits().runs(),
                        parts.worker() && settings.server().role() == Settings.Role.GATEWAY,
                        settings.worker().queue()));
    }

    /** Who is told what happens in the runs that this process takes from the queue. */
    @Bean
    Listening listening(Feeds feeds) {
        return new Listening(feeds.listener());
    }

    /** Closed first, so that no run is taken that would have to be handed back at once. */
    @Bean(destroyMethod = "close", destroyPriority = 5)
    Background background(
            Parts parts,
            Settings settings,
            Store store,
            Sessions sessions,
            RunWork work,
            LiveRuns live,
            Listening listening,
            InstantSource clock) {
        return Background.of(
                parts,
                settings,
                store,
                new ExpireRequests(store.runControl(), clock),
                new PruneRuns(
                        store.runs(),
                        clock,
                        settings.storage().retention(),
                        settings.storage().requestKeys()),
                new ForgetRemovals(
                        store.passageChanges(), clock, settings.storage().removals()),
                () -> new Worker(
                        store.runQueue(),
                        store.runEvents(),
                        store.signals(),
                        sessions,
                        work,
                        live,
                        listening.listener(),
                        clock,
                        new Worker.Options(
                                settings.worker().runs(),
                                settings.worker().poll(),
                                settings.worker().strikes())));
    }

    @Bean
    HealthCheck healthCheck(
            Settings settings,
            Store store,
            LazyEmbedder embedder,
            Parts parts,
            ModelCatalog models,
            Background background,
            SharedRedis redis,
            Outside outside) {
        return new HealthCheck(settings, store, embedder, parts, models, background, redis, outside);
    }

    @Bean
    Counters counters(InstantSource clock, SharedRedis redis) {
        return redis.counters(new MemoryCounters(clock));
    }

    @Bean
    AdmitRequest admitRequest(Counters counters, InstantSource clock, Settings settings) {
        return new AdmitRequest(counters, clock, settings.limits().requestsPerMinute());
    }

    @Bean
    AddDataset addDataset(Store store, Calculator calculator, IdSource ids, InstantSource clock, Settings settings) {
        return new AddDataset(
                store.datasets(),
                store.blobs(),
                calculator,
                ids,
                clock,
                settings.limits().datasetBytes());
    }

    @Bean
    DescribeDataset describeDataset(Store store) {
        return new DescribeDataset(store.datasets());
    }

    @Bean
    ListDatasets listDatasets(Store store) {
        return new ListDatasets(store.datasets());
    }

    @Bean
    DeleteDataset deleteDataset(Store store) {
        return new DeleteDataset(store.datasets());
    }

    @Bean
    RunAnalysis runAnalysis(AddDataset addDataset, RunLauncher launcher) {
        return new RunAnalysis(addDataset, launcher);
    }

    @Bean
    RunAnalysisBatch runAnalysisBatch(RunAnalysis runAnalysis) {
        return new RunAnalysisBatch(runAnalysis);
    }

    @Bean
    AnswerChat answerChat(RunLauncher launcher) {
        return new AnswerChat(launcher);
    }

    @Bean(destroyMethod = "close", destroyPriority = 10)
    StartRun startRun(Intake intake, Store store, InstantSource clock, Settings settings) {
        return new StartRun(
                intake,
                store.datasets(),
                store.runQueue(),
                store.runControl(),
                store.runs(),
                clock,
                settings.worker().queue());
    }

    @Bean
    CancelRun cancelRun(Store store, InstantSource clock) {
        return new CancelRun(store.runControl(), clock);
    }

    @Bean
    AnswerRequest answerRequest(Store store, Schemas schemas, InstantSource clock) {
        return new AnswerRequest(store.runs(), store.runControl(), schemas, clock);
    }

    @Bean
    ReplayRun replayRun(Store store, RunLauncher launcher, EndOfRun endOfRun) {
        return new ReplayRun(store.runs(), store.datasets(), launcher, endOfRun);
    }

    @Bean
    ReadMessages readMessages(Store store) {
        return new ReadMessages(store.conversations(), store.runs(), store.runEvents());
    }

    @Bean
    StartConversation startConversation(
            Store store, Agents agents, ModelCatalog models, IdSource ids, InstantSource clock) {
        return new StartConversation(store.conversations(), agents, models, ids, clock);
    }

    @Bean
    ListConversations listConversations(Store store) {
        return new ListConversations(store.conversations());
    }

    @Bean
    InspectConversation inspectConversation(Store store) {
        return new InspectConversation(store.conversations());
    }

    @Bean
    ChangeConversation changeConversation(Store store, InstantSource clock) {
        return new ChangeConversation(store.conversations(), clock);
    }

    @Bean
    DeleteConversation deleteConversation(Store store) {
        return new DeleteConversation(store.conversations());
    }

    @Bean
    ListRuns listRuns(Store store) {
        return new ListRuns(store.runs());
    }

    @Bean
    InspectRun inspectRun(Store store) {
        return new InspectRun(store.runs(), store.runEvents(), store.artifacts());
    }

    @Bean
    DeleteRun deleteRun(Store store) {
        return new DeleteRun(store.runs());
    }

    @Bean
    ListTools listTools(ToolRegistry registry, Agents agents) {
        return new ListTools(registry, agents);
    }

    @Bean
    AddTool addTool(ToolRegistry registry, Store store, Schemas schemas, Json json, Settings settings) {
        return new AddTool(
                registry,
                store.customTools(),
                schemas,
                json,
                CustomTooling.secrets(settings.tools()),
                settings.tools().custom());
    }

    @Bean
    DeleteTool deleteTool(ToolRegistry registry, Store store) {
        return new DeleteTool(registry, store.customTools());
    }

    @Bean
    InspectTool inspectTool(ToolRegistry registry) {
        return new InspectTool(registry);
    }

    @Bean
    ChangeTool changeTool(ToolRegistry registry) {
        return new ChangeTool(registry);
    }

    @Bean
    ListArtifacts listArtifacts(Store store) {
        return new ListArtifacts(store.artifacts());
    }

    @Bean
    ReadArtifact readArtifact(Store store) {
        return new ReadArtifact(store.artifacts(), store.blobs());
    }

    /** Stops before the store does, after those who write. */
    @Bean(destroyMethod = "close", destroyPriority = 4000)
    Feeds feeds(Store store, SharedRedis redis, Settings settings) {
        Settings.Streams streams = settings.streams();
        Feeds.Options usual = Feeds.Options.defaults();
        return new Feeds(
                store.runEvents(),
                store.runs(),
                redis.partialReplies(),
                store.signals(),
                new Feeds.Options(streams.tail(), streams.page(), usual.reads(), usual.polls()));
    }

    @Bean
    FollowRun followRun(Feeds feeds, Store store) {
        return new FollowRun(feeds, store.runs(), store.runEvents());
    }

    @Bean
    FollowThread followThread(Feeds feeds, Store store) {
        return new FollowThread(feeds, store.conversations(), store.runs(), store.runEvents());
    }

    /** The embedder in use: the host's, or ours. */
    record Embedding(Embedder embedder) {}

    /** Tools of ours that need more than {@link io.hexagent.domain.tool.ToolServices}. */
    record OwnTools(List<Tool> tools) {}

    /** Told of runs from the queue. */
    record Listening(RunListener listener) {}

    /** The name under which this process holds runs. */
    record Process(String name) {
        static Process ofThis(IdSource ids) {
            String id = ids.next();
            return new Process(ProcessHandle.current().pid() + "-" + id.substring(0, Math.min(8, id.length())));
        }
    }
}
