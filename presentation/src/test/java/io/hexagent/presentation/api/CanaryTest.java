package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.sun.net.httpserver.HttpServer;
import io.hexagent.config.Hexagent;
import io.hexagent.config.Settings;
import io.hexagent.domain.language.Delta;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageProvider;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.language.Reply;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.Desk;
import io.hexagent.presentation.Encoders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Secrets in settings, in what tools throw and in what vendors answer show up nowhere. */
class CanaryTest {
    private static final String API_KEY = "canary-key-of-the-api";
    private static final String VENDOR_KEY = "sk-canary-of-the-vendor";

    @TempDir
    Path home;

    private final Listening log = new Listening();
    private HttpServer vendor;

    CanaryTest() throws IOException {
        vendor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void listen() {
        vendor.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] body = ("{\"error\":{\"message\":\"no such thing for key " + VENDOR_KEY + "\"}}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().contains("busy") ? 500 : 400, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        vendor.start();
        log.start();
        root().addAppender(log);
        root().setLevel(Level.INFO);
    }

    @AfterEach
    void stop() {
        vendor.stop(0);
        root().detachAppender(log);
        root().setLevel(Level.WARN);
    }

    @Test
    void noLogLineNoEventAndNoAnswerHoldsASecret() {
        var bodies = new StringBuilder();
        for (String path : new String[] {"/v1", "/busy"}) {
            Settings settings = Desk.settings(
                    home,
                    "api-key",
                    API_KEY,
                    "llm.openai.api-key",
                    VENDOR_KEY,
                    "llm.openai.base-url",
                    "http://127.0.0.1:" + vendor.getAddress().getPort() + path,
                    "llm.attempts",
                    "1");
            try (Hexagent hexagent = Hexagent.builder(settings)
                            .provider(new Caller())
                            .tool(new Bomb())
                            .open();
                    ApiServer server = ApiServer.start(hexagent)) {
                var client = new Client(server.address(), hexagent.json());
                for (String model : List.of("caller/caller", "openai/gpt-4.1-mini")) {
                    bodies.append(client.post(
                                    "/api/chat",
                                    Value.fields()
                                            .put("message", "go")
                                            .put("model", model)
                                            .build(),
                                    "Authorization",
                                    "Bearer " + API_KEY)
                            .body());
                }
                bodies.append(client.get("/api/chat", "Authorization", "Bearer wrong-" + API_KEY)
                        .body());
                Client.Reply runs = client.get("/api/runs", "Authorization", "Bearer " + API_KEY);
                for (Value run : runs.items()) {
                    String id = ((Value.Fields) run).text("id").orElseThrow();
                    bodies.append(client.get("/api/runs/" + id, "Authorization", "Bearer " + API_KEY)
                            .is(200)
                            .body());
                }
                for (String page : List.of("/health", "/prometheus", "/api/tools", "/api/models")) {
                    bodies.append(client.get(page, "Authorization", "Bearer " + API_KEY)
                            .is(200)
                            .body());
                }
            }
        }
        assertThat(bodies)
                .contains("failed unexpectedly")
                .contains("rejected")
                .contains("unavailable")
                .doesNotContain("canary");
        assertThat(log.text())
                .contains("tool bomb failed")
                .contains("message left out")
                .doesNotContain("canary");
    }

    private static ch.qos.logback.classic.Logger root() {
        return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
    }

    /** Keeps each line as the console and as JSON have it. */
    private static final class Listening extends AppenderBase<ILoggingEvent> {
        private final StringBuilder lines = new StringBuilder();

        @Override
        protected synchronized void append(ILoggingEvent event) {
            lines.append(Encoders.console(event)).append(Encoders.json(event));
        }

        synchronized String text() {
            return lines.toString();
        }
    }

    /** Asks for the bomb, then gives up. */
    private static final class Caller implements LanguageProvider, LanguageModel {
        @Override
        public String name() {
            return "caller";
        }

        @Override
        public String defaultModel() {
            return "caller";
        }

        @Override
        public List<String> models() {
            return List.of("caller");
        }

        @Override
        public boolean takesOtherModels() {
            return false;
        }

        @Override
        public LanguageModel model(String name) {
            return this;
        }

        @Override
        public Reply reply(Prompt prompt, Consumer<Delta> deltas) {
            return prompt.messages().size() == 1
                    ? new Reply.ToolCalls(
                            "", List.of(new ToolCall(new CallId("1"), new ToolName("bomb"), "{}")), TokenUsage.NONE)
                    : Reply.Answer.answered("It did not work.", TokenUsage.NONE);
        }
    }

    /** Fails in the worst words. */
    private static final class Bomb implements Tool {
        @Override
        public ToolSpec spec() {
            return new ToolSpec(
                    new ToolName("bomb"),
                    "1",
                    "Bomb",
                    "Fails.",
                    List.of(),
                    "error",
                    ToolCategory.CHART,
                    Value.fields()
                            .put("type", "object")
                            .put("properties", Value.Fields.EMPTY)
                            .build(),
                    ToolSpec.Effects.PURE,
                    false);
        }

        @Override
        public ToolResult call(Value.Fields arguments, ToolContext context) {
            throw new IllegalStateException(
                    "canary of the tool", new IOException("password=canary of the tool's cause"));
        }
    }
}
