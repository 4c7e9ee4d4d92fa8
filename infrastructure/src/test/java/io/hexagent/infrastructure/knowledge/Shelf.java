package io.hexagent.infrastructure.knowledge;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.document.Document;
import io.hexagent.domain.document.EmbeddedPassage;
import io.hexagent.domain.document.Passage;
import io.hexagent.domain.document.PassageHit;
import io.hexagent.domain.document.PassageQuery;
import io.hexagent.domain.document.Ranking;
import io.hexagent.domain.document.Splitter;
import io.hexagent.domain.embedding.Embedder;
import io.hexagent.domain.embedding.Embedding;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.DocumentId;
import io.hexagent.infrastructure.lucene.LucenePassageIndex;
import io.hexagent.infrastructure.memory.MemoryStore;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Documents that were split, embedded and indexed, and how well they are found. */
final class Shelf implements AutoCloseable {
    private static final int BATCH = 256;

    private final MemoryStore store = new MemoryStore(MemoryStore.Options.defaults(), () -> Instant.EPOCH);
    private final LucenePassageIndex index;
    private final Embedder embedder;
    private final Map<DocumentId, String> names = new HashMap<>();
    private int passages;
    private Duration splitting = Duration.ZERO;
    private Duration embedding = Duration.ZERO;

    Shelf(Embedder embedder, LucenePassageIndex.Options options) {
        this.embedder = embedder;
        this.index = new LucenePassageIndex(store.passageChanges(), options);
    }

    int passages() {
        return passages;
    }

    Duration splitting() {
        return splitting;
    }

    Duration embedding() {
        return embedding;
    }

    /** Adds documents by name, each split into passages of at most so many tokens. */
    void add(Map<String, String> texts, int mostTokens, int overlap, int mostPassages) {
        var splitter = new Splitter(embedder::tokens, mostTokens, overlap);
        var all = new ArrayList<Passage>();
        long start = System.nanoTime();
        texts.forEach((name, text) -> {
            var id = new DocumentId("d" + names.size());
            names.put(id, name);
            List<Passage> split = splitter.split(id, text);
            all.addAll(split.subList(0, Math.clamp(mostPassages - all.size(), 0, split.size())));
        });
        splitting = Duration.ofNanos(System.nanoTime() - start);
        start = System.nanoTime();
        var vectors = new ArrayList<Embedding>();
        for (int from = 0; from < all.size(); from += BATCH) {
            vectors.addAll(embedder.embed(all.subList(from, Math.min(all.size(), from + BATCH)).stream()
                    .map(Passage::text)
                    .toList()));
        }
        embedding = Duration.ofNanos(System.nanoTime() - start);
        var byDocument = new HashMap<DocumentId, List<EmbeddedPassage>>();
        for (int i = 0; i < all.size(); i++) {
            byDocument
                    .computeIfAbsent(all.get(i).document(), id -> new ArrayList<>())
                    .add(new EmbeddedPassage(all.get(i), vectors.get(i)));
        }
        byDocument.forEach(this::keep);
        passages += all.size();
    }

    private void keep(DocumentId id, List<EmbeddedPassage> of) {
        byte[] bytes = id.value().getBytes(StandardCharsets.UTF_8);
        ContentHash hash =
                store.blobs().put(new ByteArrayInputStream(bytes), 100).hash();
        var document = new Document(
                id, OwnerId.LOCAL, "x", "text/plain", hash, bytes.length, hash, 1, of.size(), Instant.EPOCH);
        var ignored = store.documents().add(document, of, Optional.empty());
    }

    List<PassageHit> search(String words, Optional<Embedding> meaning, Ranking ranking, int limit) {
        return index.search(new PassageQuery(OwnerId.LOCAL, words, meaning, ranking, List.of(), limit));
    }

    /** The share of questions whose answer is among the first five passages. */
    double recallAtFive(List<JargonFile.Question> questions, Ranking ranking) {
        List<Embedding> meanings =
                embedder.embed(questions.stream().map(JargonFile.Question::text).toList());
        int found = 0;
        for (int i = 0; i < questions.size(); i++) {
            Set<String> hits = search(questions.get(i).text(), Optional.of(meanings.get(i)), ranking, 5).stream()
                    .map(hit -> names.getOrDefault(hit.passage().document(), ""))
                    .collect(Collectors.toSet());
            found += hits.contains(questions.get(i).answer()) ? 1 : 0;
        }
        return (double) found / questions.size();
    }

    @Override
    public void close() {
        index.close();
        store.close();
    }
}
