package io.hexagent.presentation.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The model of {@link StreamBenchmark}: a server that speaks the protocol of OpenAI and writes tokens when it is told
 * to, each with the time at which it was written. Takes commands line by line, answers each with a line.
 */
final class StreamBenchModel {
    private static final String CHUNK =
            "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"stub\",\"choices\":[{"
                    + "\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n";

    /** @param count how many tokens; none: the reply ends */
    private record Tokens(int count, long pauseMicros) {}

    private final BlockingQueue<Tokens> asked = new SynchronousQueue<>();
    private final BlockingQueue<Tokens> written = new SynchronousQueue<>();

    private StreamBenchModel() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var model = new StreamBenchModel();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", model::reply);
        server.start();
        try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                switch (words[0]) {
                    case "address" ->
                        System.out.println(
                                "= http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
                    case "tokens" -> {
                        model.asked.put(new Tokens(Integer.parseInt(words[1]), Long.parseLong(words[2])));
                        System.out.println("= " + model.written.take());
                    }
                    default -> throw new IllegalArgumentException(words[0]);
                }
            }
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    private void reply(HttpExchange exchange) throws IOException {
        byte[] ignored = exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            Tokens tokens = asked.take();
            while (tokens.count() > 0) {
                long next = System.nanoTime();
                for (int i = 0; i < tokens.count(); i++) {
                    next += tokens.pauseMicros() * 1000;
                    write(out, CHUNK.formatted("{\"content\":\"@" + System.nanoTime() + "@\"}", "null"));
                    while (next - System.nanoTime() > 0) {
                        LockSupport.parkNanos(next - System.nanoTime());
                    }
                }
                written.put(tokens);
                tokens = asked.take();
            }
            write(out, CHUNK.formatted("{}", "\"stop\"") + "data: [DONE]\n\n");
            written.put(tokens);
        } catch (InterruptedException stop) {
            throw new IOException(stop);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
