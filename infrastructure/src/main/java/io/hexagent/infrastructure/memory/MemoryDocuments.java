package io.hexagent.infrastructure.memory;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.document.Document;
import io.hexagent.domain.document.Documents;
import io.hexagent.domain.document.EmbeddedPassage;
import io.hexagent.domain.document.PassageChange;
import io.hexagent.domain.document.PassageChanges;
import io.hexagent.domain.value.Clean;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.DocumentId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Documents and their passages in memory. Safe for use by many threads. */
final class MemoryDocuments implements Documents, PassageChanges {
    private static final Comparator<Document> NEWEST_FIRST = Comparator.comparing(Document::createdAt)
            .thenComparing(document -> document.id().value())
            .reversed();

    private final Map<DocumentId, Document> documents = new LinkedHashMap<>();
    private final NavigableMap<Long, PassageChange> changes = new TreeMap<>();
    private final MemoryBlobs blobs;
    private final MemoryRows rows;
    private final InstantSource time;

    /** When documents were removed, by the versions of their removals. */
    private final NavigableMap<Long, Instant> removals = new TreeMap<>();

    private long version;
    private long forgotten;

    MemoryDocuments(MemoryBlobs blobs, MemoryRows rows, InstantSource time) {
        this.blobs = blobs;
        this.rows = rows;
        this.time = time;
    }

    @Override
    public Keyed add(Document document, List<EmbeddedPassage> passages, Optional<RequestKey> key) {
        return rows.change(news -> {
            Keyed known = rows.known(document.owner(), key);
            if (known instanceof Keyed.Created) {
                put(document, passages);
                rows.keep(document.owner(), key, document.id().value());
            }
            return known;
        });
    }

    private synchronized void put(Document document, List<EmbeddedPassage> passages) {
        if (documents.containsKey(document.id())) {
            throw new IllegalStateException("document " + document.id() + " exists already");
        }
        var cleaned = new Document(
                document.id(),
                document.owner(),
                Clean.text(document.name()),
                Clean.text(document.mediaType()),
                document.content(),
                document.bytes(),
                document.text(),
                document.characters(),
                document.passages(),
                document.createdAt());
        blobs.refer(kept(document), () -> {
            documents.put(document.id(), cleaned);
            for (EmbeddedPassage passage : passages) {
                version++;
                changes.put(version, new PassageChange.Added(version, document.owner(), passage));
            }
        });
    }

    @Override
    public synchronized Optional<Document> find(OwnerId owner, DocumentId id) {
        return Optional.ofNullable(documents.get(id))
                .filter(document -> document.owner().equals(owner));
    }

    @Override
    public synchronized Optional<Document> find(OwnerId owner, ContentHash content, String name) {
        String cleaned = Clean.text(name);
        return of(owner)
                .filter(document ->
                        document.content().equals(content) && document.name().equals(cleaned))
                .findFirst();
    }

    @Override
    public synchronized List<Document> list(OwnerId owner, int limit, int offset) {
        return of(owner).skip(offset).limit(limit).toList();
    }

    @Override
    public synchronized boolean delete(OwnerId owner, DocumentId id) {
        Optional<Document> found = find(owner, id);
        found.ifPresent(document -> {
            documents.remove(id);
            changes.values()
                    .removeIf(change -> change instanceof PassageChange.Added added
                            && added.passage().passage().document().equals(id));
            version++;
            changes.put(version, new PassageChange.Removed(version, id));
            removals.put(version, time.instant());
            blobs.release(kept(document));
        });
        return found.isPresent();
    }

    private Stream<Document> of(OwnerId owner) {
        return documents.values().stream()
                .filter(document -> document.owner().equals(owner))
                .sorted(NEWEST_FIRST);
    }

    /** Each hash once, as references are counted. */
    private static List<ContentHash> kept(Document document) {
        return Stream.of(document.content(), document.text()).distinct().toList();
    }

    @Override
    public String origin() {
        return "memory";
    }

    @Override
    public synchronized long latest() {
        return version;
    }

    @Override
    public synchronized List<PassageChange> after(long after, int limit) {
        return changes.tailMap(after, false).values().stream().limit(limit).toList();
    }

    @Override
    public synchronized long forgotten() {
        return forgotten;
    }

    @Override
    public synchronized int forget(Instant before, int limit) {
        List<Long> old = removals.entrySet().stream()
                .filter(removal -> removal.getValue().isBefore(before))
                .map(Map.Entry::getKey)
                .limit(limit)
                .toList();
        for (long removal : old) {
            removals.remove(removal);
            changes.remove(removal);
            forgotten = Math.max(forgotten, removal);
        }
        return old.size();
    }
}
