package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.config.Hexagent;
import io.hexagent.config.Settings;
import io.hexagent.domain.language.Delta;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.Reply;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How much later a chat's first words come than its model says them: the model speaks as soon as it is asked, so that
 * all the time from the request to the first text on the client's connection is added. One client at a time, each
 * message in a new thread. {@code ./mvnw verify -Pbench -pl presentation -am -Dtest=ChatLatency
 * -Dsurefire.failIfNoSpecifiedTests=false}
 */
@Tag("bench")
class ChatLatency {
    private static final int WARM_UP = 400;
    private static final int MEASURED = 400;

    @TempDir
    static Path home;

    @Test
    void firstWordsInMemoryAndInPostgres() throws IOException {
        for (String kind : new String[] {"memory", "postgres"}) {
            LanguageModel model = (prompt, deltas) -> {
                deltas.accept(new Delta.Text("Hello."));
                return Reply.Answer.answered("Hello.", TokenUsage.NONE);
            };
            var settings = Settings.of(Map.of("home", home.toString(), "storage.kind", kind, "server.port", "0"));
            try (var hexagent = Hexagent.builder(settings)
                            .provider(ScriptedProvider.of(model))
                            .open();
                    var server = ApiServer.start(hexagent)) {
                URI address = URI.create(server.address());
                for (int i = 0; i < WARM_UP; i++) {
                    firstWords(address);
                }
                double[] millis = new double[MEASURED];
                for (int i = 0; i < MEASURED; i++) {
                    millis[i] = firstWords(address) / 1e6;
                }
                Arrays.sort(millis);
                System.out.printf(
                        Locale.ROOT,
                        "first words of a chat, %s: p50 %.2f ms, p90 %.2f ms, p99 %.2f ms%n",
                        kind,
                        millis[MEASURED / 2],
                        millis[MEASURED * 9 / 10],
                        millis[MEASURED * 99 / 100]);
                assertThat(millis[0]).isPositive();
            }
        }
    }

    /** @return nanoseconds from the request to its first text */
    private static long firstWords(URI address) throws IOException {
        byte[] body = "{\"message\":\"Hello?\"}".getBytes(StandardCharsets.UTF_8);
        String head = "POST /api/chat/stream HTTP/1.1\r\nHost: " + address.getAuthority()
                + "\r\n"
                + "Content-Type: application/json\r\n"
                + "Accept: text/event-stream\r\n"
                + "Connection: close\r\n"
                + "Content-Length: "
                + body.length + "\r\n\r\n";
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            long begin = System.nanoTime();
            out.write((head + new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
            out.flush();
            long heard = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (heard == 0 && line.startsWith("event: assistant_message")) {
                    heard = System.nanoTime();
                }
                if (line.startsWith("event: done")) {
                    break;
                }
            }
            if (heard == 0) {
                throw new IOException("no text came");
            }
            return heard - begin;
        }
    }
}
