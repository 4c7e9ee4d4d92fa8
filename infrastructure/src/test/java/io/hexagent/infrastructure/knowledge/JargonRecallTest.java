package io.hexagent.infrastructure.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.hexagent.domain.document.Ranking;
import io.hexagent.infrastructure.djl.MiniLmEmbeddingModel;
import io.hexagent.infrastructure.lucene.LucenePassageIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How well the entries of the whole Jargon File are found by questions made from their definitions. */
class JargonRecallTest {
    private static final int QUESTIONS = 200;

    @BeforeAll
    static void findText() {
        if (!Files.exists(JargonText.file())) {
            String reason = "there is no " + JargonText.file()
                    + " (apt-get install jargon-text): how well documents are found is tested on a sample only";
            assertThat(System.getenv("CI")).as(reason).isNotEqualTo("true");
            System.err.println(reason);
        }
        assumeThat(JargonText.file()).exists();
    }

    @Test
    void bothRankingsTogetherFindAlmostAsMuchAsTheBetterOne() throws IOException {
        List<JargonFile.Entry> entries = JargonFile.entries(JargonText.read());
        List<JargonFile.Question> questions = JargonFile.questions(entries, QUESTIONS);
        assertThat(entries).hasSizeGreaterThan(2000);
        assertThat(questions).hasSize(QUESTIONS);
        Map<String, String> texts = new LinkedHashMap<>();
        entries.forEach(entry -> texts.merge(entry.headword(), entry.text(), (a, b) -> a + "\n\n" + b));
        try (var model = MiniLmEmbeddingModel.open(
                        MiniLmEmbeddingModel.Options.defaults(Path.of("target", "embedding-model")));
                var shelf = new Shelf(model, LucenePassageIndex.Options.inMemory(50))) {
            shelf.add(texts, 254, 15, Integer.MAX_VALUE);
            double words = shelf.recallAtFive(questions, Ranking.WORDS);
            double meaning = shelf.recallAtFive(questions, Ranking.MEANING);
            double hybrid = shelf.recallAtFive(questions, Ranking.HYBRID);
            System.out.printf(
                    Locale.ROOT,
                    "FIGURE recall@5 of %d questions among %d entries: BM25 %.3f, vectors %.3f, hybrid %.3f%n",
                    QUESTIONS,
                    texts.size(),
                    words,
                    meaning,
                    hybrid);
            assertThat(hybrid).isGreaterThanOrEqualTo(Math.max(words, meaning) - 0.03);
        }
    }
}
