package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.config.Hexagent;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.Desk;
import java.net.URI;
import java.net.http.HttpClient;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chats over a WebSocket, as the JDK's client speaks it. */
class ChatSocketTest {
    @TempDir
    Path home;

    private final Speaker speaker = new Speaker();
    private Hexagent hexagent;
    private ApiServer server;

    @BeforeEach
    void open() {
        hexagent = Hexagent.builder(Desk.settings(home, "server.max-body-bytes", "4KB"))
                .provider(speaker)
                .open();
        server = ApiServer.start(hexagent);
    }

    @AfterEach
    void close() {
        server.close();
        hexagent.close();
    }

    @Test
    void stepsAndTextAreToldAsTheyHappenAndThenTheEnd() {
        try (var socket = new Socket()) {
            socket.send("{\"message\":\"the sum please\"}");
            List<Value.Fields> frames = socket.untilType("done");
            List<Value.Fields> steps =
                    frames.stream().filter(frame -> frame.has("order")).toList();
            assertThat(steps.stream().map(step -> step.text("type").orElseThrow()))
                    .containsExactly("user-request", "agent-thought", "tool-call", "tool-result", "agent-response");
            assertThat(steps.stream()
                            .map(step -> step.number("order").orElseThrow().intValue()))
                    .containsExactly(0, 1, 2, 3, 4);
            assertThat(steps.get(2).text("toolName")).contains("calculator");
            assertThat(steps.get(2)
                            .fields("params")
                            .orElseThrow()
                            .number("x")
                            .orElseThrow()
                            .intValue())
                    .isEqualTo(5);
            assertThat(steps.get(2).has("seq")).isTrue();
            assertThat(frames.stream().map(frame -> frame.text("type").orElse("")))
                    .contains("assistant_message_snapshot");
            Value.Fields done = frames.getLast();
            assertThat(done.text("status")).contains("completed");
            assertThat(done.text("response")).contains(Speaker.ANSWER);
            assertThat(done.text("run_id")).isEqualTo(steps.getFirst().text("run_id"));
        }
    }

    @Test
    void aConnectionTakesManyMessagesInOneThread() {
        try (var socket = new Socket()) {
            socket.send("{\"message\":\"hello\"}");
            Value.Fields first = socket.untilType("done").getLast();
            socket.send("{\"type\":\"message\",\"message\":\"hello again\"}");
            Value.Fields second = socket.untilType("done").getLast();
            assertThat(second.text("thread_id")).isEqualTo(first.text("thread_id"));
            assertThat(second.text("run_id")).isNotEqualTo(first.text("run_id"));
        }
    }

    @Test
    void aRunIsCancelledByAMessage() {
        try (var socket = new Socket()) {
            socket.send("{\"message\":\"slowly\"}");
            speaker.say("One ");
            socket.untilType("assistant_message_snapshot");
            socket.send("{\"message\":\"another\"}");
            assertThat(socket.untilType("error").getLast().text("code")).contains("busy");
            socket.send("{\"type\":\"cancel\"}");
            assertThat(socket.untilType("done").getLast().text("status")).contains("cancelled");
            socket.send("{\"type\":\"cancel\"}");
            assertThat(socket.untilType("error").getLast().text("code")).contains("no_run");
            socket.send("{\"message\":\"hello\"}");
            assertThat(socket.untilType("done").getLast().text("status")).contains("completed");
        }
    }

    @Test
    void aQuestionIsAnsweredByAMessage() {
        try (var socket = new Socket()) {
            socket.send("{\"message\":\"ask me\"}");
            Value.Fields asked = socket.untilType("input-requested").getLast();
            socket.send("{\"type\":\"resume\",\"decision\":\"approve\",\"request_id\":\"other\"}");
            assertThat(socket.untilType("error").getLast().text("code")).isPresent();
            socket.send("{\"type\":\"resume\",\"content\":\"the first\",\"request_id\":\""
                    + asked.text("request_id").orElseThrow() + "\"}");
            List<Value.Fields> frames = socket.untilType("done");
            assertThat(frames.getLast().text("status")).contains("completed");
            assertThat(frames.stream().map(frame -> frame.text("type").orElse("")))
                    .contains("input-received", "tool-result", "agent-response");
        }
    }

    @Test
    void whatIsNoMessageIsToldAndTheConnectionStays() {
        try (var socket = new Socket()) {
            socket.send("{");
            assertThat(socket.untilType("error").getLast().text("code")).contains("malformed_json");
            socket.send("[1]");
            assertThat(socket.untilType("error").getLast().text("code")).contains("malformed_json");
            socket.send("{\"type\":\"dance\"}");
            assertThat(socket.untilType("error").getLast().text("code")).contains("validation_failed");
            socket.send("{\"mesage\":\"hello\"}");
            assertThat(socket.untilType("error").getLast().text("detail").orElseThrow())
                    .isNotBlank();
            socket.send("{\"message\":\"" + "x".repeat(6000) + "\"}");
            assertThat(socket.untilType("error").getLast().text("code")).contains("too_large");
            socket.sendBinary(new byte[] {1, 2, 3});
            assertThat(socket.untilType("error").getLast().text("code")).contains("malformed_json");
            socket.send("{\"message\":\"hello\",\"thread_id\":\"nobody\"}");
            assertThat(socket.untilType("error").getLast().text("code")).contains("not_found");
            socket.sendInPieces("{\"message\":", "\"hello\"}");
            assertThat(socket.untilType("done").getLast().text("status")).contains("completed");
        }
    }

    @Test
    void aFailedRunEndsWithItsError() {
        try (var socket = new Socket()) {
            socket.send("{\"message\":\"broken\"}");
            Value.Fields done = socket.untilType("done").getLast();
            assertThat(done.text("status")).contains("failed");
            assertThat(done.fields("error").orElseThrow().text("code")).contains("model_failed");
        }
    }

    @Test
    void aPageOfAnotherOriginIsRefused() {
        assertThatThrownBy(() -> new Socket("Origin", "https://evil.example"))
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .cause()
                .satisfies(problem -> assertThat(((WebSocketHandshakeException) problem)
                                .getResponse()
                                .statusCode())
                        .isEqualTo(403));
        try (var own = new Socket("Origin", server.address())) {
            own.send("{\"type\":\"ping\"}");
            own.untilType("pong");
        }
    }

    @Test
    void aServerThatStopsClosesItsConnections() {
        var socket = new Socket();
        socket.send("{\"type\":\"ping\"}");
        socket.untilType("pong");
        server.close();
        assertThat(socket.untilClosed()).isEqualTo(1001);
    }

    /** One connection. */
    private final class Socket implements WebSocket.Listener, AutoCloseable {
        private final BlockingQueue<Value.Fields> frames = new LinkedBlockingQueue<>();
        private final BlockingQueue<Integer> closes = new LinkedBlockingQueue<>();
        private final StringBuilder piece = new StringBuilder();
        private final HttpClient http = HttpClient.newHttpClient();
        private final WebSocket socket;

        Socket(String... headers) {
            var builder = http.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(20));
            for (int i = 0; i < headers.length; i += 2) {
                builder.header(headers[i], headers[i + 1]);
            }
            socket = builder.buildAsync(URI.create(server.address().replace("http://", "ws://") + "/api/ws/chat"), this)
                    .join();
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

        /** The frames up to the next one of a type. */
        List<Value.Fields> untilType(String type) {
            var read = new ArrayList<Value.Fields>();
            while (read.isEmpty() || !read.getLast().text("type").orElse("").equals(type)) {
                read.add(await(frames, "no frame \"" + type + "\" after " + read));
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
