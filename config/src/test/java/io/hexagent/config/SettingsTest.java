package io.hexagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexagent.domain.strategy.BarCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @TempDir
    Path directory;

    @Test
    void namesDefaultsAndAliasesArePinned() {
        String pinned = SettingKeys.all().stream()
                .map(key -> (key.name() + " = " + (key.secret() ? "(secret)" : key.fallback())).stripTrailing()
                        + (key.aliases().isEmpty() ? "" : " | " + String.join(", ", key.aliases())))
                .collect(Collectors.joining("\n"));
        assertThat(pinned).isEqualTo("""
            home =
            env = local | ENV
            provider =
            model = | MODEL
            api-key = (secret)
            llm.openai.api-key = (secret) | OPENAI_API_KEY, API_KEY
            llm.openai.base-url = | OPENAI_BASE_URL, API_BASE_URL
            llm.openai.model = gpt-4.1-mini
            llm.openai.models =
            llm.anthropic.api-key = (secret) | ANTHROPIC_API_KEY
            llm.anthropic.base-url = | ANTHROPIC_BASE_URL
            llm.anthropic.model = claude-sonnet-4-5
            llm.anthropic.models =
            llm.connect-timeout = 10s
            llm.timeout = 120s
            llm.attempts = 3
            llm.backoff-min = 4s
            llm.backoff-max = 10s
            llm.backoff-jitter = 0.2
            llm.deadline = 5m
            llm.breaker-failures = 5
            llm.breaker-pause = 30s
            llm.max-connections = 64
            llm.max-output-tokens = 4096
            llm.temperature =
            agent.max-turns = 10
            agent.max-tool-calls = 40
            agent.max-tokens = 200000
            agent.max-time = 5m
            agent.max-repairs = 3
            agent.attempts = 3
            agent.retry-min = 1s
            agent.retry-max = 30s
            agent.history-tokens = 8000
            agent.input-timeout = 24h
            agent.input-default = reject
            agent.max-depth = 2
            tools.disabled =
            tools.timeout = 60s
            tools.result-bytes = 50KB
            tools.cache-results = 256
            tools.cache-ttl = 1h
            tools.whole-bytes = 10MB
            tools.parallel = 8
            tools.attempts = 3
            tools.backoff-min = 200ms
            tools.backoff-max = 5s
            tools.breaker-failures = 5
            tools.breaker-pause = 30s
            tools.custom = 100
            storage.kind = postgres
            storage.database-url = (secret) | DATABASE_URL
            storage.pool-size = 8
            storage.connect-timeout = 5s
            storage.lease = 5s
            storage.linger = 20ms
            storage.retention =
            storage.request-keys = 24h
            storage.removals = 30d
            storage.secret-key = (secret)
            redis.url = (secret) | REDIS_URL
            redis.connect-timeout = 3s
            redis.command-timeout = 1s
            redis.io-threads = 2
            redis.pending-commands = 10000
            redis.thread-ttl = 1d
            redis.thread-events = 1000
            worker.runs = 64
            worker.poll = 500ms
            worker.queue = 1000
            worker.strikes = 3
            server.host = 127.0.0.1 | API_HOST
            server.port = 8000 | API_PORT
            server.patience = 120s
            server.max-body-bytes = 1MB
            server.role = both
            server.io-threads = 0
            server.grace = 10s
            server.cors.origins = | FRONTEND_URL
            server.cors.methods = GET,POST,PUT,PATCH,DELETE,OPTIONS
            server.cors.headers = Content-Type,Authorization,Idempotency-Key,Last-Event-ID
            server.cors.credentials = false
            server.keep-alive = 15s
            server.stream-tail = 256
            server.stream-page = 200
            server.on-disconnect = continue
            embedding.model-path = | EMBEDDING_MODEL_PATH
            embedding.threads = 0
            limits.dataset-bytes = 256MB
            limits.table-cache-bytes = 0B
            limits.table-threads = 0
            limits.question-chars = 20000
            limits.runs = 256
            limits.batch = 4
            limits.requests = 512
            limits.requests-per-minute = 0
            limits.cleaning-changes = 10000
            log.format = console
            log.level =
            log.levels =
            telemetry.metrics = true
            telemetry.otlp-endpoint = | OTEL_EXPORTER_OTLP_ENDPOINT
            telemetry.otlp-headers = (secret) | OTEL_EXPORTER_OTLP_HEADERS
            fetch.allow =
            fetch.max-bytes = 5MB
            fetch.timeout = 20s
            fetch.connect-timeout = 5s
            fetch.redirects = 5
            fetch.types = text/*,application/json,application/*+json,application/xml,application/*+xml
            fetch.connections = 64
            fetch.user-agent = Hexagent
            fetch.attempts = 2
            fetch.retry-pause = 500ms
            fetch.page-chars = 20000
            search.engine =
            search.searxng-url = | SEARXNG_URL
            search.tavily-key = (secret) | TAVILY_API_KEY
            search.tavily-url = https://api.tavily.com
            search.brave-key = (secret) | BRAVE_API_KEY
            search.brave-url = https://api.search.brave.com
            search.hits = 5
            mcp.servers = (secret)
            mcp.timeout = 60s
            mcp.start-timeout = 20s
            mcp.patience = 3s
            mcp.ping = 30s
            mcp.message-bytes = 4MB
            mcp.tools = 200
            mcp.retry-min = 1s
            mcp.retry-max = 5m
            snaptrade.base-url = https://api.snaptrade.com/api/v1
            snaptrade.client-id = | SNAPTRADE_CLIENT_ID
            snaptrade.consumer-key = (secret) | SNAPTRADE_CONSUMER_KEY
            market.social-url = https://apewisdom.io/api/v1.0
            market.prices-url = https://data-api.binance.vision/api/v3
            market.sec-files-url = https://www.sec.gov
            market.sec-data-url = https://data.sec.gov
            market.sec-contact = | SEC_CONTACT
            market.sec-per-second = 10
            outside.connect-timeout = 5s
            outside.timeout = 15s
            outside.attempts = 3
            outside.backoff-min = 500ms
            outside.backoff-max = 5s
            outside.deadline = 30s
            outside.breaker-failures = 5
            outside.breaker-pause = 30s
            outside.max-connections = 32
            outside.answer-bytes = 8MB
            documents.max-bytes = 32MB
            documents.max-chars = 2000000
            documents.read-time = 60s
            documents.read-memory = 512MB
            documents.readers = 2
            documents.passage-tokens = 254
            documents.passage-overlap = 15
            documents.batch = 64
            documents.depth = 50
            market.bad-bars = refuse
            market.max-bars = 2000000
            market.binance = false
            market.binance-per-second = 10
            market.binance-bars = 100000
            backtest.threads = 0
            backtest.queue = 64
            backtest.time = 60s
            backtest.trials = 10000
            lean.command = lean
            lean.workspace =
            lean.time = 10m
            sessions.most = 1000
            sessions.queue = 16
            sessions.at-once = 16
            sessions.poll = 500ms\
            """);
    }

    @Test
    void theDefaultsAreTheDocumentedOnes() {
        Settings settings = Settings.defaults();
        assertThat(settings.agent()).isEqualTo(new Settings.AgentLimits(10, 40, 200_000, Duration.ofMinutes(5), 3));
        assertThat(settings.documents())
                .isEqualTo(new Settings.Documents(
                        32 << 20, 2_000_000, Duration.ofSeconds(60), 512 << 20, 2, 254, 15, 64, 50));
        assertThat(settings.sessions()).isEqualTo(new Settings.Sessions(1000, 16, 16, Duration.ofMillis(500)));
        assertThat(settings.strategies())
                .isEqualTo(new Settings.Strategies(
                        BarCheck.Policy.REFUSE,
                        2_000_000,
                        false,
                        10,
                        100_000,
                        0,
                        64,
                        Duration.ofSeconds(60),
                        10_000,
                        "lean",
                        Optional.empty(),
                        Duration.ofMinutes(10)));
        assertThat(settings.runs())
                .isEqualTo(new Settings.Runs(
                        3,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        8000,
                        Optional.of(Duration.ofHours(24)),
                        "reject",
                        2));
        assertThat(settings.worker()).isEqualTo(new Settings.Workers(64, Duration.ofMillis(500), 1000, 3));
        assertThat(settings.server().role()).isEqualTo(Settings.Role.BOTH);
        assertThat(settings.server().grace()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.storage().retention()).isEmpty();
        assertThat(settings.storage().requestKeys()).isEqualTo(Duration.ofHours(24));
        assertThat(settings.storage().removals()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.llm().attempts()).isEqualTo(3);
        assertThat(settings.llm().backoffMin()).isEqualTo(Duration.ofSeconds(4));
        assertThat(settings.llm().backoffMax()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.server().host()).isEqualTo("127.0.0.1");
        assertThat(settings.server().port()).isEqualTo(8000);
        assertThat(settings.server().cors().origins()).isEmpty();
        assertThat(settings.limits().datasetBytes()).isEqualTo(256L << 20);
        assertThat(settings.tools().resultBytes()).isEqualTo(50 << 10);
        assertThat(settings.storage().databaseUrl()).isEmpty();
        assertThat(settings.limits().requests()).isEqualTo(512);
        assertThat(settings.limits().requestsPerMinute()).isZero();
        assertThat(settings.fetch().maxBytes()).isEqualTo(5 << 20);
        assertThat(settings.fetch().timeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.fetch().redirects()).isEqualTo(5);
        assertThat(settings.fetch().allow()).isEmpty();
        assertThat(settings.fetch().types()).hasSize(5);
        assertThat(settings.search().engine()).isEmpty();
        assertThat(settings.mcp().servers()).isEmpty();
        assertThat(settings.mcp().patience()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.mcp().messageBytes()).isEqualTo(4 << 20);
    }

    @Test
    void theEnvironmentWinsOverDotEnvWinsOverPropertiesWinsOverDefaults() throws IOException {
        Path dotEnv = Files.writeString(directory.resolve(".env"), """
            # a comment
            export HEXAGENT_AGENT_MAX_TURNS="7"
            HEXAGENT_AGENT_MAX_REPAIRS=2
            OPENAI_BASE_URL='http://127.0.0.1:9/v1/'
            SOMETHING_ELSE=ignored
            """);
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.writeString(
                home.resolve("hexagent.properties"),
                "agent.max-turns=8\nagent.max-repairs=4\nagent.max-tool-calls=5\ntools.search.key=abc\n");
        Settings settings = SettingsReader.of(
                        Map.of("HEXAGENT_HOME", home.toString(), "HEXAGENT_AGENT_MAX_TURNS", "6", "PATH", "/bin"),
                        dotEnv,
                        directory)
                .read();
        assertThat(settings.home()).isEqualTo(home);
        assertThat(settings.agent().maxTurns()).isEqualTo(6);
        assertThat(settings.agent().maxRepairs()).isEqualTo(2);
        assertThat(settings.agent().maxToolCalls()).isEqualTo(5);
        assertThat(settings.llm().openai().baseUrl()).contains("http://127.0.0.1:9/v1");
        assertThat(settings.tools().other()).containsEntry("search.key", "abc");
    }

    @Test
    void aPasswordInABaseUrlIsRefusedAndNotShown() {
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> Settings.of(Map.of("llm.openai.base-url", "http://me:canary@127.0.0.1:9/v1")))
                .withMessageContaining("llm.openai.base-url")
                .withMessageContaining("without")
                .withMessageNotContaining("canary");
    }

    @Test
    void knownNamesOfOthersAreAccepted() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("API_KEY", "k-123");
        environment.put("API_BASE_URL", "https://models.example.org/v1");
        environment.put("MODEL", "some model");
        environment.put("API_PORT", "9001");
        environment.put("FRONTEND_URL", "http://localhost:3000");
        Settings settings = SettingsReader.of(environment, directory.resolve("none"), directory)
                .read();
        assertThat(settings.llm().openai().apiKey()).contains(new Secret("k-123"));
        assertThat(settings.llm().openai().baseUrl()).contains("https://models.example.org/v1");
        assertThat(settings.llm().model()).contains("some model");
        assertThat(settings.server().port()).isEqualTo(9001);
        assertThat(settings.server().cors().origins()).containsExactly("http://localhost:3000");
        assertThat(settings.home()).isEqualTo(directory.resolve(".hexagent"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        agent.max-turns | zero | a whole number from 1 to 1000
        agent.max-turns | 0 | a whole number from 1 to 1000
        agent.max-turns | 1001 | a whole number from 1 to 1000
        agent.max-time | 5 | a time from 1ms to 24h
        agent.max-time | 25h | a time from 1ms to 24h
        agent.input-default | maybe | reject or approve
        agent.max-depth | 11 | a whole number from 0 to 10
        agents.pirate.max-turns | 0 | a whole number from 1 to 1000
        agents.pirate.max-time | soon | a time from 1ms to 24h
        storage.retention | 3651d | a time from 1s to 3650d
        server.role | boss | both, gateway or worker
        limits.dataset-bytes | 3TB | a size from 1KB to 16GB
        limits.dataset-bytes | big | a size from 1KB to 16GB
        llm.openai.base-url | ftp://host/ | an http or https URL
        llm.openai.base-url | not a url | an http or https URL
        llm.temperature | 3 | a number from 0 to 2
        llm.temperature | warm | a number from 0 to 2
        server.cors.origins | * | origins separated by commas
        server.cors.credentials | maybe | true or false
        server.keep-alive | 1ms | a time from 100ms to 1h
        server.stream-tail | 0 | a whole number from 1 to 100000
        server.stream-page | 0 | a whole number from 1 to 10000
        server.on-disconnect | stop | continue or cancel
        env | moon | local, dev or prod
        log.format | xml | console or json
        log.level | loud | error, warn, info or debug
        log.levels | runs=debug | components: worker, run, tool
        telemetry.otlp-endpoint | collector:4317 | an http or https URL
        """)
    void aWrongValueIsNamedWithWhatIsAllowed(String name, String value, String allowed) {
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> Settings.of(Map.of(name, value)))
                .withMessageContaining(name)
                .withMessageContaining("\"" + value + "\"")
                .withMessageContaining(allowed);
    }

    @Test
    void aWrongNameIsNamedWithTheNearest() {
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> Settings.of(Map.of("agent.max-turn", "3")))
                .withMessageContaining("agent.max-turn")
                .withMessageContaining("agent.max-turns");
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() ->
                        SettingsReader.of(Map.of("HEXAGENT_AGENT_MAX_TURN", "3"), directory.resolve("none"), directory))
                .withMessageContaining("HEXAGENT_AGENT_MAX_TURN is no setting")
                .withMessageContaining("HEXAGENT_AGENT_MAX_TURNS");
    }

    @Test
    void agentsAreDefinedByNameAndTheirInstructionsMayBeFiles() throws IOException {
        Path home = Files.createDirectories(directory.resolve(".hexagent"));
        Files.writeString(home.resolve("hexagent.properties"), """
            agents.pirate.model = offline
            agents.pirate.tools = calculator, create_plot
            agents.pirate.max-turns = 3
            agents.chat.max-time = 10s
            """);
        Files.writeString(
                Files.createDirectories(home.resolve("agents")).resolve("pirate.md"), "Talk like a pirate.\n");
        Map<String, Settings.DefinedAgent> agents = SettingsReader.of(Map.of(), directory.resolve("none"), directory)
                .read()
                .agents();
        assertThat(agents).containsOnlyKeys("pirate", "chat");
        Settings.DefinedAgent pirate = Objects.requireNonNull(agents.get("pirate"));
        assertThat(pirate.instructions()).contains("Talk like a pirate.");
        assertThat(pirate.model()).contains("offline");
        assertThat(pirate.tools()).contains(List.of("calculator", "create_plot"));
        assertThat(pirate.maxTurns()).contains(3);
        assertThat(pirate.maxTime()).isEmpty();
        assertThat(Objects.requireNonNull(agents.get("chat")).maxTime()).contains(Duration.ofSeconds(10));
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> Settings.of(Map.of("agents.pirate.colour", "red")))
                .withMessageContaining("agents.pirate.colour");
    }

    @Test
    void levelsAndHeadersArePairs() {
        Settings settings = Settings.of(Map.of(
                "log.level", "info",
                "log.levels", "run=debug, llm=error",
                "telemetry.otlp-endpoint", "http://127.0.0.1:4318/",
                "telemetry.otlp-headers", "x-key=canary%20one,x-team=a"));
        assertThat(settings.log().level()).contains(Settings.Logging.Level.INFO);
        assertThat(settings.log().levels())
                .isEqualTo(Map.of(
                        LogComponent.RUN,
                        Settings.Logging.Level.DEBUG,
                        LogComponent.LLM,
                        Settings.Logging.Level.ERROR));
        assertThat(settings.telemetry().otlpEndpoint()).contains("http://127.0.0.1:4318");
        assertThat(settings.telemetry().otlpHeaders())
                .isEqualTo(Map.of("x-key", new Secret("canary one"), "x-team", new Secret("a")));
        assertThat(settings.toString()).doesNotContain("canary");
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> Settings.of(Map.of("telemetry.otlp-headers", "canary")))
                .satisfies(problem -> assertThat(problem.getMessage()).doesNotContain("canary"));
    }

    @Test
    void theBackOffMustNotShrink() {
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> Settings.of(Map.of("llm.backoff-min", "20s")))
                .withMessageContaining("llm.backoff-max");
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> Settings.of(Map.of("agent.retry-min", "31s")))
                .withMessageContaining("agent.retry-max");
    }

    @Test
    void daysAreATimeToo() {
        assertThat(Settings.of(Map.of("storage.retention", "30d")).storage().retention())
                .contains(Duration.ofDays(30));
    }

    @Test
    void sqliteIsRefusedWithTheReason() {
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> Settings.of(Map.of("storage.database-url", "sqlite:///./agent_platform.db")))
                .withMessageContaining("SQLite is not supported")
                .withMessageContaining("postgres://");
    }

    @Test
    void secretsAreNeverPrinted() {
        Settings settings = Settings.of(Map.of(
                "api-key", "canary-api-key",
                "llm.openai.api-key", "canary-openai",
                "llm.anthropic.api-key", "canary-anthropic",
                "snaptrade.consumer-key", "canary-consumer",
                "storage.database-url", "postgres://user:canary-db@127.0.0.1:5432/x"));
        assertThat(settings.toString()).doesNotContain("canary").contains("(secret)");
        assertThat(settings.llm().openai().apiKey().orElseThrow().reveal()).isEqualTo("canary-openai");
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> Settings.of(Map.of("api-key", "canary1")))
                .satisfies(problem -> assertThat(problem.getMessage()).doesNotContain("canary1"));
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> Settings.of(Map.of("storage.database-url", "mysql://user:canary@host/db")))
                .satisfies(problem -> assertThat(problem.getMessage()).doesNotContain("canary"));
    }
}
