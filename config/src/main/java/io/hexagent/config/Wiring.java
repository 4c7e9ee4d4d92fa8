package io.hexagent.config;

import io.avaje.inject.Bean;
import io.avaje.inject.Factory;
import io.hexagent.application.agent.BuiltInAgents;
import io.hexagent.application.artifact.ArtifactKeeper;
import io.hexagent.application.artifact.ListArtifacts;
import io.hexagent.application.artifact.ReadArtifact;
import io.hexagent.application.dataset.AddDataset;
import io.hexagent.application.dataset.DeleteDataset;
import io.hexagent.application.dataset.DescribeDataset;
import io.hexagent.application.dataset.ListDatasets;
import io.hexagent.application.language.ModelCatalog;
import io.hexagent.application.run.AnswerChat;
import io.hexagent.application.run.AnswerGraph;
import io.hexagent.application.run.DeleteRun;
import io.hexagent.application.run.InspectRun;
import io.hexagent.application.run.ListRuns;
import io.hexagent.application.run.RunAnalysis;
import io.hexagent.application.run.RunAnalysisBatch;
import io.hexagent.application.run.RunLauncher;
import io.hexagent.application.run.follow.Feeds;
import io.hexagent.application.run.follow.FollowRun;
import io.hexagent.application.run.follow.FollowThread;
import io.hexagent.application.tool.ChangeTool;
import io.hexagent.application.tool.InspectTool;
import io.hexagent.application.tool.ListTools;
import io.hexagent.application.tool.ToolRegistry;
import io.hexagent.application.tool.ToolRunner;
import io.hexagent.domain.agent.Agents;
import io.hexagent.domain.agent.Limits;
import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.embedding.Embedder;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.IdSource;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Schemas;
import io.hexagent.infrastructure.djl.MiniLmEmbeddingModel;
import io.hexagent.infrastructure.json.JacksonJson;
import io.hexagent.infrastructure.json.NetworkntSchemas;
import io.hexagent.infrastructure.store.Store;
import io.hexagent.infrastructure.tablesaw.TablesawCalculator;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** How everything is put together. A bean that is missing is a compile error. */
@Factory
@CoreScope
final class Wiring {
    @Bean
    InstantSource clock(Parts parts) {
        return parts.clock().orElse(InstantSource.system());
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
    Store store(Parts parts, Settings settings, Json json, InstantSource clock) {
        return Stores.open(parts, settings, json, clock);
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
            Parts parts, Settings settings, Embedding embedding, Json json, IdSource ids, InstantSource clock) {
        return Providers.open(parts, settings, embedding.embedder(), json, ids, clock);
    }

    @Bean
    ModelCatalog models(Providers providers) {
        return providers.catalog();
    }

    @Bean
    ToolRegistry tools(
            Parts parts, Settings settings, Calculator calculator, Json json, InstantSource clock, Store store) {
        var tools = FoundTools.all(new FoundTools.Services(
                calculator, json, clock, settings.tools().other()));
        tools.addAll(parts.tools());
        var disabled = settings.tools().disabled().stream().map(ToolName::new).collect(Collectors.toSet());
        var unknown = new HashSet<>(disabled);
        tools.forEach(tool -> unknown.remove(tool.spec().name()));
        if (!unknown.isEmpty()) {
            throw new InvalidSetting("setting tools.disabled: there is no tool " + unknown + "; there is "
                    + tools.stream().map(tool -> tool.spec().name()).toList());
        }
        return new ToolRegistry(tools, store.toolSettings(), disabled, clock);
    }

    @Bean
    ToolRunner toolRunner(ToolRegistry registry, Json json, Schemas schemas, InstantSource clock, Settings settings) {
        return new ToolRunner(
                registry,
                json,
                schemas,
                clock,
                new ToolRunner.Options(
                        settings.tools().timeout(), (int) settings.tools().resultBytes()));
    }

    @Bean
    ArtifactKeeper keeper(Store store, IdSource ids, InstantSource clock) {
        return new ArtifactKeeper(store.artifacts(), store.blobs(), ids, clock);
    }

    @Bean
    AnswerGraph graph(ToolRunner runner, ArtifactKeeper keeper, Store store, Json json, InstantSource clock) {
        return new AnswerGraph(runner, keeper, store.checkpoints(), json, clock);
    }

    @Bean
    Agents agents(Settings settings) {
        Settings.AgentLimits limits = settings.agent();
        return new BuiltInAgents(new Limits(
                limits.maxTurns(), limits.maxToolCalls(), limits.maxTokens(), limits.maxTime(), limits.maxRepairs()));
    }

    @Bean(destroyMethod = "close", destroyPriority = 10)
    RunLauncher launcher(
            Agents agents,
            ModelCatalog models,
            ToolRegistry tools,
            Store store,
            AnswerGraph graph,
            IdSource ids,
            InstantSource clock,
            Settings settings,
            Worker worker) {
        return new RunLauncher(
                agents,
                models,
                tools,
                store.conversations(),
                store.runEvents(),
                store.checkpoints(),
                graph,
                ids,
                clock,
                new RunLauncher.Options(
                        worker.name(),
                        settings.limits().runs(),
                        settings.limits().questionChars()));
    }

    @Bean
    Worker worker(IdSource ids) {
        return Worker.ofThisProcess(ids);
    }

    @Bean
    HealthCheck healthCheck(Settings settings, Store store, LazyEmbedder embedder, Parts parts, ModelCatalog models) {
        return new HealthCheck(settings, store, embedder, parts, models);
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
    ListTools listTools(ToolRegistry registry) {
        return new ListTools(registry);
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
    Feeds feeds(Store store, Settings settings) {
        Settings.Streams streams = settings.streams();
        Feeds.Options usual = Feeds.Options.defaults();
        return new Feeds(
                store.runEvents(),
                store.runs(),
                store.partialReplies(),
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

    /** The name under which this process holds runs. */
    record Worker(String name) {
        static Worker ofThisProcess(IdSource ids) {
            String id = ids.next();
            return new Worker(ProcessHandle.current().pid() + "-" + id.substring(0, Math.min(8, id.length())));
        }
    }
}
