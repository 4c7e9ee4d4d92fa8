package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.artifact.Artifacts;
import io.hexagent.domain.artifact.Blobs;
import io.hexagent.domain.brokerage.BrokerageLinks;
import io.hexagent.domain.conversation.Conversations;
import io.hexagent.domain.dataset.DatasetContents;
import io.hexagent.domain.dataset.Datasets;
import io.hexagent.domain.document.Documents;
import io.hexagent.domain.document.PassageChanges;
import io.hexagent.domain.run.Checkpoints;
import io.hexagent.domain.run.PartialReplies;
import io.hexagent.domain.run.RunControl;
import io.hexagent.domain.run.RunQueue;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.strategy.StrategySessions;
import io.hexagent.domain.telemetry.Gauge;
import io.hexagent.domain.tool.CustomTools;
import io.hexagent.domain.tool.ToolSettings;
import io.hexagent.domain.value.Json;
import io.hexagent.infrastructure.store.SignalHub;
import io.hexagent.infrastructure.store.Store;
import io.hexagent.infrastructure.store.StoreUnavailable;
import io.hexagent.infrastructure.store.StoredContents;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.MapPropertySource;
import io.micronaut.core.type.GenericArgument;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * Keeps everything in a Postgres database. Opening it brings the tables up to date. Times are kept to the microsecond.
 * Safe for use by many threads.
 */
public final class PostgresStore implements Store {
    private static final int ANSWER_SECONDS = 2;

    private final ApplicationContext context;
    private final DataSource pool;
    private final GroupWriter writer;
    private final PostgresRunEvents runEvents;
    private final SignalHub signals = new SignalHub();
    private final Announcements announcements;
    private final RunQueue runQueue;
    private final RunControl runControl;
    private final PostgresPartialReplies partialReplies;
    private final Chores chores;
    private final Runs runs;
    private final PostgresCheckpoints checkpoints;
    private final Conversations conversations;
    private final Datasets datasets;
    private final Artifacts artifacts;
    private final Blobs blobs;
    private final StoredContents contents;
    private final ToolSettings toolSettings;
    private final BrokerageLinks brokerageLinks;
    private final Documents documents;
    private final PassageChanges passageChanges;
    private final CustomTools customTools;
    private final StrategySessions strategySessions;
    private final Runnable afterwards;
    private final AtomicBoolean closed = new AtomicBoolean();

    private PostgresStore(PostgresOptions options, Json json, ApplicationContext context, Runnable afterwards) {
        this.afterwards = afterwards;
        this.context = context;
        // The bean itself hands out connections inside of transactions only.
        pool = DelegatingDataSource.unwrapDataSource(context.getBean(DataSource.class));
        TransactionOperations<Connection> transactions =
                context.getBean(new GenericArgument<TransactionOperations<Connection>>() {});
        var database = new Database(pool, options.writing().patience());
        ArtifactRows artifactRows = context.getBean(ArtifactRows.class);
        BlobRows blobRows = context.getBean(BlobRows.class);
        var references = new BlobReferences(blobRows);
        var leftovers = new Leftovers(references);
        int mostBytes = options.writing().eventBytes();
        signals.use(new PostgresCourier(options, pool));
        partialReplies = new PostgresPartialReplies(database, signals);
        announcements = new Announcements(signals, partialReplies);
        writer = new GroupWriter(options.writing(), new LogConnection(options, json), announcements);
        checkpoints = new PostgresCheckpoints(context.getBean(CheckpointRows.class));
        runEvents =
                new PostgresRunEvents(writer, checkpoints, context.getBean(EventRows.class), database, json, mostBytes);
        runQueue = new PostgresRunQueue(database, runEvents, signals, json, options.lease(), mostBytes);
        runControl = new PostgresRunControl(database, signals, json);
        chores = new Chores(pool);
        runs = new PostgresRuns(context.getBean(RunRows.class), database, leftovers, transactions, json);
        conversations = new PostgresConversations(database, leftovers, transactions, json);
        datasets = new PostgresDatasets(context.getBean(DatasetRows.class), references, transactions, json);
        artifacts = new PostgresArtifacts(artifactRows, references, transactions, json);
        blobs = new PostgresBlobs(blobRows, context.getBean(ChunkRows.class), transactions, references);
        contents = new StoredContents(blobs);
        documents = new PostgresDocuments(context.getBean(DocumentRows.class), references, transactions);
        passageChanges = new PostgresPassageChanges(database);
        brokerageLinks = new PostgresBrokerageLinks(context.getBean(BrokerageLinkRows.class));
        toolSettings = new PostgresToolSettings(context.getBean(ToolSettingRows.class), signals);
        customTools = new PostgresCustomTools(context.getBean(CustomToolRows.class), transactions, signals, json);
        strategySessions = new PostgresStrategySessions(database, json);
        announcements.start();
        writer.start();
    }

    /**
     * Connects and brings the tables up to date.
     *
     * @throws StoreUnavailable when the database does not answer in time, refuses, or is newer than this program
     */
    public static PostgresStore open(PostgresOptions options, Json json) {
        return open(options, json, () -> {});
    }

    /**
     * Opens the built-in server and the store in it; the store leaves the server when it is closed. Quicker than one
     * after the other, since the classes are loaded while the server starts.
     *
     * @param changes what to change of the default options
     * @throws StoreUnavailable when the server cannot be started or used
     */
    public static PostgresStore openEmbedded(
            EmbeddedServer.Options options, UnaryOperator<PostgresOptions> changes, Json json) {
        settleLogging();
        Thread ignored = Thread.ofPlatform()
                .name("hexagent-warming")
                .daemon()
                .start(() -> context(Map.of()).close());
        EmbeddedServer server = EmbeddedServer.open(options);
        try {
            return open(changes.apply(PostgresOptions.of(server.url())), json, server::close);
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private static PostgresStore open(PostgresOptions options, Json json, Runnable afterwards) {
        settleLogging();
        // The persistence beans need classes, the schema needs the server: neither waits for the other.
        var starting = new FutureTask<>(() -> context(pool(options)));
        Thread.ofPlatform().name("hexagent-persistence").daemon().start(starting);
        try {
            Schema.migrate(options);
            return new PostgresStore(options, json, started(starting), afterwards);
        } catch (RuntimeException | Error e) {
            try {
                started(starting).close();
            } catch (RuntimeException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /** The first two threads to log would otherwise meet in the middle of the log's own start, which complains. */
    private static void settleLogging() {
        ILoggerFactory ignored = LoggerFactory.getILoggerFactory();
    }

    private static ApplicationContext started(FutureTask<ApplicationContext> starting) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return starting.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new StoreUnavailable("the persistence layer did not start", e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Map<String, Object> pool(PostgresOptions options) {
        DatabaseUrl database = options.database();
        Map<String, Object> properties = new HashMap<>();
        String pool = "datasources.default.";
        properties.put(pool + "url", database.jdbc());
        properties.put(pool + "username", database.user());
        properties.put(pool + "password", database.password());
        properties.put(pool + "driver-class-name", "org.postgresql.Driver");
        properties.put(pool + "maximum-pool-size", options.poolSize());
        properties.put(pool + "minimum-idle", 1);
        properties.put(
                pool + "connection-timeout", Math.max(options.connectTimeout().toMillis(), 250));
        // The schema is looked at first, with a better message when the server does not answer.
        properties.put(pool + "initialization-fail-timeout", -1);
        String driver = pool + "data-source-properties.";
        properties.put(driver + "ApplicationName", "hexagent");
        properties.put(driver + "connectTimeout", Connections.seconds(options.connectTimeout()));
        properties.put(driver + "socketTimeout", "60");
        properties.put(driver + "tcpKeepAlive", "true");
        properties.put(driver + "prepareThreshold", "1");
        // Text parameters take the type of their column, so that text goes into json columns.
        properties.put(driver + "stringtype", "unspecified");
        return properties;
    }

    private static ApplicationContext context(Map<String, Object> properties) {
        return ApplicationContext.builder()
                .deduceEnvironment(false)
                .deduceCloudEnvironment(false)
                .bootstrapEnvironment(false)
                .enableDefaultPropertySources(false)
                .environmentPropertySource(false)
                .banner(false)
                .environments("persistence")
                .propertySources(new MapPropertySource("hexagent", properties))
                .start();
    }

    /** Also tells what its writer has done. */
    @Override
    public PostgresRunEvents runEvents() {
        return runEvents;
    }

    @Override
    public Runs runs() {
        return runs;
    }

    @Override
    public RunQueue runQueue() {
        return runQueue;
    }

    @Override
    public RunControl runControl() {
        return runControl;
    }

    @Override
    public PartialReplies partialReplies() {
        return partialReplies;
    }

    @Override
    public SignalHub signals() {
        return signals;
    }

    @Override
    public void every(String name, Duration pause, Runnable chore) {
        chores.every(name, pause, chore);
    }

    @Override
    public Checkpoints checkpoints() {
        return checkpoints;
    }

    @Override
    public Conversations conversations() {
        return conversations;
    }

    @Override
    public Datasets datasets() {
        return datasets;
    }

    @Override
    public DatasetContents datasetContents() {
        return contents;
    }

    @Override
    public Artifacts artifacts() {
        return artifacts;
    }

    @Override
    public Blobs blobs() {
        return blobs;
    }

    @Override
    public ToolSettings toolSettings() {
        return toolSettings;
    }

    @Override
    public Documents documents() {
        return documents;
    }

    @Override
    public PassageChanges passageChanges() {
        return passageChanges;
    }

    @Override
    public CustomTools customTools() {
        return customTools;
    }

    @Override
    public StrategySessions strategySessions() {
        return strategySessions;
    }

    @Override
    public Map<Gauge, DoubleSupplier> readings() {
        return Readings.of(pool, runEvents);
    }

    @Override
    public BrokerageLinks brokerageLinks() {
        return brokerageLinks;
    }

    @Override
    public boolean isUp() {
        if (closed.get()) {
            return false;
        }
        try (Connection connection = pool.getConnection()) {
            return connection.isValid(ANSWER_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                chores.close();
                writer.close();
                announcements.close();
                partialReplies.close();
                signals.close();
            } finally {
                try {
                    context.close();
                } finally {
                    afterwards.run();
                }
            }
        }
    }
}
