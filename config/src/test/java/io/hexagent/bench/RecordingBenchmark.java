package io.hexagent.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
 * What recording costs, client and server, as a ratio to a commit for each step in the same round: fresh JVMs,
 * interleaved, the median of five rounds. {@code ./mvnw verify -Pbench -pl config -am -Dtest=RecordingBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false}
 */
@Tag("bench")
class RecordingBenchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 5);

    @TempDir
    Path home;

    private record Variant(String name, String how, int concurrency, int warmUp, int runs) {}

    @Test
    void recordingAgainstACommitForEachStep() throws Exception {
        List<Variant> variants = List.of(
                new Variant("each, 16", "each", 16, 2_000, 2_000),
                new Variant("grouped, 16", "grouped", 16, 10_000, 10_000),
                new Variant("grouped, 64", "grouped", 64, 10_000, 10_000));
        Map<String, List<double[]>> figures = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Variant variant : variants) {
                figures.computeIfAbsent(variant.name(), name -> new ArrayList<>())
                        .add(measure(variant));
            }
        }
        for (Variant variant : variants) {
            double[] middle = median(figures, variant.name());
            double[] floor = median(figures, "each, 16");
            System.out.printf(
                    Locale.ROOT,
                    "%-12s client %7.1f us  server %7.1f us  %8.0f runs/s  %.2f commits a run  ratio %.2f%n",
                    variant.name(),
                    middle[0],
                    middle[1],
                    middle[2],
                    variant.how().equals("each") ? 11.0 : middle[3],
                    (middle[0] + middle[1]) / (floor[0] + floor[1]));
        }
        assertThat(figures.values()).allSatisfy(rounds -> assertThat(rounds).hasSize(ROUNDS));
    }

    private double[] measure(Variant variant) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RecordingLoop.class.getName(),
                        variant.how(),
                        String.valueOf(variant.concurrency()),
                        String.valueOf(variant.warmUp()),
                        String.valueOf(variant.runs()),
                        home.toString())
                .redirectErrorStream(true)
                .start();
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

    /** Of each figure the middle one of all rounds. */
    private static double[] median(Map<String, List<double[]>> figures, String name) {
        List<double[]> rounds = figures.getOrDefault(name, List.of());
        double[] middle = new double[4];
        for (int i = 0; i < middle.length; i++) {
            int column = i;
            double[] sorted =
                    rounds.stream().mapToDouble(round -> round[column]).sorted().toArray();
            middle[i] = sorted[sorted.length / 2];
        }
        return middle;
    }
}
