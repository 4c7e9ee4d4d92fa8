package io.hexagent.infrastructure.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Texts a second of 128 texts of about 29 tokens, against LangChain4j's in-process all-MiniLM-L6-v2: fresh JVMs with
 * the same flags, rounds interleaved, medians compared. {@code ./mvnw -Pbench -pl infrastructure -am test
 * -Dtest=EmbeddingBenchmark -Dsurefire.failIfNoSpecifiedTests=false} prints the figures and leaves them in
 * {@code target/bench/embedding.txt}.
 */
@Tag("bench")
class EmbeddingBenchmark {
    private static final Path PEER = Path.of("src", "bench", "langchain4j");
    private static final Path WORK = Path.of("target", "bench");
    private static final int ROUNDS = 5;
    private static final String WARM_UP_SECONDS = "2";
    private static final String MEASURED_SECONDS = "3";

    private record Figure(double textsPerSecond, double cosine) {}

    @Test
    void textsPerSecondAgainstLangChain4j() throws Exception {
        Files.createDirectories(WORK);
        Path texts = Files.write(WORK.resolve("texts.txt"), texts());
        String peerClasspath = peerClasspath();
        var ours = new ArrayList<Figure>();
        var theirs = new ArrayList<Figure>();
        for (int round = 0; round < ROUNDS; round++) {
            ours.add(ours(texts));
            theirs.add(theirs(texts, peerClasspath));
        }

        String report = String.format(
                Locale.ROOT,
                "embedding, 128 texts of about 29 tokens, %d cores: ours %.0f texts/s %s, langchain4j %.0f texts/s %s,"
                        + " ratio %.2f%n",
                Runtime.getRuntime().availableProcessors(),
                median(ours),
                speeds(ours),
                median(theirs),
                speeds(theirs),
                median(ours) / median(theirs));
        Files.writeString(WORK.resolve("embedding.txt"), report);
        System.out.print(report);

        assertThat(ours.getFirst().cosine())
                .as("both do the same work")
                .isCloseTo(theirs.getFirst().cosine(), within(1e-3));
    }

    private static Figure ours(Path texts) throws Exception {
        String classpath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return run(
                "-cp",
                classpath,
                EmbeddingLoop.class.getName(),
                texts.toString(),
                WARM_UP_SECONDS,
                MEASURED_SECONDS,
                Path.of("target", "embedding-model").toString());
    }

    private static Figure theirs(Path texts, String classpath) throws Exception {
        return run(
                "-cp",
                classpath,
                PEER.resolve("LangChain4jLoop.java").toString(),
                texts.toString(),
                WARM_UP_SECONDS,
                MEASURED_SECONDS);
    }

    private static Figure run(String... arguments) throws Exception {
        var command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx1g",
                                "--enable-native-access=ALL-UNNAMED"),
                        Stream.of(arguments))
                .toList();
        String result = output(command)
                .lines()
                .filter(line -> line.startsWith("RESULT "))
                .findFirst()
                .orElseThrow();
        List<Double> figures = Stream.of(result.substring("RESULT ".length()).split(" ", -1))
                .map(Double::valueOf)
                .toList();
        return new Figure(figures.get(0), figures.get(1));
    }

    private static String peerClasspath() throws Exception {
        Path file = WORK.resolve("langchain4j.classpath").toAbsolutePath();
        if (!Files.exists(file)) {
            var unused = output(List.of(
                    Path.of("..", "mvnw").toAbsolutePath().normalize().toString(),
                    "-q",
                    "-B",
                    "-f",
                    PEER.resolve("pom.xml").toString(),
                    "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath",
                    "-Dmdep.outputFile=" + file));
        }
        return Files.readString(file).strip();
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(WORK, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        String output = Files.readString(log, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private static double median(List<Figure> figures) {
        return figures.stream()
                .mapToDouble(Figure::textsPerSecond)
                .sorted()
                .skip(figures.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private static String speeds(List<Figure> figures) {
        return figures.stream()
                .map(figure -> String.format(Locale.ROOT, "%.0f", figure.textsPerSecond()))
                .collect(Collectors.joining(" ", "(", ")"));
    }

    /** Words that are one token each: with the two that the model adds, 29 tokens on average. */
    private static List<String> texts() {
        String[] words = {
            "the", "price", "of", "rain", "was", "higher", "than", "we", "thought", "in", "march", "because", "wind",
            "from", "north", "brought", "cold", "air", "and", "snow", "to", "city", "while", "people", "stayed", "home"
        };
        var random = new Random(29);
        return IntStream.range(0, 128)
                .mapToObj(i -> IntStream.range(0, random.nextInt(20, 35))
                        .mapToObj(k -> words[random.nextInt(words.length)])
                        .collect(Collectors.joining(" ")))
                .toList();
    }
}
