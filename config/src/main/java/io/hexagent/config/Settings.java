package io.hexagent.config;

import io.hexagent.domain.strategy.BarCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that can be set, checked when it is made. {@link SettingKeys} lists each name, default and bound;
 * {@link SettingsReader} reads them from the environment and files.
 *
 * @param home the data directory
 * @param env where the program runs: {@code local}, {@code dev} or {@code prod}
 */
public record Settings(
        Path home,
        String env,
        Llm llm,
        AgentLimits agent,
        Map<String, DefinedAgent> agents,
        Runs runs,
        Tools tools,
        Storage storage,
        Redis redis,
        Workers worker,
        Server server,
        Streams streams,
        EmbeddingModel embedding,
        Bounds limits,
        Logging log,
        Watching telemetry,
        Fetching fetch,
        Searching search,
        Mcp mcp,
        Markets markets,
        Documents documents,
        Strategies strategies,
        Sessions sessions) {
    public Settings {
        agents = Map.copyOf(agents);
    }

    /** The defaults, with nothing read from outside. */
    public static Settings defaults() {
        return SettingsReader.of(Map.of()).read();
    }

    /**
     * The settings of the environment, {@code ./.env}, {@code hexagent.properties} in the data directory, and the
     * defaults.
     */
    public static Settings fromEnvironment() {
        return SettingsReader.ofEnvironment().read();
    }

    /** The defaults with some values changed, by name, as {@code Map.of("agent.max-turns", "20")}. */
    public static Settings of(Map<String, String> values) {
        return SettingsReader.of(values).read();
    }

    /**
     * The language models.
     *
     * @param provider the provider that answers when none is chosen; empty: the one that is configured, else offline
     * @param model its model; empty: the provider's default
     */
    public record Llm(
            Optional<String> provider,
            Optional<String> model,
            Vendor openai,
            Vendor anthropic,
            Duration connectTimeout,
            Duration timeout,
            int attempts,
            Duration backoffMin,
            Duration backoffMax,
            double backoffJitter,
            Duration deadline,
            int breakerFailures,
            Duration breakerPause,
            int maxConnections,
            int maxOutputTokens,
            Optional<Double> temperature) {}

    /**
     * One vendor's access.
     *
     * @param baseUrl empty: the vendor's own
     * @param models names that are listed beside the default one
     */
    public record Vendor(Optional<Secret> apiKey, Optional<String> baseUrl, String model, List<String> models) {
        public Vendor {
            models = List.copyOf(models);
        }

        /** Whether there is a key or a base URL. */
        public boolean isConfigured() {
            return apiKey.isPresent() || baseUrl.isPresent();
        }
    }

    /**
     * An agent that the settings define, or what they change of one. Empty: as it is, or as it is for all agents.
     *
     * @param instructions needed for a new agent
     */
    public record DefinedAgent(
            Optional<String> instructions,
            Optional<String> model,
            Optional<List<String>> tools,
            Optional<Integer> maxTurns,
            Optional<Integer> maxToolCalls,
            Optional<Integer> maxTokens,
            Optional<Duration> maxTime,
            Optional<Integer> maxRepairs) {
        public DefinedAgent {
            tools = tools.map(List::copyOf);
        }
    }

    /** Where an agent's run is stopped. */
    public record AgentLimits(int maxTurns, int maxToolCalls, long maxTokens, Duration maxTime, int maxRepairs) {}

    /**
     * How a run goes on after trouble, after others, and after a question to a person: the rest of the group
     * {@code agent}.
     *
     * @param attempts how often a step is tried that failed for a reason that may pass
     * @param retryMin the pause before the second attempt; it doubles up to {@code retryMax}
     * @param historyTokens how much of a conversation's earlier runs the model is shown
     * @param inputTimeout how long a run waits for a person; empty: for ever
     * @param inputDefault what is done then: {@code reject} or {@code approve}
     * @param maxDepth how many runs of sub-agents may stand above one another; 0: no agent hands anything over
     */
    public record Runs(
            int attempts,
            Duration retryMin,
            Duration retryMax,
            int historyTokens,
            Optional<Duration> inputTimeout,
            String inputDefault,
            int maxDepth) {}

    /**
     * The worker of this process, which takes queued runs.
     *
     * @param runs the most runs that it has at work
     * @param poll how often it looks for runs without being told of one
     * @param queue how many runs may wait before more are refused
     * @param strikes how many workers in a row may be lost at the same point of a run before it is given up
     */
    public record Workers(int runs, Duration poll, int queue, int strikes) {}

    /** What a process does of the whole. */
    public enum Role {
        /** Answers requests and works on runs. */
        BOTH,
        /** Answers requests, and leaves the runs to workers. */
        GATEWAY,
        /** Works on runs; of requests it answers those about its health only. */
        WORKER
    }

    /**
     * The tools.
     *
     * @param disabled tools that are switched off for everybody
     * @param resultBytes how much of a result a model is shown
     * @param wholeBytes the largest result that is kept as a file when a model is shown a part of it
     * @param parallel how many calls of one reply are at work at the same time
     * @param trouble what is done when a tool fails for a while
     * @param custom how many tools an owner may describe
     * @param secrets what custom tools may put into their headers, by name in upper case
     * @param other further values by name, for tools that have settings of their own
     */
    public record Tools(
            List<String> disabled,
            Duration timeout,
            long resultBytes,
            int cacheResults,
            Duration cacheTtl,
            long wholeBytes,
            int parallel,
            ToolTrouble trouble,
            int custom,
            Map<String, ToolSecret> secrets,
            Map<String, String> other) {
        public Tools {
            disabled = List.copyOf(disabled);
            secrets = Map.copyOf(secrets);
            other = Map.copyOf(other);
        }
    }

    /**
     * What is done when a tool fails for a while.
     *
     * @param attempts at most, the first one included
     * @param backoffMin the wait before the second attempt; it doubles up to {@code backoffMax}
     * @param breakerFailures failures in a row after which a tool is left alone
     * @param breakerPause for how long
     */
    public record ToolTrouble(
            int attempts, Duration backoffMin, Duration backoffMax, int breakerFailures, Duration breakerPause) {}

    /** A secret of custom tools. @param hosts where it may be sent; empty: anywhere */
    public record ToolSecret(Secret secret, List<String> hosts) {
        public ToolSecret {
            hosts = List.copyOf(hosts);
        }
    }

    /**
     * Where things are kept.
     *
     * @param kind {@code postgres} or {@code memory}
     * @param databaseUrl a Postgres server; empty: an embedded one in the data directory
     * @param lease how long a process holds a run without saying that it still does
     * @param linger how long an event that nobody waits for may wait for others to be written with
     * @param retention how long runs are kept after their end; empty: until they are deleted
     * @param requestKeys how long a repeated request is recognised
     * @param removals how long search indexes are told that a document was removed; one that was away for longer is
     *     read anew
     */
    public record Storage(
            String kind,
            Optional<Secret> databaseUrl,
            int poolSize,
            Duration connectTimeout,
            Duration lease,
            Duration linger,
            Optional<Duration> retention,
            Duration requestKeys,
            Duration removals) {}

    /**
     * The HTTP server.
     *
     * @param apiKey what clients must send; required for listening beyond loopback
     * @param patience how long a synchronous door waits for an answer
     * @param ioThreads threads that read and write on connections; 0: one for each core. What a request asks for is
     *     done elsewhere, as many at a time as {@code limits.requests} says
     * @param grace how long requests and runs at work may take, in all, when the process stops
     */
    public record Server(
            String host,
            int port,
            Optional<Secret> apiKey,
            Duration patience,
            long maxBodyBytes,
            Role role,
            int ioThreads,
            Duration grace,
            Cors cors) {}

    /**
     * Streams of events.
     *
     * @param keepAlive how long a stream is silent before it says that it is there
     * @param tail how many of a run's newest events are kept in memory for those who follow it
     * @param page how many events are read at a time for those who are further behind
     * @param onDisconnect what happens to a chat's run when its client leaves: {@code continue} or {@code cancel}
     */
    public record Streams(Duration keepAlive, int tail, int page, String onDisconnect) {}

    /**
     * Redis, which is never the record.
     *
     * @param url empty: not used
     * @param ioThreads connections are few, and these threads read and write on all of them
     * @param pendingCommands the most commands without an answer; more are refused at once
     * @param threadTtl how long the state of a thread is shown after its last event; zero: it is not shown
     * @param threadEvents about how many of the newest events are shown of a thread
     */
    public record Redis(
            Optional<Secret> url,
            Duration connectTimeout,
            Duration commandTimeout,
            int ioThreads,
            int pendingCommands,
            Duration threadTtl,
            int threadEvents) {}

    /** Cross-origin access: off without origins. */
    public record Cors(List<String> origins, List<String> methods, List<String> headers, boolean credentials) {
        public Cors {
            origins = List.copyOf(origins);
            methods = List.copyOf(methods);
            headers = List.copyOf(headers);
        }
    }

    /**
     * The embedding model.
     *
     * @param modelPath a directory with model.onnx and tokenizer.json; empty: the bundled all-MiniLM-L6-v2
     * @param threads 0: one for each core
     */
    public record EmbeddingModel(Optional<Path> modelPath, int threads) {}

    /**
     * Bounds on what comes in.
     *
     * @param tableCacheBytes memory for tables that were read; 0: a quarter of the heap
     * @param runs the most runs at work in a process
     * @param batch questions of a batch that are worked on at a time
     * @param requests HTTP requests at work at a time; a stream counts until it begins
     * @param requestsPerMinute from one address; 0: any number
     * @param cleaningChanges changes of a cleaned data set that are listed one by one
     */
    public record Bounds(
            long datasetBytes,
            long tableCacheBytes,
            int tableThreads,
            int questionChars,
            int runs,
            int batch,
            int requests,
            int requestsPerMinute,
            int cleaningChanges) {}

    /**
     * What is logged, and how. Only the program's own commands look at it: a host that embeds us has a log of its own.
     *
     * @param format {@code console} or {@code json}
     * @param level of everything; empty: as the command wants it
     * @param levels of single components, over the others
     */
    public record Logging(String format, Optional<Level> level, Map<LogComponent, Level> levels) {
        public Logging {
            levels = Map.copyOf(levels);
        }

        /** The least that is logged. */
        public enum Level {
            ERROR,
            WARN,
            INFO,
            DEBUG
        }
    }

    /**
     * Documents and the search in them.
     *
     * @param maxBytes the largest file that is taken
     * @param maxChars the longest text that is taken out of one
     * @param readTime how long the process that reads a file may take
     * @param readMemory its heap, in bytes
     * @param readers how many such processes at a time; more files wait
     * @param passageTokens the most tokens of a passage, as the embedding model counts them
     * @param passageOverlap about how many percent of a passage the next one repeats
     * @param batch how many passages are embedded between two reports of progress
     * @param depth how many hits by words and by meaning are joined
     */
    public record Documents(
            long maxBytes,
            int maxChars,
            Duration readTime,
            long readMemory,
            int readers,
            int passageTokens,
            int passageOverlap,
            int batch,
            int depth) {}

    /**
     * Trading strategies and the bars that they are tried on.
     *
     * @param badBars what is done with bars that cannot have happened
     * @param maxBars the most bars of a file or a data set
     * @param binance whether Binance is asked for symbols that are nowhere else
     * @param binancePerSecond the most requests to Binance a second by this process
     * @param binanceBars the most bars of an answer, a request for each thousand of them
     * @param threads that compute backtests at once; 0: one a core
     * @param queue how many backtests may wait for one of them
     * @param time for one backtest, or for one sweep
     * @param trials the most combinations of a sweep
     * @param lean the program of QuantConnect's Lean, a path or a name
     * @param leanWorkspace where {@code lean init} was run; empty: {@code lean} in the data directory
     * @param leanTime for one of its runs
     */
    public record Strategies(
            BarCheck.Policy badBars,
            int maxBars,
            boolean binance,
            int binancePerSecond,
            int binanceBars,
            int threads,
            int queue,
            Duration time,
            int trials,
            String lean,
            Optional<Path> leanWorkspace,
            Duration leanTime) {}

    /**
     * Strategy sessions.
     *
     * @param most how many an owner may have
     * @param queue how many messages of a session may wait, the one at work included
     * @param atOnce how many sessions are at work in a process
     * @param poll how often a process looks for messages of others without being told of one
     */
    public record Sessions(int most, int queue, int atOnce, Duration poll) {}

    /**
     * Who may watch.
     *
     * @param metrics whether counts are kept for {@code GET /prometheus}
     * @param otlpEndpoint a collector that is sent traces by OTLP over HTTP; empty: none
     * @param otlpHeaders sent with them
     */
    public record Watching(boolean metrics, Optional<String> otlpEndpoint, Map<String, Secret> otlpHeaders) {
        public Watching {
            otlpHeaders = Map.copyOf(otlpHeaders);
        }
    }

    /**
     * Reading from the world wide web.
     *
     * @param allow hosts that need not be public
     * @param timeout for everything together: names, connections, redirects and the body
     * @param types media types that are read
     * @param connections open at once
     * @param attempts how often a request is made that changes nothing
     * @param pageChars how much of a page a model is told at a time
     */
    public record Fetching(
            List<String> allow,
            long maxBytes,
            Duration timeout,
            Duration connectTimeout,
            int redirects,
            List<String> types,
            int connections,
            String userAgent,
            int attempts,
            Duration retryPause,
            int pageChars) {
        public Fetching {
            allow = List.copyOf(allow);
            types = List.copyOf(types);
        }
    }

    /**
     * Searching the world wide web.
     *
     * @param engine empty: the one that is set up
     * @param hits how many a model is told of
     */
    public record Searching(
            Optional<String> engine,
            Optional<String> searxngUrl,
            Optional<Secret> tavilyKey,
            String tavilyUrl,
            Optional<Secret> braveKey,
            String braveUrl,
            int hits) {}

    /**
     * Servers of the Model Context Protocol.
     *
     * @param servers a JSON file, or JSON; empty: there are none
     * @param timeout how long a call may take
     * @param startTimeout how long a server may take until it has told its tools
     * @param patience how long those who first need the tools wait for servers that are still starting
     * @param ping how often a silent server is asked whether it is there
     * @param messageBytes the most bytes of one message of a server
     * @param tools the most tools of one server
     * @param retryMin the pause before a lost server is tried again; it doubles up to {@code retryMax}
     */
    public record Mcp(
            Optional<Secret> servers,
            Duration timeout,
            Duration startTimeout,
            Duration patience,
            Duration ping,
            long messageBytes,
            int tools,
            Duration retryMin,
            Duration retryMax) {}

    /**
     * Services outside that are asked about portfolios and markets.
     *
     * @param secretKey what people's secrets are sealed with before they are stored: 32 bytes in Base64
     */
    public record Markets(SnapTrade snaptrade, Market market, MarketPolicy policy, Optional<Secret> secretKey) {}

    /** Access to brokers; without id and key it is off. */
    public record SnapTrade(String baseUrl, Optional<String> clientId, Optional<Secret> consumerKey) {}

    /**
     * Sources about markets.
     *
     * @param secContact who asks the SEC, with a mail address; empty: it is not asked
     * @param secPerSecond the most requests to the SEC a second by this process; 10 are allowed from one address
     */
    public record Market(
            String socialUrl,
            String pricesUrl,
            String secFilesUrl,
            String secDataUrl,
            Optional<String> secContact,
            int secPerSecond) {}

    /**
     * What is done when one of these services is slow or away; each is looked at by itself.
     *
     * @param timeout the longest wait for the next byte
     * @param backoffMin the pause before the second attempt; it doubles up to {@code backoffMax}
     * @param deadline for all attempts and pauses of one request
     * @param answerBytes the longest answer
     */
    public record MarketPolicy(
            Duration connectTimeout,
            Duration timeout,
            int attempts,
            Duration backoffMin,
            Duration backoffMax,
            Duration deadline,
            int breakerFailures,
            Duration breakerPause,
            int maxConnections,
            long answerBytes) {}
}
