package io.hexagent.infrastructure.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hexagent.infrastructure.http.HttpTrouble.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PooledHttpTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private PooledHttp http;
    private ServerSocket server;

    @BeforeEach
    void open() throws IOException {
        http = new PooledHttp(PooledHttp.Options.defaults());
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        http.close();
        server.close();
    }

    private String url(String scheme) {
        return scheme + "://127.0.0.1:" + server.getLocalPort() + "/x?y=1";
    }

    private String post(PooledHttp client, String url, int limit) {
        byte[] body = "{}not this".getBytes(StandardCharsets.UTF_8);
        return client.post(
                url,
                Map.of("Content-Type", "application/json"),
                body,
                2,
                Duration.ofSeconds(5),
                answer -> answer.status() + " " + new String(answer.bytes(limit), StandardCharsets.UTF_8));
    }

    /** Reads one request with a body of 2 bytes; returns what was read. */
    private static String request(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                return "";
            }
            head.append((char) c);
        }
        return head + new String(in.readNBytes(2), StandardCharsets.UTF_8);
    }

    @FunctionalInterface
    private interface Serving {
        void serve(Socket socket, InputStream in) throws IOException;
    }

    private AtomicInteger serving(Serving serving) {
        var accepted = new AtomicInteger();
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    accepted.incrementAndGet();
                    Thread.ofVirtual().start(() -> {
                        try (socket) {
                            serving.serve(socket, new BufferedInputStream(socket.getInputStream()));
                        } catch (IOException e) {
                            // The client has gone.
                        }
                    });
                } catch (IOException e) {
                    return;
                }
            }
        });
        return accepted;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void itSendsTheHeadersAndTheBytesAndNothingMoreThanItMust() throws Exception {
        var seen = new CompletableFuture<String>();
        serving((socket, in) -> {
            seen.complete(request(in));
            say(socket, OK);
        });
        assertThat(post(http, url("http"), 10)).isEqualTo("200 ok");
        assertThat(seen.get(5, TimeUnit.SECONDS))
                .startsWith("POST /x?y=1 HTTP/1.1\r\n")
                .contains("Content-Type: application/json\r\n", "Content-Length: 2\r\n", "Host: 127.0.0.1:")
                .doesNotContainIgnoringCase("accept-encoding")
                .doesNotContainIgnoringCase("cookie")
                .endsWith("\r\n\r\n{}");
    }

    @Test
    void aKeptConnectionThatTheServerClosedIsReplacedOnce() throws Exception {
        AtomicInteger accepted = serving((socket, in) -> {
            if (!request(in).isEmpty()) {
                say(socket, OK);
            }
        });
        for (int i = 0; i < 3; i++) {
            assertThat(post(http, url("http"), 10)).isEqualTo("200 ok");
        }
        assertThat(accepted.get()).isEqualTo(3);
    }

    @Test
    void aConnectionLeftUnusedForTooLongIsClosed() throws Exception {
        var gone = new CountDownLatch(1);
        serving((socket, in) -> {
            while (!request(in).isEmpty()) {
                say(socket, OK);
            }
            gone.countDown();
        });
        var options = new PooledHttp.Options(5, Duration.ofSeconds(5), Duration.ofMillis(50), Duration.ofSeconds(2));
        try (var forgetful = new PooledHttp(options)) {
            post(forgetful, url("http"), 10);
            assertThat(gone.await(100, TimeUnit.MILLISECONDS)).isFalse();
            post(forgetful, url("http"), 10);
            assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aServerThatClosesWithoutAnAnswerIsTold() {
        serving((socket, in) -> request(in));
        assertThat(catchThrowableOfType(HttpTrouble.class, () -> post(http, url("http"), 10))
                        .kind())
                .isEqualTo(Kind.BROKEN);
    }

    @Test
    void anAnswerOverTheLimitIsRefused() {
        serving((socket, in) -> {
            request(in);
            say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n01234567890123456789");
        });
        assertThat(catchThrowableOfType(HttpTrouble.class, () -> post(http, url("http"), 10))
                        .kind())
                .isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    void anHttpsAddressIsSpokenToInTlsOnly() throws Exception {
        var first = new CompletableFuture<Integer>();
        serving((socket, in) -> first.complete(in.read()));
        assertThat(catchThrowableOfType(HttpTrouble.class, () -> post(http, url("https"), 10))
                        .kind())
                .isIn(Kind.UNREACHABLE, Kind.BROKEN);
        assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo(0x16);
    }

    @Test
    void whenAllConnectionsAreInUseTheWaitIsLimited() throws Exception {
        var release = new CountDownLatch(1);
        var busy = new CountDownLatch(1);
        serving((socket, in) -> {
            request(in);
            busy.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            say(socket, OK);
        });
        var options = new PooledHttp.Options(1, Duration.ofMillis(200), Duration.ofSeconds(50), Duration.ofSeconds(2));
        try (var small = new PooledHttp(options)) {
            Thread first = Thread.ofVirtual().start(() -> post(small, url("http"), 10));
            assertThat(busy.await(5, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> post(small, url("http"), 10))
                    .isInstanceOf(HttpTrouble.class)
                    .hasMessageContaining("no free connection")
                    .hasMessageContaining("all 1 are in use");
            release.countDown();
            first.join();
        }
    }

    @Test
    void whatIsNoAddressIsRefused() {
        assertThatThrownBy(() -> post(http, "ftp://x/", 10)).isInstanceOf(IllegalArgumentException.class);
    }
}
