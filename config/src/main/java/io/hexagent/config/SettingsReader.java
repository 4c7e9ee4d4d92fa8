package io.hexagent.config;

import io.hexagent.config.SettingKeys.Key;
import io.hexagent.domain.strategy.BarCheck;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@link Settings} from named texts, and says clearly what is wrong with one. */
public final class SettingsReader {
    /** Environment variables that begin like ours but belong to the launcher. */
    private static final Set<String> LAUNCHER = Set.of("HEXAGENT_JAVA_OPTS");

    private static final Pattern TIME = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*(B|KB|MB|GB|TB)", Pattern.CASE_INSENSITIVE);

    private static final String AGENTS = "agents.";
    private static final int MOST_INSTRUCTIONS = 65_536;

    private record Given(String text, String from) {}

    private final Map<String, Given> values;
    private final Map<String, String> toolValues;

    private SettingsReader(Map<String, Given> values, Map<String, String> toolValues) {
        this.values = values;
        this.toolValues = toolValues;
    }

    /** @throws InvalidSetting when a name is unknown */
    public static SettingsReader of(Map<String, String> named) {
        var collected = new Collected();
        named.forEach((name, text) -> collected.named(name, text, name));
        return collected.reader();
    }

    /** @throws InvalidSetting when a name is unknown or a file cannot be read */
    public static SettingsReader ofEnvironment() {
        return ofEnvironment(Map.of());
    }

    /**
     * @param over values by name that win over all others, as those of a command line; an empty one means none
     * @throws InvalidSetting when a name is unknown or a file cannot be read
     */
    public static SettingsReader ofEnvironment(Map<String, String> over) {
        return of(over, System.getenv(), Path.of(".env"), userHome());
    }

    /**
     * @param environment variables by name; others than ours are ignored
     * @param dotEnv a file of {@code NAME=value} lines, which need not exist
     * @param userHome where the data directory is by default
     */
    static SettingsReader of(Map<String, String> environment, Path dotEnv, Path userHome) {
        return of(Map.of(), environment, dotEnv, userHome);
    }

    private static SettingsReader of(
            Map<String, String> over, Map<String, String> environment, Path dotEnv, Path userHome) {
        var collected = new Collected();
        over.forEach((name, text) -> collected.named(name, text, name));
        collected.environment(environment, "environment variable ");
        if (Files.isRegularFile(dotEnv)) {
            collected.environment(lines(dotEnv), dotEnv.getFileName() + ": ");
        }
        Path home = collected.find("home").map(Path::of).orElse(userHome.resolve(".hexagent"));
        collected.named("home", home.toString(), "home");
        Path file = home.resolve("hexagent.properties");
        if (Files.isRegularFile(file)) {
            properties(file).forEach((name, text) -> collected.named(name, text, file + ": " + name));
        }
        instructions(home.resolve("agents"))
                .forEach((agent, text) ->
                        collected.named(AGENTS + agent + ".instructions", text, "agents/" + agent + ".md"));
        return collected.reader();
    }

    /** Gathers values; the first one given for a name wins. */
    private static final class Collected {
        private final Map<String, Given> values = new LinkedHashMap<>();
        private final Map<String, String> toolValues = new LinkedHashMap<>();

        Optional<String> find(String name) {
            return Optional.ofNullable(values.get(name)).map(Given::text);
        }

        void named(String name, String text, String from) {
            if (SettingKeys.named(name).isPresent()) {
                values.putIfAbsent(name, new Given(text.strip(), from));
            } else if (name.startsWith("tools.") && name.indexOf('.', 6) > 0) {
                toolValues.putIfAbsent(name.substring("tools.".length()), text.strip());
            } else {
                throw new InvalidSetting(from + ": there is no setting \"" + name + "\"; did you mean \""
                        + Nearest.of(name, SettingKeys.names()) + "\"?");
            }
        }

        void environment(Map<String, String> variables, String from) {
            for (Key key : SettingKeys.all()) {
                var names = new ArrayList<String>();
                names.add(key.environmentName());
                names.addAll(key.aliases());
                for (String name : names) {
                    String text = variables.get(name);
                    if (text != null && !text.isBlank()) {
                        values.putIfAbsent(key.name(), new Given(text.strip(), from + name));
                    }
                }
            }
            List<String> ours =
                    SettingKeys.all().stream().map(Key::environmentName).toList();
            for (String name : variables.keySet()) {
                if (name.startsWith(ToolSecrets.ENVIRONMENT)) {
                    toolValues.putIfAbsent(
                            ToolSecrets.name(name),
                            variables.getOrDefault(name, "").strip());
                } else if (name.startsWith("HEXAGENT_") && !ours.contains(name) && !LAUNCHER.contains(name)) {
                    throw new InvalidSetting(
                            from + name + " is no setting; did you mean " + Nearest.of(name, ours) + "?");
                }
            }
        }

        SettingsReader reader() {
            return new SettingsReader(values, toolValues);
        }
    }

    /** @throws InvalidSetting for the first value that is not allowed */
    public Settings read() {
        var settings = new Settings(
                path("home").orElseGet(() -> userHome().resolve(".hexagent")),
                oneOf("env", "local", "dev", "prod"),
                llm(),
                new Settings.AgentLimits(
                        whole("agent.max-turns", 1, 1000),
                        whole("agent.max-tool-calls", 1, 10_000),
                        whole("agent.max-tokens", 1, 1_000_000_000),
                        time("agent.max-time", Duration.ofMillis(1), Duration.ofHours(24)),
                        whole("agent.max-repairs", 0, 100)),
                agents(),
                new Settings.Runs(
                        whole("agent.attempts", 1, 10),
                        time("agent.retry-min"),
                        time("agent.retry-max"),
                        whole("agent.history-tokens", 0, 10_000_000),
                        optionalTime("agent.input-timeout", Duration.ofMillis(1), Duration.ofDays(365)),
                        oneOf("agent.input-default", "reject", "approve"),
                        whole("agent.max-depth", 0, 10)),
                new Settings.Tools(
                        list("tools.disabled"),
                        time("tools.timeout"),
                        size("tools.result-bytes", 1 << 10, 10 << 20),
                        whole("tools.cache-results", 0, 100_000),
                        time("tools.cache-ttl", Duration.ofSeconds(1), Duration.ofDays(365)),
                        size("tools.whole-bytes", 0, 1L << 30),
                        whole("tools.parallel", 1, 1000),
                        new Settings.ToolTrouble(
                                whole("tools.attempts", 1, 10),
                                time("tools.backoff-min"),
                                time("tools.backoff-max"),
                                whole("tools.breaker-failures", 1, 1000),
                                time("tools.breaker-pause")),
                        whole("tools.custom", 0, 10_000),
                        ToolSecrets.in(toolValues),
                        ToolSecrets.others(toolValues)),
                new Settings.Storage(
                        oneOf("storage.kind", "postgres", "memory"),
                        databaseUrl(),
                        whole("storage.pool-size", 2, 200),
                        time("storage.connect-timeout"),
                        time("storage.lease", Duration.ofSeconds(1), Duration.ofHours(1)),
                        time("storage.linger", Duration.ofMillis(1), Duration.ofMinutes(1)),
                        optionalTime("storage.retention", Duration.ofSeconds(1), Duration.ofDays(3650)),
                        time("storage.request-keys", Duration.ofSeconds(1), Duration.ofDays(365))),
                new Settings.Redis(
                        text("redis.url").map(Secret::new),
                        time("redis.connect-timeout"),
                        time("redis.command-timeout"),
                        whole("redis.io-threads", 2, 64),
                        whole("redis.pending-commands", 1, 1_000_000),
                        time("redis.thread-ttl", Duration.ZERO, Duration.ofDays(365)),
                        whole("redis.thread-events", 1, 1_000_000)),
                new Settings.Workers(
                        whole("worker.runs", 1, 100_000),
                        time("worker.poll"),
                        whole("worker.queue", 1, 1_000_000),
                        whole("worker.strikes", 1, 100)),
                new Settings.Server(
                        required("server.host"),
                        whole("server.port", 0, 65_535),
                        apiKey(),
                        time("server.patience"),
                        size("server.max-body-bytes", 1 << 10, 1L << 30),
                        Settings.Role.valueOf(oneOf("server.role", "both", "gateway", "worker")
                                .toUpperCase(Locale.ROOT)),
                        whole("server.io-threads", 0, 1024),
                        time("server.grace"),
                        new Settings.Cors(
                                origins(),
                                list("server.cors.methods"),
                                list("server.cors.headers"),
                                flag("server.cors.credentials"))),
                new Settings.Streams(
                        time("server.keep-alive", Duration.ofMillis(100), Duration.ofHours(1)),
                        whole("server.stream-tail", 1, 100_000),
                        whole("server.stream-page", 1, 10_000),
                        oneOf("server.on-disconnect", "continue", "cancel")),
                new Settings.EmbeddingModel(path("embedding.model-path"), whole("embedding.threads", 0, 1024)),
                new Settings.Bounds(
                        size("limits.dataset-bytes", 1 << 10, 16L << 30),
                        size("limits.table-cache-bytes", 0, 1L << 40),
                        whole("limits.table-threads", 0, 1024),
                        whole("limits.question-chars", 1, 1_000_000),
                        whole("limits.runs", 1, 100_000),
                        whole("limits.batch", 1, 10_000),
                        whole("limits.requests", 1, 100_000),
                        whole("limits.requests-per-minute", 0, 1_000_000),
                        whole("limits.cleaning-changes", 1, 1_000_000)),
                new Settings.Logging(
                        oneOf("log.format", "console", "json"),
                        text("log.level").map(level -> level("log.level", level)),
                        levels()),
                new Settings.Watching(flag("telemetry.metrics"), url("telemetry.otlp-endpoint"), otlpHeaders()),
                fetching(),
                new Settings.Searching(
                        text("search.engine").map(given -> oneOf("search.engine", "searxng", "tavily", "brave")),
                        url("search.searxng-url"),
                        text("search.tavily-key").map(Secret::new),
                        url("search.tavily-url").orElseThrow(() -> invalid("search.tavily-url", "")),
                        text("search.brave-key").map(Secret::new),
                        url("search.brave-url").orElseThrow(() -> invalid("search.brave-url", "")),
                        whole("search.hits", 1, 20)),
                new Settings.Mcp(
                        text("mcp.servers").map(Secret::new),
                        time("mcp.timeout"),
                        time("mcp.start-timeout"),
                        time("mcp.patience", Duration.ZERO, Duration.ofMinutes(1)),
                        time("mcp.ping", Duration.ofSeconds(1), Duration.ofHours(1)),
                        size("mcp.message-bytes", 1 << 10, 1 << 30),
                        whole("mcp.tools", 1, 10_000),
                        time("mcp.retry-min"),
                        time("mcp.retry-max", Duration.ofMillis(1), Duration.ofHours(24))),
                markets(),
                new Settings.Documents(
                        size("documents.max-bytes", 1 << 10, 1L << 30),
                        whole("documents.max-chars", 1, 100_000_000),
                        time("documents.read-time"),
                        size("documents.read-memory", 32L << 20, 64L << 30),
                        whole("documents.readers", 1, 64),
                        whole("documents.passage-tokens", 16, 510),
                        whole("documents.passage-overlap", 0, 50),
                        whole("documents.batch", 1, 10_000),
                        whole("documents.depth", 1, 1000)),
                new Settings.Strategies(
                        oneOf("market.bad-bars", "refuse", "repair").equals("repair")
                                ? BarCheck.Policy.REPAIR
                                : BarCheck.Policy.REFUSE,
                        whole("market.max-bars", 1, 20_000_000),
                        flag("market.binance"),
                        whole("market.binance-per-second", 1, 50),
                        whole("market.binance-bars", 1, 2_000_000),
                        whole("backtest.threads", 0, 1024),
                        whole("backtest.queue", 1, 10_000),
                        time("backtest.time"),
                        whole("backtest.trials", 1, 1_000_000),
                        required("lean.command"),
                        path("lean.workspace"),
                        time("lean.time", Duration.ofMillis(1), Duration.ofHours(24))));
        ordered("mcp.retry-min", "mcp.retry-max");
        ordered("llm.backoff-min", "llm.backoff-max");
        ordered("agent.retry-min", "agent.retry-max");
        ordered("outside.backoff-min", "outside.backoff-max");
        ordered("tools.backoff-min", "tools.backoff-max");
        return settings;
    }

    private void ordered(String shorter, String longer) {
        if (time(shorter).compareTo(time(longer)) > 0) {
            throw new InvalidSetting(
                    shorter + " " + required(shorter) + " is longer than " + longer + " " + required(longer));
        }
    }

    private Settings.Markets markets() {
        return new Settings.Markets(
                new Settings.SnapTrade(
                        requiredUrl("snaptrade.base-url"),
                        text("snaptrade.client-id"),
                        text("snaptrade.consumer-key").map(Secret::new)),
                new Settings.Market(
                        requiredUrl("market.social-url"),
                        requiredUrl("market.prices-url"),
                        requiredUrl("market.sec-files-url"),
                        requiredUrl("market.sec-data-url"),
                        secContact(),
                        whole("market.sec-per-second", 1, 10)),
                new Settings.MarketPolicy(
                        time("outside.connect-timeout"),
                        time("outside.timeout"),
                        whole("outside.attempts", 1, 10),
                        time("outside.backoff-min"),
                        time("outside.backoff-max"),
                        time("outside.deadline"),
                        whole("outside.breaker-failures", 1, 1000),
                        time("outside.breaker-pause"),
                        whole("outside.max-connections", 1, 10_000),
                        size("outside.answer-bytes", 1 << 10, 16 << 20)),
                secretKey());
    }

    private Optional<String> secContact() {
        Optional<String> contact = text("market.sec-contact");
        if (contact.isPresent() && !Pattern.matches("[ -~]{0,150}[^\\s@]@[^\\s@][ -~]{0,100}", contact.get())) {
            throw invalid("market.sec-contact", contact.get());
        }
        return contact;
    }

    private Optional<Secret> secretKey() {
        Optional<String> key = text("storage.secret-key");
        if (key.isPresent() && !Pattern.matches("[A-Za-z0-9+/]{43}=", key.get())) {
            throw invalid("storage.secret-key", "(secret)");
        }
        return key.map(Secret::new);
    }

    private String requiredUrl(String name) {
        return url(name).orElseThrow(() -> invalid(name, ""));
    }

    private Settings.Llm llm() {
        return new Settings.Llm(
                text("provider"),
                text("model"),
                vendor("llm.openai"),
                vendor("llm.anthropic"),
                time("llm.connect-timeout"),
                time("llm.timeout"),
                whole("llm.attempts", 1, 10),
                time("llm.backoff-min"),
                time("llm.backoff-max"),
                number("llm.backoff-jitter", 1).orElse(0.0),
                time("llm.deadline"),
                whole("llm.breaker-failures", 1, 1000),
                time("llm.breaker-pause"),
                whole("llm.max-connections", 1, 10_000),
                whole("llm.max-output-tokens", 1, 1_000_000),
                number("llm.temperature", 2));
    }

    private Settings.Fetching fetching() {
        return new Settings.Fetching(
                list("fetch.allow"),
                size("fetch.max-bytes", 1 << 10, 1 << 30),
                time("fetch.timeout"),
                time("fetch.connect-timeout"),
                whole("fetch.redirects", 0, 20),
                mediaTypes("fetch.types"),
                whole("fetch.connections", 1, 10_000),
                required("fetch.user-agent"),
                whole("fetch.attempts", 1, 10),
                time("fetch.retry-pause", Duration.ofMillis(1), Duration.ofMinutes(1)),
                whole("fetch.page-chars", 100, 40_000));
    }

    private List<String> mediaTypes(String name) {
        List<String> types = list(name);
        for (String type : types) {
            if (!Pattern.matches("[a-zA-Z0-9*.+-]+/[a-zA-Z0-9*.+-]+", type)) {
                throw invalid(name, type);
            }
        }
        return types;
    }

    /** {@code agents.<name>.<field>}, gathered by name. */
    private Map<String, Settings.DefinedAgent> agents() {
        var agents = new TreeMap<String, Settings.DefinedAgent>();
        for (String setting : values.keySet()) {
            if (setting.startsWith(AGENTS)) {
                String name = setting.substring(AGENTS.length(), setting.lastIndexOf('.'));
                agents.computeIfAbsent(name, this::agent);
            }
        }
        return agents;
    }

    private Settings.DefinedAgent agent(String name) {
        String group = AGENTS + name + ".";
        Optional<String> instructions = text(group + "instructions");
        if (instructions.isPresent() && instructions.get().length() > MOST_INSTRUCTIONS) {
            throw invalid(group + "instructions", instructions.get().substring(0, 40) + "…");
        }
        return new Settings.DefinedAgent(
                instructions,
                text(group + "model"),
                values.containsKey(group + "tools") ? Optional.of(list(group + "tools")) : Optional.empty(),
                optionalWhole(group + "max-turns", 1, 1000),
                optionalWhole(group + "max-tool-calls", 1, 10_000),
                optionalWhole(group + "max-tokens", 1, 1_000_000_000),
                optionalTime(group + "max-time", Duration.ofMillis(1), Duration.ofHours(24)),
                optionalWhole(group + "max-repairs", 0, 100));
    }

    private Optional<Integer> optionalWhole(String name, int least, int most) {
        return text(name).map(given -> whole(name, least, most));
    }

    private Settings.Vendor vendor(String group) {
        return new Settings.Vendor(
                text(group + ".api-key").map(Secret::new),
                url(group + ".base-url"),
                required(group + ".model"),
                list(group + ".models"));
    }

    private Optional<Double> number(String name, double most) {
        return text(name).map(text -> {
            try {
                double number = new BigDecimal(text).doubleValue();
                if (number >= 0 && number <= most) {
                    return number;
                }
            } catch (NumberFormatException wrong) {
                throw invalid(name, text);
            }
            throw invalid(name, text);
        });
    }

    private Optional<Secret> databaseUrl() {
        Optional<String> url = text("storage.database-url");
        if (url.isPresent()) {
            String text = url.get();
            if (text.startsWith("sqlite:")) {
                throw new InvalidSetting(from("storage.database-url")
                        + ": SQLite is not supported, since several processes share one log here; leave it out"
                        + " for the embedded Postgres, or name a Postgres server as"
                        + " postgres://user:password@host:port/database");
            }
            if (!text.startsWith("postgres://")
                    && !text.startsWith("postgresql://")
                    && !text.startsWith("jdbc:postgresql:")) {
                throw invalid("storage.database-url", "(secret)");
            }
        }
        return url.map(Secret::new);
    }

    private Optional<Secret> apiKey() {
        Optional<String> key = text("api-key");
        if (key.isPresent() && (key.get().length() < 8 || key.get().length() > 512)) {
            throw invalid("api-key", "(secret)");
        }
        return key.map(Secret::new);
    }

    private List<String> origins() {
        List<String> origins = list("server.cors.origins");
        for (String origin : origins) {
            if (!Pattern.matches("https?://[^/*\\s]+", origin)) {
                throw invalid("server.cors.origins", origin);
            }
        }
        return origins;
    }

    private Settings.Logging.Level level(String name, String word) {
        return Arrays.stream(Settings.Logging.Level.values())
                .filter(level -> level.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> invalid(name, word));
    }

    private Map<LogComponent, Settings.Logging.Level> levels() {
        var levels = new EnumMap<LogComponent, Settings.Logging.Level>(LogComponent.class);
        pairs("log.levels")
                .forEach((component, word) -> levels.put(
                        LogComponent.named(component).orElseThrow(() -> invalid("log.levels", component + "=" + word)),
                        level("log.levels", word)));
        return levels;
    }

    /** Values are percent-encoded, as OpenTelemetry has it. */
    private Map<String, Secret> otlpHeaders() {
        var headers = new LinkedHashMap<String, Secret>();
        pairs("telemetry.otlp-headers").forEach((header, value) -> {
            try {
                headers.put(header, new Secret(URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8)));
            } catch (IllegalArgumentException wrong) {
                throw invalid("telemetry.otlp-headers", "(secret)");
            }
        });
        return headers;
    }

    private Map<String, String> pairs(String name) {
        var pairs = new LinkedHashMap<String, String>();
        for (String pair : list(name)) {
            int equals = pair.indexOf('=');
            if (equals < 1 || equals == pair.length() - 1) {
                throw invalid(name, pair);
            }
            pairs.put(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
        return pairs;
    }

    private Optional<String> text(String name) {
        Given given = values.get(name);
        String text = given == null ? SettingKeys.named(name).map(Key::fallback).orElse("") : given.text();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private String required(String name) {
        return text(name).orElseThrow(() -> invalid(name, ""));
    }

    private List<String> list(String name) {
        return text(name).stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private String oneOf(String name, String... allowed) {
        String text = required(name).toLowerCase(Locale.ROOT);
        if (!List.of(allowed).contains(text)) {
            throw invalid(name, text);
        }
        return text;
    }

    private boolean flag(String name) {
        return oneOf(name, "true", "false").equals("true");
    }

    private int whole(String name, int least, int most) {
        String text = required(name);
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException wrong) {
            throw invalid(name, text);
        }
        throw invalid(name, text);
    }

    private Duration time(String name) {
        return time(name, Duration.ofMillis(1), Duration.ofHours(1));
    }

    private Duration time(String name, Duration least, Duration most) {
        String text = required(name);
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw invalid(name, text);
        }
        long number = Long.parseLong(matcher.group(1));
        Duration time =
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                };
        if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
            throw invalid(name, text);
        }
        return time;
    }

    private Optional<Duration> optionalTime(String name, Duration least, Duration most) {
        return text(name).map(given -> time(name, least, most));
    }

    private long size(String name, long least, long most) {
        String text = required(name);
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw invalid(name, text);
        }
        long unit =
                switch (matcher.group(2).toUpperCase(Locale.ROOT)) {
                    case "B" -> 1L;
                    case "KB" -> 1L << 10;
                    case "MB" -> 1L << 20;
                    case "GB" -> 1L << 30;
                    default -> 1L << 40;
                };
        long number = Long.parseLong(matcher.group(1));
        if (number > most / unit || number * unit < least) {
            throw invalid(name, text);
        }
        return number * unit;
    }

    private Optional<Path> path(String name) {
        return text(name).map(text -> {
            try {
                return Path.of(text).toAbsolutePath().normalize();
            } catch (InvalidPathException wrong) {
                throw invalid(name, text);
            }
        });
    }

    private Optional<String> url(String name) {
        return text(name).map(text -> {
            if (text.contains("@")) {
                // The address is shown in messages, and a password in it would be too.
                throw new InvalidSetting(from(name) + ": the URL has a user or password in it; give the key in its own"
                        + " setting, and the URL without");
            }
            try {
                URI uri = URI.create(text);
                if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
                }
            } catch (IllegalArgumentException wrong) {
                throw invalid(name, text);
            }
            throw invalid(name, text);
        });
    }

    private InvalidSetting invalid(String name, String text) {
        Key key = SettingKeys.named(name).orElseThrow();
        String shown = key.secret() ? "its value" : "\"" + text + "\"";
        return new InvalidSetting(from(name) + ": " + shown + " is not allowed; allowed is " + key.allowed());
    }

    private String from(String name) {
        Given given = values.get(name);
        return given == null || given.from().equals(name)
                ? "setting " + name
                : given.from() + " (setting " + name + ")";
    }

    /** HOME where it is set, as every shell has it; the JVM's own idea of a home ignores it. */
    private static Path userHome() {
        String home = System.getenv("HOME");
        return Path.of(home == null || home.isBlank() ? System.getProperty("user.home", ".") : home);
    }

    /** The texts of {@code <name>.md} in a directory that need not exist. */
    private static Map<String, String> instructions(Path directory) {
        var texts = new TreeMap<String, String>();
        if (!Files.isDirectory(directory)) {
            return texts;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.md")) {
            for (Path file : files) {
                if (Files.size(file) > 4L * MOST_INSTRUCTIONS) {
                    throw new InvalidSetting(file + " is longer than " + MOST_INSTRUCTIONS + " characters");
                }
                String name = file.getFileName().toString();
                texts.put(name.substring(0, name.length() - ".md".length()), Files.readString(file));
            }
        } catch (IOException | DirectoryIteratorException problem) {
            throw new InvalidSetting(directory + " cannot be read: " + problem.getMessage());
        }
        return texts;
    }

    private static Map<String, String> properties(Path file) {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException problem) {
            throw new InvalidSetting(file + " cannot be read: " + problem.getMessage());
        }
        var named = new LinkedHashMap<String, String>();
        properties.stringPropertyNames().stream()
                .sorted()
                .forEach(name -> named.put(name, properties.getProperty(name, "")));
        return named;
    }

    /** {@code NAME=value} lines, with or without {@code export} and quotes; nothing in a value is special. */
    private static Map<String, String> lines(Path file) {
        var named = new LinkedHashMap<String, String>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                String text = line.strip();
                int equals = text.indexOf('=');
                if (equals > 0 && !text.startsWith("#")) {
                    String name = text.substring(0, equals).strip();
                    named.put(
                            name.startsWith("export ")
                                    ? name.substring("export ".length()).strip()
                                    : name,
                            unquoted(text.substring(equals + 1)));
                }
            }
        } catch (IOException problem) {
            throw new InvalidSetting(
                    file + " cannot be read: " + problem.getClass().getSimpleName());
        }
        return named;
    }

    private static String unquoted(String text) {
        String stripped = text.strip();
        boolean quoted = stripped.length() >= 2
                && ((stripped.startsWith("\"") && stripped.endsWith("\""))
                        || (stripped.startsWith("'") && stripped.endsWith("'")));
        return quoted ? stripped.substring(1, stripped.length() - 1) : stripped;
    }
}
