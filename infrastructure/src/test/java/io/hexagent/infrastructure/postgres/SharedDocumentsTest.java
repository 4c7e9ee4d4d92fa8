package io.hexagent.infrastructure.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.document.Document;
import io.hexagent.domain.document.EmbeddedPassage;
import io.hexagent.domain.document.Passage;
import io.hexagent.domain.document.PassageQuery;
import io.hexagent.domain.document.Ranking;
import io.hexagent.domain.embedding.Embedding;
import io.hexagent.domain.value.DocumentId;
import io.hexagent.infrastructure.contract.PlainJson;
import io.hexagent.infrastructure.lucene.LucenePassageIndex;
import io.hexagent.infrastructure.store.Store;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes on one database, each with an index of its own. */
final class SharedDocumentsTest {
    private static final Embedding VECTOR = new Embedding("m", new float[] {1, 0}, false);

    private static void add(Store store, String id, String text) {
        var hash = store.blobs()
                .put(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 1000)
                .hash();
        var document = new Document(
                new DocumentId(id), OwnerId.LOCAL, id, "text/plain", hash, 1, hash, text.length(), 1, Instant.EPOCH);
        var passage = new EmbeddedPassage(new Passage(document.id(), 0, 0, text.length(), text), VECTOR);
        assertThat(store.documents().add(document, List.of(passage), Optional.empty()))
                .isEqualTo(new Keyed.Created());
    }

    private static List<String> found(LucenePassageIndex index) {
        return index
                .search(new PassageQuery(OwnerId.LOCAL, "plan", Optional.of(VECTOR), Ranking.HYBRID, List.of(), 10))
                .stream()
                .map(hit -> hit.passage().document().value())
                .sorted()
                .toList();
    }

    @Test
    void whatOneAddsOrRemovesTheOtherFindsOrDoesNotAtOnceAndAfterARestart(@TempDir Path directory) {
        DatabaseUrl database = TestDatabases.create("shared_documents");
        var options = LucenePassageIndex.Options.in(directory, 50);
        try (var one = PostgresStore.open(PostgresOptions.of(database), new PlainJson());
                var two = PostgresStore.open(PostgresOptions.of(database), new PlainJson())) {
            assertThat(one.passageChanges().origin())
                    .isEqualTo(two.passageChanges().origin());
            try (var first = new LucenePassageIndex(one.passageChanges(), options);
                    var second = new LucenePassageIndex(two.passageChanges(), options)) {
                add(one, "a", "a plan");
                add(two, "b", "another plan");
                assertThat(found(first)).containsExactly("a", "b");
                assertThat(found(second)).containsExactly("a", "b");
                assertThat(two.documents().delete(OwnerId.LOCAL, new DocumentId("a")))
                        .isTrue();
                assertThat(found(first)).containsExactly("b");
                assertThat(found(second)).containsExactly("b");
            }
            add(one, "c", "a third plan");
            assertThat(one.documents().delete(OwnerId.LOCAL, new DocumentId("b")))
                    .isTrue();
            try (var again = new LucenePassageIndex(one.passageChanges(), options)) {
                assertThat(found(again)).containsExactly("c");
            }
        }
    }
}
