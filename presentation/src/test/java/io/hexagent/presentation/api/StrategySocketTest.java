package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hexagent.config.Hexagent;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.Desk;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Strategy sessions over a WebSocket, as the JDK's client speaks it, with the offline planner. */
@Timeout(120)
class StrategySocketTest {
    private static final String RSI = "RSI strategy on GOOG, buy below 30, sell above 70";

    @TempDir
    Path home;

    private Hexagent hexagent;
    private ApiServer server;

    @BeforeEach
    void open() {
        hexagent = Hexagent.open(
                Desk.settings(home, "server.max-body-bytes", "4KB", "provider", "offline", "sessions.queue", "3"));
        server = ApiServer.start(hexagent);
    }

    @AfterEach
    void close() {
        server.close();
        hexagent.close();
    }

    @Test
    void aStrategyIsTalkedIntoBeing() throws IOException, InterruptedException {
        try (var socket = new Socket("/ws/client-1")) {
            Value.Fields state = state(socket.next());
            assertThat(state.text("state")).contains("new");
            assertThat(state.flag("awaiting_feedback")).contains(false);
            socket.chat(RSI);
            List<Value.Fields> first = socket.answer();
            assertThat(first.stream().map(frame -> frame.text("message_type").orElse("")))
                    .endsWith("code", "metrics", "backtest_replay", "text");
            Value.Fields progress = first.getFirst();
            assertThat(progress.text("message_type")).contains("text");
            assertThat(metadata(progress).text("node")).contains("clarify");
            assertThat(metadata(progress).number("attempt")).isPresent();
            assertThat(metadata(progress).number("percent")).isPresent();
            Value.Fields metrics = typed(first, "metrics").fields("metrics").orElseThrow();
            assertThat(number(metrics, "total_return")).isCloseTo(0.06116787, within(1e-7));
            assertThat(number(metrics, "sortino")).isCloseTo(0.27940646, within(1e-6));
            assertThat(number(metrics, "profit_factor")).isCloseTo(39.46856334, within(1e-4));
            Value.Fields replay =
                    typed(first, "backtest_replay").fields("backtest_data").orElseThrow();
            assertThat(replay.items("trades")).hasSize(4);
            assertThat(replay.items("frames")).hasSizeGreaterThan(1000);
            assertThat(typed(first, "code").text("content").orElseThrow()).contains("entry:");

            socket.chat("rerun for 2006");
            assertThat(typed(socket.answer(), "code").text("content").orElseThrow())
                    .contains("from: 2006-01-01");
            socket.chat("add a 5% stop loss");
            assertThat(typed(socket.answer(), "code").text("content").orElseThrow())
                    .contains("stop_loss: 0.05");

            socket.send("{\"type\":\"status\"}");
            state = state(socket.next());
            assertThat(state.flag("awaiting_feedback")).contains(true);
            assertThat(state.text("feedback_intent")).contains("modify_spec");
            assertThat(state.fields("strategy_spec").orElseThrow().number("stop_loss"))
                    .isPresent();
            assertThat(state.fields("backtest_metrics").orElseThrow().has("sharpe"))
                    .isTrue();
            assertThat(state.items("compile_errors")).isEmpty();
            Value.Fields shown = get("/api/strategies/sessions/client-1", 200);
            assertThat(shown.get("strategy_code")).isEqualTo(state.get("strategy_code"));
            assertThat(shown.items("messages")).hasSize(6);
            get("/api/strategies/sessions/nobody", 404);

            socket.chat("bye");
            assertThat(socket.answer().getLast().text("content").orElseThrow()).contains("Goodbye");
        }
    }

    @Test
    void whoeverComesBackGoesOnWhereTheyWere() {
        long seen;
        try (var socket = new Socket("/ws/client-1")) {
            socket.next();
            socket.chat("hello");
            seen = (long) number(socket.answer().getLast(), "id");
            socket.chat(RSI);
            assertThat(metadata(socket.next()).text("node")).contains("await_feedback");
        }
        try (var again = new Socket("/ws/client-1?last_id=" + seen)) {
            assertThat(metadata(again.next()).text("node")).contains("session");
            List<Value.Fields> missed = again.answer();
            assertThat(number(missed.getFirst(), "id")).isEqualTo(seen + 1);
            assertThat(typed(missed, "metrics").fields("metrics")).isPresent();
            try (var second = new Socket("/ws/client-1")) {
                assertThat(state(second.next()).flag("awaiting_feedback")).contains(true);
                assertThat(metadata(second.next()).text("code")).contains("client_id_in_use");
                second.chat("rerun for 2006");
                assertThat(typed(second.answer(), "code")).isEqualTo(typed(again.answer(), "code"));
            }
            try (var late = new Socket("/ws/client-1?last_id=nonsense")) {
                assertThat(metadata(late.next()).text("code")).contains("validation_failed");
            }
        }
    }

    @Test
    void whatIsNoMessageIsToldAndTheSessionLivesOn() {
        try (var socket = new Socket("/ws/client-1")) {
            socket.next();
            for (String wrong : List.of("{", "[1]", "", "\"x\"", "{\"type\":\"chat\",}")) {
                socket.send(wrong);
                assertThat(error(socket.next())).as(wrong).isEqualTo("malformed_json");
            }
            for (String wrong : List.of(
                    "{\"type\":\"dance\"}",
                    "{\"type\":\"chat\"}",
                    "{\"type\":\"chat\",\"content\":\" \"}",
                    "{\"type\":\"chat\",\"content\":7}",
                    "{\"type\":7,\"content\":\"hello\"}",
                    "{\"type\":\"chat\",\"content\":\"hello\",\"more\":1}")) {
                socket.send(wrong);
                assertThat(error(socket.next())).as(wrong).isEqualTo("validation_failed");
            }
            socket.chat("x".repeat(6000));
            assertThat(error(socket.next())).isEqualTo("too_large");
            socket.sendBinary(new byte[] {1, 2, 3});
            assertThat(error(socket.next())).isEqualTo("malformed_json");
            socket.send("{\"type\":\"cancel\"}");
            assertThat(error(socket.next())).isEqualTo("nothing_to_cancel");
            socket.sendInPieces("{\"type\":\"chat\",", "\"content\":\"hello\"}");
            assertThat(socket.answer().getLast().text("content").orElseThrow()).contains("Hello");
        }
    }

    @Test
    void aFloodIsRefusedInPartAndTheSessionLivesOn() {
        try (var socket = new Socket("/ws/client-1")) {
            socket.next();
            for (int i = 0; i < 45; i++) {
                socket.chat(RSI);
            }
            socket.send("{\"type\":\"ping\"}");
            List<Value.Fields> told = socket.until(
                    frame -> metadata(frame).text("code").orElse("").equals("pong")
                            || error(frame).equals("too_many_messages"));
            assertThat(told)
                    .anyMatch(
                            frame -> List.of("queue_full", "too_many_messages").contains(error(frame)));
            socket.until(frame -> isEnd(frame));
        }
        try (var socket = new Socket("/ws/client-1")) {
            Value.Fields state = state(socket.next());
            while (state.flag("busy").orElse(false)) {
                socket.send("{\"type\":\"status\"}");
                state = state(
                        socket.until(frame -> metadata(frame).has("state")).getLast());
            }
            socket.chat("status");
            assertThat(typed(socket.until(StrategySocketTest::isEnd), "metrics").fields("metrics"))
                    .isPresent();
        }
    }

    @Test
    void aFloodFasterThanItsAnswersClosesNoConnection() {
        try (var socket = new Socket("/ws/client-1")) {
            socket.next();
            for (int i = 0; i < 2_000; i++) {
                socket.send("{\"type\":\"nonsense\"}");
            }
            int told = 0;
            while (told < 2_000) {
                Value.Fields frame = socket.next();
                told += error(frame).equals("too_many_messages")
                        ? metadata(frame).number("left_out").orElseThrow().intValueExact()
                        : 1;
            }
            assertThat(told)
                    .as("each message is answered, or counted as left out")
                    .isEqualTo(2_000);
            socket.send("{\"type\":\"ping\"}");
            assertThat(metadata(socket.next()).text("code")).contains("pong");
        }
    }

    @Test
    void aBadClientIdIsSaidToBeOne() {
        for (String id : List.of("-x", "a%20b", "x".repeat(65), "%C3%A4")) {
            try (var socket = new Socket("/ws/" + id)) {
                assertThat(error(socket.next())).as(id).isEqualTo("bad_client_id");
                socket.chat("hello");
                assertThat(error(socket.next())).as(id).isEqualTo("no_session");
            }
        }
    }

    @Test
    void aDeletedSessionBeginsAnewWithTheNextMessage() throws IOException, InterruptedException {
        try (var socket = new Socket("/ws/client-1")) {
            socket.next();
            socket.chat(RSI);
            socket.answer();
            assertThat(http("DELETE", "/api/strategies/sessions/client-1").statusCode())
                    .isEqualTo(204);
            socket.chat("status");
            assertThat(state(socket.next()).text("state")).contains("new");
            assertThat(socket.answer().getLast().text("content").orElseThrow()).contains("no strategy yet");
        }
    }

    @Test
    void aPageOfAnotherOriginIsRefused() {
        assertThatThrownBy(() -> new Socket("/ws/client-1", "Origin", "https://evil.example"))
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .cause()
                .satisfies(problem -> assertThat(((WebSocketHandshakeException) problem)
                                .getResponse()
                                .statusCode())
                        .isEqualTo(403));
    }

    @Test
    void aServerThatStopsClosesItsConnections() {
        var socket = new Socket("/ws/client-1");
        socket.next();
        server.close();
        assertThat(socket.untilClosed()).isEqualTo(1001);
    }

    private static Value.Fields metadata(Value.Fields frame) {
        return frame.fields("metadata").orElse(Value.Fields.EMPTY);
    }

    private static Value.Fields state(Value.Fields frame) {
        return metadata(frame).fields("state").orElseThrow(() -> new AssertionError("no state in " + frame));
    }

    private static String error(Value.Fields frame) {
        return metadata(frame).flag("error").orElse(false)
                ? metadata(frame).text("code").orElse("")
                : "";
    }

    private static double number(Value.Fields fields, String name) {
        return fields.number(name).orElseThrow().doubleValue();
    }

    private static Value.Fields typed(List<Value.Fields> frames, String type) {
        return frames.stream()
                .filter(frame -> frame.text("message_type").orElse("").equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " among " + frames));
    }

    /** The last frame of an answer of the session. */
    private static boolean isEnd(Value.Fields frame) {
        Value.Fields metadata = metadata(frame);
        return frame.has("id")
                && frame.text("message_type").orElse("").equals("text")
                && (metadata.text("node").orElse("").equals("respond") || metadata.has("code"));
    }

    private Value.Fields get(String path, int status) throws IOException, InterruptedException {
        HttpResponse<String> response = http("GET", path);
        assertThat(response.statusCode()).isEqualTo(status);
        return hexagent.json().readFields(response.body());
    }

    private HttpResponse<String> http(String method, String path) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(server.address() + path))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    /** One connection. */
    private final class Socket implements WebSocket.Listener, AutoCloseable {
        private final BlockingQueue<Value.Fields> frames = new LinkedBlockingQueue<>();
        private final BlockingQueue<Integer> closes = new LinkedBlockingQueue<>();
        private final StringBuilder piece = new StringBuilder();
        private final HttpClient http = HttpClient.newHttpClient();
        private final WebSocket socket;

        Socket(String path, String... headers) {
            var builder = http.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(20));
            for (int i = 0; i < headers.length; i += 2) {
                builder.header(headers[i], headers[i + 1]);
            }
            socket = builder.buildAsync(URI.create(server.address().replace("http://", "ws://") + path), this)
                    .join();
        }

        void chat(String text) {
            send(hexagent.json()
                    .write(Value.fields()
                            .put("type", "chat")
                            .put("content", text)
                            .build()));
        }

        void send(String text) {
            socket.sendText(text, true).join();
        }

        void sendInPieces(String first, String second) {
            socket.sendText(first, false).join();
            socket.sendText(second, true).join();
        }

        void sendBinary(byte[] bytes) {
            socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            piece.append(data);
            if (last) {
                frames.add(hexagent.json().readFields(piece.toString()));
                piece.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closes.add(status);
            return null;
        }

        Value.Fields next() {
            return await(frames, "no frame");
        }

        /** The frames up to the end of an answer. */
        List<Value.Fields> answer() {
            return until(StrategySocketTest::isEnd);
        }

        List<Value.Fields> until(Predicate<Value.Fields> last) {
            var read = new ArrayList<Value.Fields>();
            while (read.isEmpty() || !last.test(read.getLast())) {
                read.add(await(frames, "no end after " + read));
            }
            return read;
        }

        int untilClosed() {
            return await(closes, "the connection is open");
        }

        private <T> T await(BlockingQueue<T> queue, String otherwise) {
            try {
                T next = queue.poll(30, TimeUnit.SECONDS);
                assertThat(next).as(otherwise).isNotNull();
                return Objects.requireNonNull(next);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new CompletionException(stop);
            }
        }

        @Override
        public void close() {
            socket.abort();
            http.close();
        }
    }
}
