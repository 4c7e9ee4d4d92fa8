package io.hexagent.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of all settings, with their defaults, what is allowed, and the other names that they are known by. */
public final class SettingKeys {
    /**
     * One setting.
     *
     * @param name as in a properties file: {@code agent.max-turns}
     * @param fallback the default as text; empty when there is none
     * @param allowed what values are allowed, in words
     * @param aliases names of environment variables that mean the same
     */
    public record Key(String name, String fallback, String allowed, List<String> aliases, boolean secret) {
        public Key {
            aliases = List.copyOf(aliases);
        }

        /** The name as an environment variable: {@code HEXAGENT_AGENT_MAX_TURNS}. */
        public String environmentName() {
            return "HEXAGENT_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        }
    }

    private static final Pattern AGENT = Pattern.compile("agents\\.([a-zA-Z0-9_-]{1,64})\\.([a-z-]+)");

    /** What can be set of a single agent, and what is allowed. */
    static final Map<String, String> AGENT_FIELDS = Map.of(
            "instructions", "what the agent is told, 1 to 65536 characters",
            "model", "provider/model or a provider",
            "tools", "names of tools separated by commas",
            "max-turns", "a whole number from 1 to 1000",
            "max-tool-calls", "a whole number from 1 to 10000",
            "max-tokens", "a whole number from 1 to 1000000000",
            "max-time", "a time from 1ms to 24h",
            "max-repairs", "a whole number from 0 to 100");

    private static final Map<String, Key> KEYS = new LinkedHashMap<>();

    static {
        key("home", "", "a directory; by default .hexagent in the user's home");
        key("env", "local", "local, dev or prod", "ENV");
        key("provider", "", "offline, openai or anthropic");
        key("model", "", "the name of a model", "MODEL");
        secret("api-key", "8 to 512 characters");
        secret("llm.openai.api-key", "a key", "OPENAI_API_KEY", "API_KEY");
        key("llm.openai.base-url", "", "an http or https URL", "OPENAI_BASE_URL", "API_BASE_URL");
        key("llm.openai.model", "gpt-4.1-mini", "the name of a model");
        key("llm.openai.models", "", "names separated by commas");
        secret("llm.anthropic.api-key", "a key", "ANTHROPIC_API_KEY");
        key("llm.anthropic.base-url", "", "an http or https URL", "ANTHROPIC_BASE_URL");
        key("llm.anthropic.model", "claude-sonnet-4-5", "the name of a model");
        key("llm.anthropic.models", "", "names separated by commas");
        key("llm.connect-timeout", "10s", "a time from 1ms to 1h");
        key("llm.timeout", "120s", "a time from 1ms to 1h");
        key("llm.attempts", "3", "a whole number from 1 to 10");
        key("llm.backoff-min", "4s", "a time from 1ms to 1h");
        key("llm.backoff-max", "10s", "a time from 1ms to 1h");
        key("llm.backoff-jitter", "0.2", "a number from 0 to 1");
        key("llm.deadline", "5m", "a time from 1ms to 1h");
        key("llm.breaker-failures", "5", "a whole number from 1 to 1000");
        key("llm.breaker-pause", "30s", "a time from 1ms to 1h");
        key("llm.max-connections", "64", "a whole number from 1 to 10000");
        key("llm.max-output-tokens", "4096", "a whole number from 1 to 1000000");
        key("llm.temperature", "", "a number from 0 to 2");
        key("agent.max-turns", "10", "a whole number from 1 to 1000");
        key("agent.max-tool-calls", "40", "a whole number from 1 to 10000");
        key("agent.max-tokens", "200000", "a whole number from 1 to 1000000000");
        key("agent.max-time", "5m", "a time from 1ms to 24h");
        key("agent.max-repairs", "3", "a whole number from 0 to 100");
        key("agent.attempts", "3", "a whole number from 1 to 10");
        key("agent.retry-min", "1s", "a time from 1ms to 1h");
        key("agent.retry-max", "30s", "a time from 1ms to 1h");
        key("agent.history-tokens", "8000", "a whole number from 0 to 10000000");
        key("agent.input-timeout", "24h", "a time from 1ms to 365d");
        key("agent.input-default", "reject", "reject or approve");
        key("agent.max-depth", "2", "a whole number from 0 to 10");
        key("tools.disabled", "", "names of tools separated by commas");
        key("tools.timeout", "60s", "a time from 1ms to 1h");
        key("tools.result-bytes", "50KB", "a size from 1KB to 10MB");
        key("tools.cache-results", "256", "a whole number from 0 to 100000");
        key("tools.cache-ttl", "1h", "a time from 1s to 365d");
        key("tools.whole-bytes", "10MB", "a size from 0B to 1GB");
        key("tools.parallel", "8", "a whole number from 1 to 1000");
        key("tools.attempts", "3", "a whole number from 1 to 10");
        key("tools.backoff-min", "200ms", "a time from 1ms to 1h");
        key("tools.backoff-max", "5s", "a time from 1ms to 1h");
        key("tools.breaker-failures", "5", "a whole number from 1 to 1000");
        key("tools.breaker-pause", "30s", "a time from 1ms to 1h");
        key("tools.custom", "100", "a whole number from 0 to 10000");
        key("storage.kind", "postgres", "postgres or memory");
        secret(
                "storage.database-url",
                "postgres://user:password@host:port/database or jdbc:postgresql:…",
                "DATABASE_URL");
        key("storage.pool-size", "8", "a whole number from 2 to 200");
        key("storage.connect-timeout", "5s", "a time from 1ms to 1h");
        key("storage.lease", "5s", "a time from 1s to 1h");
        key("storage.linger", "20ms", "a time from 1ms to 1m");
        key("storage.retention", "", "a time from 1s to 3650d; empty: runs are kept");
        key("storage.request-keys", "24h", "a time from 1s to 365d");
        key("storage.removals", "30d", "a time from 1s to 3650d");
        secret("storage.secret-key", "32 bytes in Base64");
        secret("redis.url", "redis://[user:password@]host:port, rediss://…, several for a cluster", "REDIS_URL");
        key("redis.connect-timeout", "3s", "a time from 1ms to 1h");
        key("redis.command-timeout", "1s", "a time from 1ms to 1h");
        key("redis.io-threads", "2", "a whole number from 2 to 64");
        key("redis.pending-commands", "10000", "a whole number from 1 to 1000000");
        key("redis.thread-ttl", "1d", "a time from 0s to 365d");
        key("redis.thread-events", "1000", "a whole number from 1 to 1000000");
        key("worker.runs", "64", "a whole number from 1 to 100000");
        key("worker.poll", "500ms", "a time from 1ms to 1h");
        key("worker.queue", "1000", "a whole number from 1 to 1000000");
        key("worker.strikes", "3", "a whole number from 1 to 100");
        key("server.host", "127.0.0.1", "a host name or address", "API_HOST");
        key("server.port", "8000", "a whole number from 0 to 65535", "API_PORT");
        key("server.patience", "120s", "a time from 1ms to 1h");
        key("server.max-body-bytes", "1MB", "a size from 1KB to 1GB");
        key("server.role", "both", "both, gateway or worker");
        key("server.io-threads", "0", "a whole number from 0 to 1024; 0: one for each core");
        key("server.grace", "10s", "a time from 1ms to 1h");
        key("server.cors.origins", "", "origins separated by commas, as http://localhost:3000", "FRONTEND_URL");
        key("server.cors.methods", "GET,POST,PUT,PATCH,DELETE,OPTIONS", "HTTP methods separated by commas");
        key(
                "server.cors.headers",
                "Content-Type,Authorization,Idempotency-Key,Last-Event-ID",
                "header names separated by commas");
        key("server.cors.credentials", "false", "true or false");
        key("server.keep-alive", "15s", "a time from 100ms to 1h");
        key("server.stream-tail", "256", "a whole number from 1 to 100000");
        key("server.stream-page", "200", "a whole number from 1 to 10000");
        key("server.on-disconnect", "continue", "continue or cancel");
        key("embedding.model-path", "", "a directory with model.onnx and tokenizer.json", "EMBEDDING_MODEL_PATH");
        key("embedding.threads", "0", "a whole number from 0 to 1024");
        key("limits.dataset-bytes", "256MB", "a size from 1KB to 16GB");
        key("limits.table-cache-bytes", "0B", "a size from 0B to 1TB");
        key("limits.table-threads", "0", "a whole number from 0 to 1024");
        key("limits.question-chars", "20000", "a whole number from 1 to 1000000");
        key("limits.runs", "256", "a whole number from 1 to 100000");
        key("limits.batch", "4", "a whole number from 1 to 10000");
        key("limits.requests", "512", "a whole number from 1 to 100000");
        key("limits.requests-per-minute", "0", "a whole number from 0 to 1000000");
        key("limits.cleaning-changes", "10000", "a whole number from 1 to 1000000");
        key("log.format", "console", "console or json");
        key("log.level", "", "error, warn, info or debug; by default warn, and info for our own while serving");
        key("log.levels", "", "component=level pairs separated by commas; components: " + LogComponent.names());
        key("telemetry.metrics", "true", "true or false");
        key("telemetry.otlp-endpoint", "", "an http or https URL", "OTEL_EXPORTER_OTLP_ENDPOINT");
        secret("telemetry.otlp-headers", "name=value pairs separated by commas", "OTEL_EXPORTER_OTLP_HEADERS");
        key("fetch.allow", "", "private hosts separated by commas: names, name:port, addresses, 10.1.0.0/16");
        key("fetch.max-bytes", "5MB", "a size from 1KB to 1GB");
        key("fetch.timeout", "20s", "a time from 1ms to 1h");
        key("fetch.connect-timeout", "5s", "a time from 1ms to 1h");
        key("fetch.redirects", "5", "a whole number from 0 to 20");
        key(
                "fetch.types",
                "text/*,application/json,application/*+json,application/xml,application/*+xml",
                "media types separated by commas, as text/html, text/* or application/*+json");
        key("fetch.connections", "64", "a whole number from 1 to 10000");
        key("fetch.user-agent", "Hexagent", "what servers are told who asks");
        key("fetch.attempts", "2", "a whole number from 1 to 10");
        key("fetch.retry-pause", "500ms", "a time from 1ms to 1m");
        key("fetch.page-chars", "20000", "a whole number from 100 to 40000");
        key("search.engine", "", "searxng, tavily or brave; empty: the one that is set up");
        key("search.searxng-url", "", "an http or https URL", "SEARXNG_URL");
        secret("search.tavily-key", "a key", "TAVILY_API_KEY");
        key("search.tavily-url", "https://api.tavily.com", "an http or https URL");
        secret("search.brave-key", "a key", "BRAVE_API_KEY");
        key("search.brave-url", "https://api.search.brave.com", "an http or https URL");
        key("search.hits", "5", "a whole number from 1 to 20");
        secret(
                "mcp.servers",
                "a JSON file, or JSON, as {\"mcpServers\": {\"files\": {\"command\": …} or {\"url\": …}}}");
        key("mcp.timeout", "60s", "a time from 1ms to 1h");
        key("mcp.start-timeout", "20s", "a time from 1ms to 1h");
        key("mcp.patience", "3s", "a time from 0s to 1m");
        key("mcp.ping", "30s", "a time from 1s to 1h");
        key("mcp.message-bytes", "4MB", "a size from 1KB to 1GB");
        key("mcp.tools", "200", "a whole number from 1 to 10000");
        key("mcp.retry-min", "1s", "a time from 1ms to 1h");
        key("mcp.retry-max", "5m", "a time from 1ms to 24h");
        key("snaptrade.base-url", "https://api.snaptrade.com/api/v1", "an http or https URL");
        key("snaptrade.client-id", "", "SnapTrade's name of this program", "SNAPTRADE_CLIENT_ID");
        secret("snaptrade.consumer-key", "SnapTrade's key", "SNAPTRADE_CONSUMER_KEY");
        key("market.social-url", "https://apewisdom.io/api/v1.0", "an http or https URL");
        key("market.prices-url", "https://data-api.binance.vision/api/v3", "an http or https URL");
        key("market.sec-files-url", "https://www.sec.gov", "an http or https URL");
        key("market.sec-data-url", "https://data.sec.gov", "an http or https URL");
        key("market.sec-contact", "", "a name and a mail address, as Example Ltd admin@example.com", "SEC_CONTACT");
        key("market.sec-per-second", "10", "a whole number from 1 to 10");
        key("outside.connect-timeout", "5s", "a time from 1ms to 1h");
        key("outside.timeout", "15s", "a time from 1ms to 1h");
        key("outside.attempts", "3", "a whole number from 1 to 10");
        key("outside.backoff-min", "500ms", "a time from 1ms to 1h");
        key("outside.backoff-max", "5s", "a time from 1ms to 1h");
        key("outside.deadline", "30s", "a time from 1ms to 1h");
        key("outside.breaker-failures", "5", "a whole number from 1 to 1000");
        key("outside.breaker-pause", "30s", "a time from 1ms to 1h");
        key("outside.max-connections", "32", "a whole number from 1 to 10000");
        key("outside.answer-bytes", "8MB", "a size from 1KB to 16MB");
        key("documents.max-bytes", "32MB", "a size from 1KB to 1GB");
        key("documents.max-chars", "2000000", "a whole number from 1 to 100000000");
        key("documents.read-time", "60s", "a time from 1ms to 1h");
        key("documents.read-memory", "512MB", "a size from 32MB to 64GB");
        key("documents.readers", "2", "a whole number from 1 to 64");
        key("documents.passage-tokens", "254", "a whole number from 16 to 510");
        key("documents.passage-overlap", "15", "a whole number from 0 to 50, in percent");
        key("documents.batch", "64", "a whole number from 1 to 10000");
        key("documents.depth", "50", "a whole number from 1 to 1000");
        key("market.bad-bars", "refuse", "refuse or repair");
        key("market.max-bars", "2000000", "a whole number from 1 to 20000000");
        key("market.binance", "false", "true or false");
        key("market.binance-per-second", "10", "a whole number from 1 to 50");
        key("market.binance-bars", "100000", "a whole number from 1 to 2000000");
        key("backtest.threads", "0", "a whole number from 0 to 1024");
        key("backtest.queue", "64", "a whole number from 1 to 10000");
        key("backtest.time", "60s", "a time from 1ms to 1h");
        key("backtest.trials", "10000", "a whole number from 1 to 1000000");
        key("lean.command", "lean", "a program's path, or a name that is looked up in PATH");
        key("lean.workspace", "", "a directory in which lean init was run; by default lean in the data directory");
        key("lean.time", "10m", "a time from 1ms to 24h");
        key("sessions.most", "1000", "a whole number from 1 to 1000000");
        key("sessions.queue", "16", "a whole number from 1 to 10000");
        key("sessions.at-once", "16", "a whole number from 1 to 10000");
        key("sessions.poll", "500ms", "a time from 1ms to 1h");
    }

    private SettingKeys() {}

    /** All settings, in a fixed order. */
    public static List<Key> all() {
        return List.copyOf(KEYS.values());
    }

    /** Settings of agents are named for them, and are not among {@link #all}: {@code agents.<name>.max-turns}. */
    static Optional<Key> named(String name) {
        return Optional.ofNullable(KEYS.get(name)).or(() -> ofAgent(name));
    }

    private static Optional<Key> ofAgent(String name) {
        Matcher matcher = AGENT.matcher(name);
        return matcher.matches()
                ? Optional.ofNullable(AGENT_FIELDS.get(matcher.group(2)))
                        .map(allowed -> new Key(name, "", allowed, List.of(), false))
                : Optional.empty();
    }

    static List<String> names() {
        return new ArrayList<>(KEYS.keySet());
    }

    private static void key(String name, String fallback, String allowed, String... aliases) {
        KEYS.put(name, new Key(name, fallback, allowed, List.of(aliases), false));
    }

    private static void secret(String name, String allowed, String... aliases) {
        KEYS.put(name, new Key(name, "", allowed, List.of(aliases), true));
    }
}
