package io.hexagent.infrastructure.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.document.Ranking;
import io.hexagent.domain.embedding.Embedding;
import io.hexagent.infrastructure.djl.MiniLmEmbeddingModel;
import io.hexagent.infrastructure.lucene.LucenePassageIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole Jargon File 4.4.7: how fast it is indexed, and how long a search takes at 10,000 passages.
 * {@link JargonRecallTest} tells how well its entries are found.
 */
@Tag("bench")
class JargonBenchmark {
    private static final int QUESTIONS = 200;
    private static final int MANY = 10_000;

    private static MiniLmEmbeddingModel model;

    @BeforeAll
    static void open() {
        Path file = JargonText.file();
        Assumptions.assumeTrue(Files.exists(file), () -> "there is no " + file + "; apt-get install jargon-text");
        model = MiniLmEmbeddingModel.open(MiniLmEmbeddingModel.Options.defaults(Path.of("target", "embedding-model")));
    }

    @AfterAll
    static void close() {
        if (model != null) {
            model.close();
        }
    }

    private static void say(String line, Object... figures) {
        System.out.println("FIGURE " + String.format(Locale.ROOT, line, figures));
    }

    private static double perSecond(int count, Duration time) {
        return count / (time.toNanos() / 1e9);
    }

    @Test
    void aSearchAmongTenThousandPassages(@TempDir Path directory) throws IOException {
        String text = JargonText.read();
        List<JargonFile.Question> questions = JargonFile.questions(JargonFile.entries(text), QUESTIONS);
        try (var shelf = new Shelf(model, LucenePassageIndex.Options.in(directory, 50))) {
            shelf.add(Map.of("whole", text), 44, 15, MANY);
            assertThat(shelf.passages()).isEqualTo(MANY);
            long start = System.nanoTime();
            assertThat(shelf.search("hacker", Optional.empty(), Ranking.WORDS, 5))
                    .hasSize(5);
            say(
                    "%d short passages: split %.0f/s, embedded %.1f/s, indexed on disk %.0f/s",
                    MANY,
                    perSecond(MANY, shelf.splitting()),
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
