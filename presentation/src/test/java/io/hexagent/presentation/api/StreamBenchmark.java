package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Streams, server and readers in processes of their own: how much older a token is when a client has it than when the
 * model wrote it, the server's CPU for each delivered event against a plain Micronaut publisher of strings (interleaved
 * rounds, medians), and the heap of an idle stream. {@code ./mvnw verify -Pbench -pl presentation -am
 * -Dtest=StreamBenchmark -Dsurefire.failIfNoSpecifiedTests=false}
 */
@Tag("bench")
class StreamBenchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final int READERS = 100;
    private static final int EVENTS = 1000;
    private static final int WARM_UPS = 3;
    private static final int IDLE = 2000;

    @TempDir
    Path home;

    @Test
    void deliveryAndHeap() throws Exception {
        try (var model = new Side(StreamBenchModel.class);
                var server = new Side(StreamBenchServer.class, home.toString(), "memory", model.ask("address"));
                var readers = new Side(StreamBenchReaders.class)) {
            cpu(server, readers);
            heap(server, readers);
        }
    }

    @Test
    void lagOfTokens() throws Exception {
        try (var model = new Side(StreamBenchModel.class);
                var server = new Side(StreamBenchServer.class, home.toString(), "postgres", model.ask("address"));
                var readers = new Side(StreamBenchReaders.class)) {
            lag(server, model, readers, 1, 20_000);
            lag(server, model, readers, 100, 20_000);
            lag(server, model, readers, 1000, 50_000);
        }
    }

    private static void cpu(Side server, Side readers) throws IOException {
        var ours = new ArrayList<Double>();
        var plain = new ArrayList<Double>();
        String run = server.ask("begin");
        readers.ask("connect " + READERS + " " + server.ask("ours") + "/api/runs/" + run + "/events?last_id=2");
        readers.ask("connect " + READERS + " " + server.ask("plain") + "/plain");
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            double oursNow = measured(server, readers, "events");
            double plainNow = measured(server, readers, "plain-events");
            if (round >= 0) {
                ours.add(oursNow);
                plain.add(plainNow);
            }
        }
        readers.ask("close");
        System.out.printf(
                Locale.ROOT,
                "CPU a delivered event, %d readers: %.2f us, plain publisher %.2f us, ratio %.2f%n",
                READERS,
                median(ours),
                median(plain),
                median(ours) / median(plain));
        assertThat(median(ours)).isPositive();
    }

    /** Microseconds of the server's CPU for each event and reader. */
    private static double measured(Side server, Side readers, String command) throws IOException {
        readers.ask("reset");
        long before = Long.parseLong(server.ask("cpu"));
        server.ask(command + " " + EVENTS + " 3000");
        readers.ask("until " + (long) EVENTS * READERS);
        return (Long.parseLong(server.ask("cpu")) - before) / (double) EVENTS / READERS;
    }

    /** Tokens go from the model through a worker and the stream of its run to clients. */
    private static void lag(Side server, Side model, Side readers, int count, int pauseMicros) throws IOException {
        String run = server.ask("ask");
        // The hello comes at once, text when there is some.
        readers.ask("connect " + count + " " + server.ask("ours") + "/api/runs/" + run + "/events");
        model.ask("tokens 100 " + pauseMicros);
        readers.ask("settle");
        long before = Long.parseLong(server.ask("writes"));
        readers.ask("reset");
        int tokens = 300;
        model.ask("tokens " + tokens + " " + pauseMicros);
        readers.ask("until " + (long) tokens * count);
        String[] lags = readers.ask("lags").split(" ", -1);
        long rows = Long.parseLong(server.ask("writes")) - before;
        System.out.printf(
                Locale.ROOT,
                "lag of a token, %d readers, one each %d ms: p50 %s ms, p99 %s ms; %d rows written for %d tokens in"
                        + " %.1f s%n",
                count,
                pauseMicros / 1000,
                lags[0],
                lags[1],
                rows,
                tokens,
                tokens * pauseMicros / 1e6);
        model.ask("tokens 0 0");
        readers.ask("close");
    }

    private static void heap(Side server, Side readers) throws IOException {
        String run = server.ask("begin");
        String stream = server.ask("ours") + "/api/runs/" + run + "/events?last_id=2";
        readers.ask("connect " + IDLE + " " + stream);
        readers.ask("close");
        server.until("open", "0");
        long before = Long.parseLong(server.ask("heap"));
        readers.ask("connect " + IDLE + " " + stream);
        server.until("open", String.valueOf(IDLE));
        long after = Long.parseLong(server.ask("heap"));
        System.out.printf(Locale.ROOT, "heap of an idle stream: %.1f KB%n", (after - before) / 1024.0 / IDLE);
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** A process that answers each line with a line. */
    private static final class Side implements AutoCloseable {
        private final Process process;
        private final BufferedReader in;
        private final BufferedWriter out;

        Side(Class<?> main, String... arguments) throws IOException {
            var command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx1g",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    main.getName()));
            command.addAll(Arrays.asList(arguments));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            out = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        }

        String ask(String command) throws IOException {
            out.write(command + "\n");
            out.flush();
            for (@Nullable String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("= ")) {
                    return line.substring(2);
                }
            }
            throw new IOException("no answer to " + command);
        }

        void until(String command, String answer) throws IOException {
            long deadline = System.nanoTime() + 30_000_000_000L;
            while (!ask(command).equals(answer)) {
                assertThat(System.nanoTime()).as(command).isLessThan(deadline);
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
