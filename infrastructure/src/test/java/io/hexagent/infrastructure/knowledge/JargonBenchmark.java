package io.hexagent.infrastructure.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.document.Ranking;
import io.hexagent.domain.embedding.Embedding;
import io.hexagent.infrastructure.djl.MiniLmEmbeddingModel;
import io.hexagent.infrastructure.lucene.LucenePassageIndex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole Jargon File 4.4.7, as Debian's package jargon-text has it: how well its entries are found, how fast they
 * are indexed, and how long a search takes at 10,000 passages. Another file: {@code -Djargon.file=…}.
 */
@Tag("bench")
class JargonBenchmark {
    private static final Path DEBIAN = Path.of("/usr/share/doc/jargon-text/jargon.txt.gz");
    private static final int QUESTIONS = 200;
    private static final int MANY = 10_000;

    private static MiniLmEmbeddingModel model;

    @BeforeAll
    static void open() {
        Assumptions.assumeTrue(Files.exists(file()), () -> "there is no " + file() + "; apt-get install jargon-text");
        model = MiniLmEmbeddingModel.open(MiniLmEmbeddingModel.Options.defaults(Path.of("target", "embedding-model")));
    }

    @AfterAll
    static void close() {
        if (model != null) {
            model.close();
        }
    }

    private static Path file() {
        return Optional.ofNullable(System.getProperty("jargon.file"))
                .map(Path::of)
                .orElse(DEBIAN);
    }

    private static String text() throws IOException {
        try (InputStream bytes = Files.newInputStream(file());
                InputStream plain = file().toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void say(String line, Object... figures) {
        System.out.println("FIGURE " + String.format(Locale.ROOT, line, figures));
    }

    private static double perSecond(int count, Duration time) {
        return count / (time.toNanos() / 1e9);
    }

    @Test
    void entriesAreFoundByTheirDefinitions() throws IOException {
        List<JargonFile.Entry> entries = JargonFile.entries(text());
        List<JargonFile.Question> questions = JargonFile.questions(entries, QUESTIONS);
        assertThat(entries).hasSizeGreaterThan(2000);
        assertThat(questions).hasSize(QUESTIONS);
        Map<String, String> texts = new LinkedHashMap<>();
        entries.forEach(entry -> texts.merge(entry.headword(), entry.text(), (a, b) -> a + "\n\n" + b));
        try (var shelf = new Shelf(model, LucenePassageIndex.Options.inMemory(50))) {
            shelf.add(texts, 254, 15, Integer.MAX_VALUE);
            long start = System.nanoTime();
            assertThat(shelf.search("hacker", Optional.empty(), Ranking.WORDS, 5))
                    .hasSize(5);
            Duration indexing = Duration.ofNanos(System.nanoTime() - start);
            say(
                    "%d entries, %d passages: split %.0f/s, embedded %.1f/s, indexed %.0f/s",
                    texts.size(),
                    shelf.passages(),
                    perSecond(shelf.passages(), shelf.splitting()),
                    perSecond(shelf.passages(), shelf.embedding()),
                    perSecond(shelf.passages(), indexing));
            double words = shelf.recallAtFive(questions, Ranking.WORDS);
            double meaning = shelf.recallAtFive(questions, Ranking.MEANING);
            double hybrid = shelf.recallAtFive(questions, Ranking.HYBRID);
            say("recall@5 of %d questions: BM25 %.3f, vectors %.3f, hybrid %.3f", QUESTIONS, words, meaning, hybrid);
            assertThat(hybrid).isGreaterThanOrEqualTo(Math.max(words, meaning) - 0.03);
        }
    }

    @Test
    void aSearchAmongTenThousandPassages(@TempDir Path directory) throws IOException {
        String text = text();
        List<JargonFile.Question> questions = JargonFile.questions(JargonFile.entries(text), QUESTIONS);
        try (var shelf = new Shelf(model, LucenePassageIndex.Options.in(directory, 50))) {
            shelf.add(Map.of("whole", text), 44, 15, MANY);
            assertThat(shelf.passages()).isEqualTo(MANY);
            long start = System.nanoTime();
            assertThat(shelf.search("hacker", Optional.empty(), Ranking.WORDS, 5))
                    .hasSize(5);
            say(
                    "%d short passages: embedded %.1f/s, indexed on disk %.0f/s",
                    MANY,
                    perSecond(MANY, shelf.embedding()),
                    perSecond(MANY, Duration.ofNanos(System.nanoTime() - start)));
            List<Embedding> meanings = model.embed(
                    questions.stream().map(JargonFile.Question::text).toList());
            for (Ranking ranking : Ranking.values()) {
                double[] millis = new double[5 * QUESTIONS];
                for (int i = -QUESTIONS; i < millis.length; i++) {
                    int question = Math.floorMod(i, QUESTIONS);
                    long began = System.nanoTime();
                    var hits = shelf.search(
                            questions.get(question).text(), Optional.of(meanings.get(question)), ranking, 5);
                    assertThat(hits).hasSize(5);
                    if (i >= 0) {
                        millis[i] = (System.nanoTime() - began) / 1e6;
                    }
                }
                tell("search by " + ranking.wire(), millis);
            }
            double[] millis = new double[QUESTIONS];
            for (int i = 0; i < millis.length; i++) {
                String question = questions.get(i).text();
                long began = System.nanoTime();
                var hits = shelf.search(question, Optional.of(model.embed(question)), Ranking.HYBRID, 5);
                assertThat(hits).hasSize(5);
                millis[i] = (System.nanoTime() - began) / 1e6;
            }
            tell("search by hybrid with the question's vector", millis);
        }
    }

    private static void tell(String what, double[] millis) {
        Arrays.sort(millis);
        say(
                "%s at %d passages: p50 %.2f ms, p99 %.2f ms",
                what, MANY, millis[millis.length / 2], millis[millis.length * 99 / 100]);
    }
}
