package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.config.Hexagent;
import io.hexagent.presentation.Desk;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a chat's connection ends when its client ends it, on the wire (RFC 6455, 5.5.1) and in the server. */
class ChatSocketCloseTest {
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;
    private static final int PONG = 0x8A;

    @TempDir
    Path home;

    private final Speaker speaker = new Speaker();
    private Hexagent hexagent;
    private ApiServer server;

    @BeforeEach
    void open() {
        hexagent = Hexagent.builder(Desk.settings(home)).provider(speaker).open();
        server = ApiServer.start(hexagent);
    }

    @AfterEach
    void close() {
        server.close();
        hexagent.close();
    }

    @Test
    void aCloseIsEchoedWithItsCodeAndThenTheConnectionEnds() throws IOException {
        try (var wire = new Wire()) {
            wire.send(CLOSE, new byte[] {0x03, (byte) 0xE8, 'b', 'y', 'e'});
            Frame echo = wire.next();
            assertThat(echo.first()).isEqualTo(CLOSE);
            assertThat(echo.code()).isEqualTo(1000);
            assertThat(wire.isOver()).as("the server closes the connection").isTrue();
        }
        until(() -> server.streams().sockets() == 0);
    }

    @Test
    void aCloseWithoutACodeIsAnsweredByOneWithout() throws IOException {
        for (String path : List.of("/api/ws/chat", "/ws/client-1")) {
            try (var wire = new Wire(path)) {
                wire.send(CLOSE, new byte[0]);
                Frame frame = wire.next();
                while (frame.first() != CLOSE) {
                    frame = wire.next();
                }
                assertThat(frame.payload()).as("%s", path).isEmpty();
                assertThat(wire.isOver()).isTrue();
            }
        }
        until(() -> server.streams().sockets() == 0);
    }

    @Test
    void aPingIsAnsweredWithWhatItCarries() throws IOException {
        try (var wire = new Wire()) {
            wire.send(PING, "abc".getBytes(StandardCharsets.UTF_8));
            Frame pong = wire.next();
            assertThat(pong.first()).isEqualTo(PONG);
            assertThat(pong.payload()).isEqualTo("abc".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aConnectionThatIsCutOffInTheMiddleOfARunIsForgottenAndTheRunGoesOn() throws IOException {
        try (var wire = new Wire()) {
            wire.send(TEXT, "{\"message\":\"slowly\"}".getBytes(StandardCharsets.UTF_8));
            assertThat(wire.next().first()).isEqualTo(TEXT);
            assertThat(server.streams().sockets()).isEqualTo(1);
        }
        until(() -> server.streams().sockets() == 0);
        speaker.say("Done.");
        speaker.say("");
        var client = new Client(server.address(), hexagent.json());
        until(() -> client.get("/api/runs?status=completed").body().contains("slowly"));
    }

    @Test
    void aClientOfTheJdkSeesItsCloseAnswered() {
        var closed = new CompletableFuture<Integer>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            WebSocket socket = http.newWebSocketBuilder()
                    .connectTimeout(Duration.ofSeconds(20))
                    .buildAsync(uri("ws"), new WebSocket.Listener() {
                        @Override
                        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
                            closed.complete(status);
                            return null;
                        }
                    })
                    .join();
            until(() -> server.streams().sockets() == 1);
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
            assertThat(closed.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(1000);
        }
        until(() -> server.streams().sockets() == 0);
    }

    private URI uri(String scheme) {
        return URI.create(server.address().replace("http:", scheme + ":") + "/api/ws/chat");
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("the time").isLessThan(end);
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException stop) {
                throw new AssertionError(stop);
            }
        }
    }

    /** @param first the final bit and what the frame is */
    private record Frame(int first, byte[] payload) {
        int code() {
            return (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
        }
    }

    /** A connection byte by byte. */
    private final class Wire implements AutoCloseable {
        private static final byte[] MASK = {1, 2, 3, 4};

        private final Socket socket;
        private final DataInputStream in;

        Wire() throws IOException {
            this("/api/ws/chat");
        }

        Wire(String path) throws IOException {
            URI address = uri("http");
            socket = new Socket(address.getHost(), address.getPort());
            socket.setSoTimeout(20_000);
            in = new DataInputStream(socket.getInputStream());
            String upgrade = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + address.getPort()
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
            socket.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            assertThat(head.toString()).startsWith("HTTP/1.1 101").contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        }

        /** Sends a frame, masked as a client's must be. */
        void send(int first, byte[] payload) throws IOException {
            var frame = new ByteArrayOutputStream();
            frame.write(first);
            frame.write(0x80 | payload.length);
            frame.writeBytes(MASK);
            for (int i = 0; i < payload.length; i++) {
                frame.write(payload[i] ^ MASK[i % 4]);
            }
            socket.getOutputStream().write(frame.toByteArray());
        }

        /** The next frame, which a server does not mask. */
        Frame next() throws IOException {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            }
            assertThat(length).isLessThan(126 << 8);
            return new Frame(first, in.readNBytes(length));
        }

        boolean isOver() throws IOException {
            return in.read() < 0;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
