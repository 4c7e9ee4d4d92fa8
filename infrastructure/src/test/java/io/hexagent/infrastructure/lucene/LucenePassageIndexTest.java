package io.hexagent.infrastructure.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.document.Document;
import io.hexagent.domain.document.EmbeddedPassage;
import io.hexagent.domain.document.Passage;
import io.hexagent.domain.document.PassageChange;
import io.hexagent.domain.document.PassageChanges;
import io.hexagent.domain.document.PassageHit;
import io.hexagent.domain.document.PassageQuery;
import io.hexagent.domain.document.Ranking;
import io.hexagent.domain.embedding.Embedding;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.DocumentId;
import io.hexagent.infrastructure.memory.MemoryStore;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LucenePassageIndexTest {
    private static final OwnerId OTHER = new OwnerId("other");

    private final MemoryStore store = new MemoryStore(MemoryStore.Options.defaults(), () -> Instant.EPOCH);
    private final LucenePassageIndex index =
            new LucenePassageIndex(store.passageChanges(), LucenePassageIndex.Options.inMemory(50));

    @AfterEach
    void close() {
        index.close();
        store.close();
    }

    private static Embedding vector(String model, double angle) {
        return new Embedding(model, new float[] {(float) Math.cos(angle), (float) Math.sin(angle)}, false);
    }

    private static void add(MemoryStore store, OwnerId owner, String id, String text, Embedding vector) {
        ContentHash hash = store.blobs()
                .put(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 10_000)
                .hash();
        var document = new Document(
                new DocumentId(id), owner, id, "text/plain", hash, 1, hash, text.length(), 1, Instant.EPOCH);
        var passage = new Passage(document.id(), 0, 0, text.length(), text);
        assertThat(store.documents().add(document, List.of(new EmbeddedPassage(passage, vector)), Optional.empty()))
                .isEqualTo(new Keyed.Created());
    }

    private void add(String id, String text, double angle) {
        add(store, OwnerId.LOCAL, id, text, vector("m", angle));
    }

    private static List<String> found(LucenePassageIndex index, Ranking ranking, String words, double angle) {
        return ids(index.search(
                new PassageQuery(OwnerId.LOCAL, words, Optional.of(vector("m", angle)), ranking, List.of(), 10)));
    }

    private List<String> found(Ranking ranking, String words, double angle) {
        return found(index, ranking, words, angle);
    }

    private static List<String> ids(List<PassageHit> hits) {
        return hits.stream().map(hit -> hit.passage().document().value()).toList();
    }

    @Test
    void passagesAreFoundByWordsByMeaningAndByBoth() {
        add("cats", "Cats sleep in the sun.", 1.0);
        add("dogs", "Dogs chase a sleeping cat.", 0.1);
        add("fish", "Fish swim.", 0.0);
        assertThat(found(Ranking.WORDS, "the swimming fish", 0)).containsExactly("fish");
        assertThat(found(Ranking.MEANING, "", 0.9)).containsExactly("cats", "dogs", "fish");
        assertThat(found(Ranking.HYBRID, "chasing cats", 0.0))
                .hasSize(3)
                .first()
                .isEqualTo("dogs");
        assertThat(found(Ranking.WORDS, "", 0)).isEmpty();
        assertThat(found(Ranking.WORDS, "text:* AND \"( \\", 0)).isEmpty();
        PassageHit hit = index.search(new PassageQuery(
                        OwnerId.LOCAL, "", Optional.of(vector("m", 0.5)), Ranking.MEANING, List.of(), 1))
                .getFirst();
        assertThat(hit.score()).isCloseTo(Math.cos(0.4), org.assertj.core.api.Assertions.within(1e-5));
        assertThat(hit.passage())
                .isEqualTo(new Passage(new DocumentId("dogs"), 0, 0, 26, "Dogs chase a sleeping cat."));
    }

    @Test
    void onlyTheOwnersPassagesAreFoundHoweverNearOthersAre() {
        for (int i = 0; i < 200; i++) {
            add(store, OTHER, "theirs" + i, "secret plan", vector("m", 0));
        }
        add("ours", "a plan", 3);
        for (Ranking ranking : Ranking.values()) {
            assertThat(found(ranking, "secret plan", 0)).as(ranking.wire()).containsExactly("ours");
        }
    }

    @Test
    void aSearchCanBeKeptToSomeDocuments() {
        add("a", "one plan", 0);
        add("b", "one plan", 0);
        add("c", "one plan", 0);
        for (Ranking ranking : Ranking.values()) {
            var query = new PassageQuery(
                    OwnerId.LOCAL,
                    "plan",
                    Optional.of(vector("m", 0)),
                    ranking,
                    List.of(new DocumentId("a"), new DocumentId("c")),
                    10);
            assertThat(ids(index.search(query))).containsExactlyInAnyOrder("a", "c");
        }
    }

    @Test
    void whatIsRemovedIsFoundNoMoreByAnyIndex() {
        add("a", "one plan", 0);
        add("b", "one plan", 0);
        try (var another = new LucenePassageIndex(store.passageChanges(), LucenePassageIndex.Options.inMemory(50))) {
            assertThat(found(Ranking.HYBRID, "plan", 0)).hasSize(2);
            assertThat(found(another, Ranking.HYBRID, "plan", 0)).hasSize(2);
            assertThat(store.documents().delete(OwnerId.LOCAL, new DocumentId("a")))
                    .isTrue();
            for (Ranking ranking : Ranking.values()) {
                assertThat(found(ranking, "plan", 0)).containsExactly("b");
                assertThat(found(another, ranking, "plan", 0)).containsExactly("b");
            }
        }
        try (var late = new LucenePassageIndex(store.passageChanges(), LucenePassageIndex.Options.inMemory(50))) {
            assertThat(found(late, Ranking.HYBRID, "plan", 0)).containsExactly("b");
        }
    }

    @Test
    void vectorsOfTwoModelsNeverMeet() {
        add("ours", "x", 0);
        add(store, OwnerId.LOCAL, "old", "y", vector("older", 0));
        add(store, OwnerId.LOCAL, "longer", "z", new Embedding("m", new float[] {1, 0, 0}, false));
        assertThat(found(Ranking.MEANING, "", 0)).containsExactly("ours");
        assertThat(found(Ranking.HYBRID, "y", 0)).containsExactlyInAnyOrder("ours", "old");
    }

    @Test
    void manyThreadsFindWhatTheyHaveJustAdded() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<?>>();
            for (int t = 0; t < 8; t++) {
                String name = "t" + t + "-";
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 20; i++) {
                        add(name + i, "word" + name + i, i);
                        assertThat(found(Ranking.WORDS, "word" + name + i, 0)).contains(name + i);
                        if (i % 3 == 0) {
                            assertThat(store.documents().delete(OwnerId.LOCAL, new DocumentId(name + i)))
                                    .isTrue();
                            assertThat(found(Ranking.WORDS, "word" + name + i, 0))
                                    .doesNotContain(name + i);
                        }
                    }
                }));
            }
            for (Future<?> one : all) {
                assertThat(one.get()).isNull();
            }
        }
    }

    @Test
    void anIndexOnDiskGoesOnWhereItWasAndEachOpenOneHasAPlaceOfItsOwn(@TempDir Path directory) throws Exception {
        var options = LucenePassageIndex.Options.in(directory, 50);
        add("a", "one plan", 0);
        try (var first = new LucenePassageIndex(store.passageChanges(), options);
                var second = new LucenePassageIndex(store.passageChanges(), options)) {
            assertThat(directory).isEmptyDirectory();
            assertThat(found(first, Ranking.HYBRID, "plan", 0)).containsExactly("a");
            assertThat(found(second, Ranking.HYBRID, "plan", 0)).containsExactly("a");
            try (Stream<Path> places = Files.list(directory)) {
                assertThat(places).hasSize(2);
            }
        }
        add("b", "one plan", 0);
        assertThat(store.documents().delete(OwnerId.LOCAL, new DocumentId("a"))).isTrue();
        try (var again = new LucenePassageIndex(store.passageChanges(), options)) {
            assertThat(found(again, Ranking.HYBRID, "plan", 0)).containsExactly("b");
        }
    }

    @Test
    void anIndexOfAnotherStoreOrThatIsBrokenIsReadAnew(@TempDir Path directory) throws Exception {
        var options = LucenePassageIndex.Options.in(directory, 50);
        add("a", "one plan", 0);
        add("b", "one plan", 0);
        try (var first = new LucenePassageIndex(store.passageChanges(), options)) {
            assertThat(found(first, Ranking.HYBRID, "plan", 0)).hasSize(2);
        }
        var restored = new MemoryStore(MemoryStore.Options.defaults(), () -> Instant.EPOCH);
        add(restored, OwnerId.LOCAL, "c", "one plan", vector("m", 0));
        try (var ahead = new LucenePassageIndex(restored.passageChanges(), options)) {
            assertThat(found(ahead, Ranking.HYBRID, "plan", 0))
                    .as("the store was set back")
                    .containsExactly("c");
        }
        try (Stream<Path> files = Files.list(directory.resolve("0"))) {
            for (Path file : files.filter(file -> !file.endsWith("write.lock")).toList()) {
                Files.writeString(file, "broken");
            }
        }
        try (var broken = new LucenePassageIndex(store.passageChanges(), options)) {
            assertThat(found(broken, Ranking.HYBRID, "plan", 0)).hasSize(2);
        }
        restored.close();
    }

    @Test
    void anIndexThatMissedARemovalWhichIsToldNoMoreIsReadAnew(@TempDir Path directory) {
        var options = LucenePassageIndex.Options.in(directory, 50);
        add("a", "one plan", 0);
        add("b", "one plan", 0);
        try (var first = new LucenePassageIndex(store.passageChanges(), options)) {
            assertThat(found(first, Ranking.HYBRID, "plan", 0)).hasSize(2);
        }
        assertThat(store.documents().delete(OwnerId.LOCAL, new DocumentId("a"))).isTrue();
        assertThat(store.passageChanges().forget(Instant.EPOCH.plusSeconds(1), 10))
                .isEqualTo(1);
        add("c", "one plan", 0);
        try (var again = new LucenePassageIndex(store.passageChanges(), options)) {
            assertThat(found(again, Ranking.HYBRID, "plan", 0)).containsExactlyInAnyOrder("b", "c");
        }
    }

    @Test
    void anOpenIndexThatWasTooSlowForARemovalIsReadAnew() {
        add("a", "one plan", 0);
        add("b", "one plan", 0);
        assertThat(found(Ranking.HYBRID, "plan", 0)).hasSize(2);
        assertThat(store.documents().delete(OwnerId.LOCAL, new DocumentId("a"))).isTrue();
        assertThat(store.passageChanges().forget(Instant.EPOCH.plusSeconds(1), 10))
                .isEqualTo(1);
        assertThat(found(Ranking.HYBRID, "plan", 0)).containsExactly("b");
        add("c", "one plan", 0);
        assertThat(found(Ranking.HYBRID, "plan", 0)).containsExactlyInAnyOrder("b", "c");
    }

    /** Forgets every removal as soon as somebody has read a page, which is as unlucky as it can be. */
    private static final class Forgetful implements PassageChanges {
        private final PassageChanges changes;
        private int pages;
        private Runnable meanwhile = () -> {};

        Forgetful(PassageChanges changes) {
            this.changes = changes;
        }

        @Override
        public String origin() {
            return changes.origin();
        }

        @Override
        public long latest() {
            return changes.latest();
        }

        @Override
        public List<PassageChange> after(long version, int limit) {
            List<PassageChange> page = changes.after(version, limit);
            if (++pages == 1) {
                meanwhile.run();
                assertThat(forget(Instant.EPOCH.plusSeconds(1), 10)).isEqualTo(1);
            }
            return page;
        }

        @Override
        public long forgotten() {
            return changes.forgotten();
        }

        @Override
        public int forget(Instant before, int limit) {
            return changes.forget(before, limit);
        }
    }

    @Test
    void aRemovalThatIsForgottenWhileAnIndexIsReadIsNotMissed() {
        for (int i = 0; i < 10; i++) {
            add("d" + i, "one plan", 0);
        }
        var forgetful = new Forgetful(store.passageChanges());
        forgetful.meanwhile = () -> assertThat(store.documents().delete(OwnerId.LOCAL, new DocumentId("d0")))
                .isTrue();
        var options = new LucenePassageIndex.Options(Optional.empty(), 50, 3, 3);
        try (var index = new LucenePassageIndex(forgetful, options)) {
            assertThat(found(index, Ranking.HYBRID, "plan", 0)).hasSize(9).doesNotContain("d0");
        }
    }
}
