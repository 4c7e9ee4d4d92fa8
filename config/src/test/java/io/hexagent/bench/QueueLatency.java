package io.hexagent.bench;

import com.sun.net.httpserver.HttpServer;
import io.hexagent.application.run.follow.FeedItem;
import io.hexagent.application.run.follow.FollowRun;
import io.hexagent.application.run.follow.Follower;
import io.hexagent.config.Hexagent;
import io.hexagent.config.Inside;
import io.hexagent.config.Settings;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.StampedEvent;
import io.hexagent.domain.value.RunId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How long an idle program takes from accepting a run to its model's first call, and to its first streamed token as
 * against a bare streaming client, with the time of one commit beside it. Arguments: data directory, runs.
 */
public final class QueueLatency {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String CHUNK =
            "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"stub\",\"choices\":[{"
                    + "\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n";

    private final BlockingQueue<Long> calls = new ArrayBlockingQueue<>(1000);

    private QueueLatency() {}

    public static void main(String[] arguments) throws Exception {
        new QueueLatency().measure(arguments[0], Integer.parseInt(arguments[1]));
    }

    private void measure(String home, int runs) throws Exception {
        HttpServer stub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        stub.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        stub.createContext("/v1/chat/completions", exchange -> {
            long arrived = System.nanoTime();
            byte[] ignored = exchange.getRequestBody().readAllBytes();
            calls.add(arrived);
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                write(out, CHUNK.formatted("{\"role\":\"assistant\",\"content\":\"Fifteen\"}", "null"));
                write(out, CHUNK.formatted("{\"content\":\" it is.\"}", "null"));
                write(out, CHUNK.formatted("{}", "\"stop\""));
                write(out, "data: [DONE]\n\n");
            }
        });
        stub.start();
        String port = Integer.toString(stub.getAddress().getPort());
        try (var hexagent = Hexagent.open(Settings.of(QueueLoop.settings(port, "0", home)))) {
            var store = Inside.store(hexagent);
            double[] toCall = new double[runs];
            double[] toToken = new double[runs];
            double[] bare = new double[runs];
            double[] commit = new double[runs];
            for (int i = -50; i < runs; i++) {
                long asked = System.nanoTime();
                var run = QueueLoop.start(hexagent);
                long accepted = System.nanoTime();
                long token = firstToken(hexagent, run);
                long called = take(calls);
                double alone = bareToken(port);
                long other = take(calls);
                Run fresh = RecordingLoop.run();
                long began = System.nanoTime();
                long seq = store.runEvents()
                        .begin(
                                RecordingLoop.conversation(fresh),
                                fresh,
                                List.of(
                                        new StampedEvent(Instant.now(), new RunEvent.RunStarted(1, "w")),
                                        new StampedEvent(Instant.now(), new RunEvent.RunCancelled(TokenUsage.NONE))))
                        .seq();
                if (i >= 0 && seq == 2 && other > 0) {
                    toCall[i] = (called - accepted) / 1e6;
                    toToken[i] = (token - asked) / 1e6;
                    bare[i] = alone;
                    commit[i] = (System.nanoTime() - began) / 1e6;
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "measured accepted to first call %.2f ms, asked to first token %.2f ms, bare %.2f ms, commit %.2f"
                            + " ms%n",
                    median(toCall),
                    median(toToken),
                    median(bare),
                    median(commit));
        } finally {
            stub.stop(0);
        }
    }

    /** Follows the run as a stream does, to its end. @return when its first text was there */
    private static long firstToken(Hexagent hexagent, RunId run) throws InterruptedException {
        var wake = new Semaphore(1);
        if (!(hexagent.followRun().handle(new FollowRun.Command(Principal.LOCAL, run, 0, true))
                instanceof FollowRun.Outcome.Ready ready)) {
            throw new IllegalStateException("run " + run + " cannot be followed");
        }
        long first = 0;
        try (Follower follower = ready.opening().open(wake::release)) {
            while (!follower.isOver()) {
                wake.acquire();
                for (Optional<FeedItem> item = follower.next(); item.isPresent(); item = follower.next()) {
                    boolean isText =
                            item.get() instanceof FeedItem.TextBegun || item.get() instanceof FeedItem.TextGrown;
                    first = first == 0 && isText ? System.nanoTime() : first;
                }
            }
        }
        return first;
    }

    /** The same call in the plainest way, in milliseconds to its first token. */
    private static double bareToken(String port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"stub\",\"stream\":true,\"messages\":[]}"))
                .build();
        long asked = System.nanoTime();
        double first = 0;
        try (var lines = new BufferedReader(new InputStreamReader(
                CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (first == 0 && line.contains("Fifteen")) {
                    first = (System.nanoTime() - asked) / 1e6;
                }
            }
        }
        return first;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static long take(BlockingQueue<Long> queue) throws InterruptedException {
        Long found = queue.poll(30, TimeUnit.SECONDS);
        if (found == null) {
            throw new IllegalStateException("nothing came within 30 s");
        }
        return found;
    }

    private static double median(double[] values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
