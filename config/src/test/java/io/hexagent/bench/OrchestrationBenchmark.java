package io.hexagent.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * CPU of our own process per run, as a ratio to the bare loop: fresh JVMs, interleaved, the median of five rounds.
 * {@code ./mvnw verify -Pbench -pl config -am -Dtest=OrchestrationBenchmark -Dsurefire.failIfNoSpecifiedTests=false}
 */
@Tag("bench")
class OrchestrationBenchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 5);

    @TempDir
    Path home;

    private record Variant(String name, Class<?> main, int tools, int warmUp, int runs, String storage) {}

    @Test
    void cpuPerRunAgainstTheBareLoop() throws Exception {
        List<Variant> variants = List.of(
                new Variant("bare, 3 calls", BareLoop.class, 2, 20_000, 10_000, "none"),
                new Variant("in memory, 3 calls", AgentLoop.class, 2, 20_000, 10_000, "memory"),
                new Variant("recorded, 3 calls", AgentLoop.class, 2, 20_000, 10_000, "postgres"),
                new Variant("queued, 3 calls", QueueLoop.class, 2, 20_000, 10_000, "postgres"),
                new Variant("bare, 30 calls", BareLoop.class, 29, 2_000, 1_000, "none"),
                new Variant("in memory, 30 calls", AgentLoop.class, 29, 2_000, 1_000, "memory"),
                new Variant("recorded, 30 calls", AgentLoop.class, 29, 2_000, 1_000, "postgres"));
        Map<String, List<Double>> cpu = new LinkedHashMap<>();
        Map<String, List<Double>> speed = new LinkedHashMap<>();
        Map<String, List<Double>> server = new LinkedHashMap<>();
        Process stub = start(OpenAiStub.class, List.of());
        try (var lines = new BufferedReader(new InputStreamReader(stub.getInputStream(), StandardCharsets.UTF_8))) {
            String port = lines.readLine();
            for (int round = 0; round < ROUNDS; round++) {
                for (Variant variant : variants) {
                    double[] figures = measure(variant, port);
                    cpu.computeIfAbsent(variant.name(), name -> new ArrayList<>())
                            .add(figures[0]);
                    speed.computeIfAbsent(variant.name(), name -> new ArrayList<>())
                            .add(figures[1]);
                    server.computeIfAbsent(variant.name(), name -> new ArrayList<>())
                            .add(figures[2]);
                }
            }
        } finally {
            stub.getOutputStream().close();
            stub.waitFor();
        }
        for (Variant variant : variants) {
            String floor = "bare, " + (variant.tools() + 1) + " calls";
            System.out.printf(
                    Locale.ROOT,
                    "%-20s %9.1f us CPU a run  %8.0f runs/s  ratio %.2f  database %7.1f us%n",
                    variant.name(),
                    median(of(cpu, variant.name())),
                    median(of(speed, variant.name())),
                    median(of(cpu, variant.name())) / median(of(cpu, floor)),
                    median(of(server, variant.name())));
        }
        assertThat(cpu.values()).allSatisfy(rounds -> assertThat(rounds).hasSize(ROUNDS));
    }

    private double[] measure(Variant variant, String port) throws IOException, InterruptedException {
        Process process = start(
                variant.main(),
                List.of(
                        port,
                        String.valueOf(variant.tools()),
                        "16",
                        String.valueOf(variant.warmUp()),
                        String.valueOf(variant.runs()),
                        variant.storage(),
                        home.toString()));
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        String line = output.lines()
                .filter(text -> text.startsWith("measured "))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(output));
        return Arrays.stream(line.split(" ", -1))
                .skip(1)
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static Process start(Class<?> main, List<String> arguments) throws IOException {
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static List<Double> of(Map<String, List<Double>> figures, String name) {
        return figures.getOrDefault(name, List.of());
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
