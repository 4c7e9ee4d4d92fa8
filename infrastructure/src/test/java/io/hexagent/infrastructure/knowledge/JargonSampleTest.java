package io.hexagent.infrastructure.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.document.Passage;
import io.hexagent.domain.document.Ranking;
import io.hexagent.domain.document.Splitter;
import io.hexagent.domain.value.DocumentId;
import io.hexagent.infrastructure.djl.MiniLmEmbeddingModel;
import io.hexagent.infrastructure.lucene.LucenePassageIndex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JargonSampleTest {
    private static MiniLmEmbeddingModel model;

    @BeforeAll
    static void open() {
        model = MiniLmEmbeddingModel.open(MiniLmEmbeddingModel.Options.defaults(Path.of("target", "embedding-model")));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static String sample() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(JargonSampleTest.class.getResourceAsStream("/documents/jargon-sample.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void entriesAreFoundByTheirDefinitions() throws IOException {
        List<JargonFile.Entry> entries = JargonFile.entries(sample());
        assertThat(entries).hasSize(48);
        List<JargonFile.Question> questions = JargonFile.questions(entries, 200);
        assertThat(questions).hasSizeGreaterThan(30);
        try (var shelf = new Shelf(model, LucenePassageIndex.Options.inMemory(50))) {
            shelf.add(
                    entries.stream().collect(Collectors.toMap(JargonFile.Entry::headword, JargonFile.Entry::text)),
                    254,
                    15,
                    Integer.MAX_VALUE);
            double words = shelf.recallAtFive(questions, Ranking.WORDS);
            double meaning = shelf.recallAtFive(questions, Ranking.MEANING);
            double hybrid = shelf.recallAtFive(questions, Ranking.HYBRID);
            assertThat(words).isGreaterThan(0.9);
            assertThat(meaning).isGreaterThan(0.8);
            assertThat(hybrid).isGreaterThanOrEqualTo(Math.max(words, meaning) - 0.03);
        }
    }

    @Test
    void noPassageIsLongerThanTheModelReadsAndEachIsExactlyWhereItSays() throws IOException {
        String text = sample() + "\n\n" + "語".repeat(2000) + " " + "x".repeat(5000) + " 😀".repeat(600);
        List<Passage> passages = new Splitter(model::tokens, 254, 15).split(new DocumentId("d"), text);
        assertThat(passages).hasSizeGreaterThan(30);
        assertThat(model.embed(passages.stream().map(Passage::text).toList()))
                .noneMatch(embedding -> embedding.truncated());
        assertThat(passages)
                .allSatisfy(passage -> assertThat(text.substring(passage.start(), passage.end()))
                        .isEqualTo(passage.text()));
        int tokens = model.tokens(List.of("warranty of two years", "word ".repeat(1000)))
                .getFirst();
        assertThat(tokens).isBetween(4, 6);
    }
}
