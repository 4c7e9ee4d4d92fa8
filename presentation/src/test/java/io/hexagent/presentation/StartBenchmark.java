package io.hexagent.presentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole-process times as a user has them, through the launcher on a warm data directory: {@code analyze} end to end,
 * {@code serve} until it is ready, and the memory of the idle server after a minute. Medians of five; the launcher must
 * have built the program before. {@code ./mvnw verify -Pbench -pl presentation -am -Dtest=StartBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false}
 */
@Tag("bench")
class StartBenchmark {
    private static final int ROUNDS = 5;
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path home;

    @Test
    void startTimesAndIdleMemory() throws Exception {
        analyze();
        var analyses = new ArrayList<Double>();
        var starts = new ArrayList<Double>();
        for (int round = 0; round < ROUNDS; round++) {
            analyses.add(analyze());
            starts.add(serve(Duration.ZERO)[0]);
        }
        double resident = serve(IDLE)[1];
        System.out.printf(
                Locale.ROOT,
                "analyze end to end %.2f s, serve to ready %.2f s, idle server with the model after %d s %.0f MB%n",
                median(analyses),
                median(starts),
                IDLE.toSeconds(),
                resident);
        assertThat(resident).isPositive();
    }

    private double analyze() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process =
                launcher("analyze", "presentation/examples/penguins.csv", "What is the average body mass by species?");
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("3700.66");
        return (System.nanoTime() - start) / 1e9;
    }

    /** Seconds until the address is printed, and megabytes resident after the pause. */
    private double[] serve(Duration pause) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = launcher("serve", "--port", "0");
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.contains("http://127.0.0.1:")) {
                line = lines.readLine();
            }
            assertThat(line).as("the server's address").isNotNull();
            double ready = (System.nanoTime() - start) / 1e9;
            assertThat(process.waitFor(pause.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
            return new double[] {ready, resident(process.pid())};
        } finally {
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static double resident(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    private Process launcher(String... arguments) throws IOException {
        var command = new ArrayList<String>(List.of(ROOT.resolve("hexagent").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true);
        builder.environment().put("HEXAGENT_HOME", home.toString());
        return builder.start();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
