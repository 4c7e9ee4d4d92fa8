package io.hexagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.hexagent.application.run.AnswerChat;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The spans of a run that reach the collector which the settings name. */
class TracedRunTest {
    /** How a span begins in protobuf: trace, id, perhaps the parent, and the length of the name. */
    private static final Pattern SPAN =
            Pattern.compile("\n\u0010(.{16})\u0012\b(.{8})(?:\"\b(.{8}))?\\*(.)", Pattern.DOTALL);

    /** @param parent empty: a root */
    private record Span(String trace, String id, String parent, String name) {}

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private HttpServer collector;

    @BeforeEach
    void listen() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
                body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
            }
            bodies.add(new String(body, StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void close() {
        collector.stop(0);
    }

    private void run(Map<String, String> settings) {
        var model = ScriptedLanguageModel.script()
                .calls("calculator", "{\"operation\":\"add\",\"x\":5,\"y\":10}")
                .answers("It is 15.")
                .build();
        try (var hexagent = Hexagent.builder(Settings.of(settings))
                .inMemory()
                .provider(ScriptedProvider.of(model))
                .open()) {
            assertThat(hexagent.answerChat().handle(new AnswerChat.Command("What is 5 + 10?")))
                    .isInstanceOf(AnswerChat.Outcome.Ended.class);
        }
    }

    private static Stream<Span> spans(String body) {
        return SPAN.matcher(body).results().map(found -> {
            int length = found.group(4).charAt(0);
            return new Span(
                    found.group(1),
                    found.group(2),
                    found.group(3) == null ? "" : found.group(3),
                    body.substring(found.end(), found.end() + length));
        });
    }

    @Test
    void aRunIsOneTreeOfSpansAndAllOfThemAreSentBeforeTheEnd() {
        run(Map.of(
                "telemetry.otlp-endpoint",
                "http://127.0.0.1:" + collector.getAddress().getPort()));
        List<Span> spans = bodies.stream().flatMap(TracedRunTest::spans).toList();
        List<Span> roots =
                spans.stream().filter(span -> span.parent().isEmpty()).toList();
        assertThat(roots).extracting(Span::name).containsExactly("invoke_agent chat");
        assertThat(spans).extracting(Span::trace).containsOnly(roots.getFirst().trace());
        assertThat(spans.stream().filter(span -> !span.parent().isEmpty()))
                .allMatch(span -> span.parent().equals(roots.getFirst().id()))
                .extracting(Span::name)
                .containsExactly("chat script", "execute_tool calculator", "chat script");
    }

    @Test
    void withoutACollectorNothingIsSent() {
        run(Map.of());
        assertThat(bodies).isEmpty();
    }
}
