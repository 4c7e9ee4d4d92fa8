package io.hexagent.config;

import io.avaje.inject.BeanScope;
import io.hexagent.application.access.AdmitRequest;
import io.hexagent.application.artifact.ListArtifacts;
import io.hexagent.application.artifact.ReadArtifact;
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
import io.hexagent.application.dataset.DeleteDataset;
import io.hexagent.application.dataset.DescribeDataset;
import io.hexagent.application.dataset.ListDatasets;
import io.hexagent.application.document.AddDocument;
import io.hexagent.application.document.DeleteDocument;
import io.hexagent.application.document.ListDocuments;
import io.hexagent.application.document.ReadDocument;
import io.hexagent.application.document.SearchDocuments;
import io.hexagent.application.language.ModelCatalog;
import io.hexagent.application.run.AnswerChat;
import io.hexagent.application.run.AnswerRequest;
import io.hexagent.application.run.CancelRun;
import io.hexagent.application.run.DeleteRun;
import io.hexagent.application.run.InspectRun;
import io.hexagent.application.run.ListRuns;
import io.hexagent.application.run.LiveRuns;
import io.hexagent.application.run.ReadMessages;
import io.hexagent.application.run.ReplayRun;
import io.hexagent.application.run.RunAnalysis;
import io.hexagent.application.run.RunAnalysisBatch;
import io.hexagent.application.run.RunLauncher;
import io.hexagent.application.run.StartRun;
import io.hexagent.application.run.follow.FollowRun;
import io.hexagent.application.run.follow.FollowThread;
import io.hexagent.application.strategy.CheckLookAhead;
import io.hexagent.application.strategy.CompileStrategy;
import io.hexagent.application.strategy.DrawBacktest;
import io.hexagent.application.strategy.ListMarkets;
import io.hexagent.application.strategy.RunBacktest;
import io.hexagent.application.strategy.SweepStrategy;
import io.hexagent.application.strategy.WalkForwardStrategy;
import io.hexagent.application.strategy.outside.BacktestOutside;
import io.hexagent.application.strategy.outside.ExportStrategy;
import io.hexagent.application.strategy.session.CancelStrategyWork;
import io.hexagent.application.strategy.session.EndStrategySession;
import io.hexagent.application.strategy.session.FollowStrategySession;
import io.hexagent.application.strategy.session.InspectStrategySession;
import io.hexagent.application.strategy.session.ListStrategySessions;
import io.hexagent.application.strategy.session.SessionWorker;
import io.hexagent.application.strategy.session.StartStrategySession;
import io.hexagent.application.strategy.session.TellStrategySession;
import io.hexagent.application.tool.AddTool;
import io.hexagent.application.tool.ChangeTool;
import io.hexagent.application.tool.DeleteTool;
import io.hexagent.application.tool.InspectTool;
import io.hexagent.application.tool.ListTools;
import io.hexagent.domain.telemetry.Gauge;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.value.Json;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * The whole program without an HTTP server: its use cases, wired. Open one for a process and close it at the end. Safe
 * for use by many threads.
 *
 * <pre>{@code
 * try (var hexagent = Hexagent.open(Settings.defaults())) {
 *   var outcome = hexagent.runAnalysis().handle(new RunAnalysis.Command(question, DataInput.file(path)));
 * }
 * }</pre>
 */
public final class Hexagent implements AutoCloseable {
    private final BeanScope scope;

    Hexagent(BeanScope scope) {
        this.scope = scope;
    }

    /**
     * Opens everything that the settings name.
     *
     * @throws InvalidSetting when a setting cannot be used, as a provider without its key
     * @throws StartFailure when a part cannot be started, as a database that does not answer
     */
    public static Hexagent open(Settings settings) {
        return builder(settings).open();
    }

    /** Opens with parts of the host's own. */
    public static HexagentBuilder builder(Settings settings) {
        return new HexagentBuilder(settings);
    }

    public RunAnalysis runAnalysis() {
        return scope.get(RunAnalysis.class);
    }

    public RunAnalysisBatch runAnalysisBatch() {
        return scope.get(RunAnalysisBatch.class);
    }

    public AnswerChat answerChat() {
        return scope.get(AnswerChat.class);
    }

    public StartRun startRun() {
        return scope.get(StartRun.class);
    }

    public CancelRun cancelRun() {
        return scope.get(CancelRun.class);
    }

    public AnswerRequest answerRequest() {
        return scope.get(AnswerRequest.class);
    }

    public ReplayRun replayRun() {
        return scope.get(ReplayRun.class);
    }

    public ReadMessages readMessages() {
        return scope.get(ReadMessages.class);
    }

    public StartConversation startConversation() {
        return scope.get(StartConversation.class);
    }

    public ListConversations listConversations() {
        return scope.get(ListConversations.class);
    }

    public InspectConversation inspectConversation() {
        return scope.get(InspectConversation.class);
    }

    public ChangeConversation changeConversation() {
        return scope.get(ChangeConversation.class);
    }

    public DeleteConversation deleteConversation() {
        return scope.get(DeleteConversation.class);
    }

    public ListRuns listRuns() {
        return scope.get(ListRuns.class);
    }

    public InspectRun inspectRun() {
        return scope.get(InspectRun.class);
    }

    public DeleteRun deleteRun() {
        return scope.get(DeleteRun.class);
    }

    public FollowRun followRun() {
        return scope.get(FollowRun.class);
    }

    public FollowThread followThread() {
        return scope.get(FollowThread.class);
    }

    public AdmitRequest admitRequest() {
        return scope.get(AdmitRequest.class);
    }

    public AddDataset addDataset() {
        return scope.get(AddDataset.class);
    }

    public DescribeDataset describeDataset() {
        return scope.get(DescribeDataset.class);
    }

    public ListDatasets listDatasets() {
        return scope.get(ListDatasets.class);
    }

    public DeleteDataset deleteDataset() {
        return scope.get(DeleteDataset.class);
    }

    public AddDocument addDocument() {
        return scope.get(AddDocument.class);
    }

    public ListDocuments listDocuments() {
        return scope.get(ListDocuments.class);
    }

    public ReadDocument readDocument() {
        return scope.get(ReadDocument.class);
    }

    public DeleteDocument deleteDocument() {
        return scope.get(DeleteDocument.class);
    }

    public SearchDocuments searchDocuments() {
        return scope.get(SearchDocuments.class);
    }

    public ListTools listTools() {
        return scope.get(ListTools.class);
    }

    public InspectTool inspectTool() {
        return scope.get(InspectTool.class);
    }

    public ChangeTool changeTool() {
        return scope.get(ChangeTool.class);
    }

    public AddTool addTool() {
        return scope.get(AddTool.class);
    }

    public DeleteTool deleteTool() {
        return scope.get(DeleteTool.class);
    }

    public ListArtifacts listArtifacts() {
        return scope.get(ListArtifacts.class);
    }

    public ReadArtifact readArtifact() {
        return scope.get(ReadArtifact.class);
    }

    public ConnectBrokerage connectBrokerage() {
        return scope.get(ConnectBrokerage.class);
    }

    public InspectBrokerage inspectBrokerage() {
        return scope.get(InspectBrokerage.class);
    }

    public ListBrokerageAccounts listBrokerageAccounts() {
        return scope.get(ListBrokerageAccounts.class);
    }

    public DisconnectBrokerage disconnectBrokerage() {
        return scope.get(DisconnectBrokerage.class);
    }

    public RunBacktest runBacktest() {
        return scope.get(RunBacktest.class);
    }

    public CompileStrategy compileStrategy() {
        return scope.get(CompileStrategy.class);
    }

    public DrawBacktest drawBacktest() {
        return scope.get(DrawBacktest.class);
    }

    public SweepStrategy sweepStrategy() {
        return scope.get(SweepStrategy.class);
    }

    public WalkForwardStrategy walkForwardStrategy() {
        return scope.get(WalkForwardStrategy.class);
    }

    public CheckLookAhead checkLookAhead() {
        return scope.get(CheckLookAhead.class);
    }

    public ExportStrategy exportStrategy() {
        return scope.get(ExportStrategy.class);
    }

    public BacktestOutside backtestOutside() {
        return scope.get(BacktestOutside.class);
    }

    public ListMarkets listMarkets() {
        return scope.get(ListMarkets.class);
    }

    public StartStrategySession startStrategySession() {
        return scope.get(StartStrategySession.class);
    }

    public TellStrategySession tellStrategySession() {
        return scope.get(TellStrategySession.class);
    }

    public FollowStrategySession followStrategySession() {
        return scope.get(FollowStrategySession.class);
    }

    public CancelStrategyWork cancelStrategyWork() {
        return scope.get(CancelStrategyWork.class);
    }

    public InspectStrategySession inspectStrategySession() {
        return scope.get(InspectStrategySession.class);
    }

    public ListStrategySessions listStrategySessions() {
        return scope.get(ListStrategySessions.class);
    }

    public EndStrategySession endStrategySession() {
        return scope.get(EndStrategySession.class);
    }

    /** The configured models. */
    public ModelCatalog models() {
        return scope.get(ModelCatalog.class);
    }

    /** JSON as this program reads and writes it. */
    public Json json() {
        return scope.get(Json.class);
    }

    public Settings settings() {
        return scope.get(Settings.class);
    }

    /** What is up right now. Asks the database, waiting at most two seconds. */
    public Health health() {
        return scope.get(HealthCheck.class).check();
    }

    /**
     * Has the streams of a server read as metrics from now on.
     *
     * @param open how many are open
     * @param delivered how many events were handed to readers since the start
     * @param gone how many clients left before their answer was whole
     */
    public void watchStreams(DoubleSupplier open, DoubleSupplier delivered, DoubleSupplier gone) {
        Telemetry telemetry = scope.get(Telemetry.class);
        telemetry.watch(Gauge.Level.STREAMS_OPEN, open);
        telemetry.watch(Gauge.Total.STREAM_EVENTS, delivered);
        telemetry.watch(Gauge.Total.CLIENTS_GONE, gone);
    }

    /** The metrics in Prometheus' text format 0.0.4; empty when none are kept (setting telemetry.metrics). */
    public Optional<String> metrics() {
        return scope.get(Observers.class).metrics();
    }

    /** Any bean, for tests of the wiring. */
    <T> T bean(Class<T> type) {
        return scope.get(type);
    }

    /** Loads the embedding model now instead of when it is first needed. Takes about a second. */
    public void warmUp() {
        scope.get(LazyEmbedder.class).load();
    }

    /** How many runs the worker has at work, and at most; empty when this process takes none. */
    public Optional<Working> worker() {
        return scope.get(Background.class).worker().map(worker -> new Working(worker.busy(), worker.runs()));
    }

    /** @param runs at work now @param most at a time */
    public record Working(int runs, int most) {}

    /**
     * Begins to close, and returns at once: from here on no run is taken or begun, and runs that nobody here waits for
     * are handed back. Everything can still be read. The setting server.grace counts from here. A second call does
     * nothing.
     */
    public void leave() {
        scope.get(Background.class).leave();
        scope.get(RunLauncher.class).close();
        scope.get(StartRun.class).close();
        scope.get(LiveRuns.class).leave();
    }

    /**
     * Leaves, and waits until no run is at work here any more. Runs that somebody waits for may end until four fifths
     * of server.grace have passed; then they are handed back too, and who waits is told that they go on. Returns when
     * that is done, at the latest when server.grace is over.
     */
    public void handBack() {
        leave();
        scope.get(Background.class).close();
        scope.get(SessionWorker.class).close();
        scope.get(LiveRuns.class).close();
    }

    /**
     * Takes no new runs, hands back those at work, so that another process or the next start goes on with them, and
     * closes everything that was opened. Where nothing outlives the process, they end as failed instead.
     */
    @Override
    public void close() {
        scope.close();
    }
}
