package io.hexagent.infrastructure.contract;

import static io.hexagent.infrastructure.contract.Samples.NOON;
import static io.hexagent.infrastructure.contract.Samples.OTHER;
import static io.hexagent.infrastructure.contract.Samples.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.document.Document;
import io.hexagent.domain.document.EmbeddedPassage;
import io.hexagent.domain.document.Passage;
import io.hexagent.domain.document.PassageChange;
import io.hexagent.domain.embedding.Embedding;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.DocumentId;
import io.hexagent.infrastructure.store.Store;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store promises of documents, and of the changes among their passages. */
public abstract class DocumentsContract {
    protected abstract Store store();

    private ContentHash put(String text) {
        return store().blobs()
                .put(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 1000)
                .hash();
    }

    private Document aDocument(OwnerId owner, String name, Instant at) {
        return aDocument(owner, name, put(id("file")), put(id("text")), at);
    }

    private static Document aDocument(OwnerId owner, String name, ContentHash file, ContentHash text, Instant at) {
        return new Document(new DocumentId(id("doc")), owner, name, "text/plain", file, 12, text, 11, 2, at);
    }

    private static List<EmbeddedPassage> passages(Document document, int count) {
        return IntStream.range(0, count)
                .mapToObj(place -> new EmbeddedPassage(
                        new Passage(document.id(), place, 10 * place, 10 * place + 5, "ünd " + place % 10),
                        new Embedding("tiny", new float[] {0.6f, -0.8f, place}, false)))
                .toList();
    }

    private Document added(Document document, int passages) {
        assertThat(store().documents().add(document, passages(document, passages), Optional.empty()))
                .isEqualTo(new Keyed.Created());
        return document;
    }

    @Test
    void aDocumentIsReadAsItWasAddedAndBelongsToItsOwner() {
        Document document = added(aDocument(OwnerId.LOCAL, "a \"b\".txt", NOON), 2);
        assertThat(store().documents().find(OwnerId.LOCAL, document.id())).contains(document);
        assertThat(store().documents().find(OTHER, document.id())).isEmpty();
        assertThat(store().documents().find(OwnerId.LOCAL, new DocumentId(id("none"))))
                .isEmpty();
        assertThat(store().documents().delete(OTHER, document.id())).isFalse();
        assertThat(store().documents().find(OwnerId.LOCAL, document.content(), document.name()))
                .contains(document);
        assertThat(store().documents().find(OTHER, document.content(), document.name()))
                .isEmpty();
        assertThat(store().documents().find(OwnerId.LOCAL, document.content(), "b"))
                .isEmpty();
        assertThatThrownBy(() -> store().documents().add(document, List.of(), Optional.empty()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void documentsAreListedNewestFirst() {
        var owner = new OwnerId(id("owner"));
        Document old = added(aDocument(owner, "a", NOON), 1);
        Document late = added(aDocument(owner, "b", NOON.plusSeconds(2)), 1);
        Document middle = added(aDocument(owner, "c", NOON.plusSeconds(1)), 1);
        assertThat(store().documents().list(owner, 2, 0)).containsExactly(late, middle);
        assertThat(store().documents().list(owner, 2, 2)).containsExactly(old);
    }

    @Test
    void theBytesGoWithTheLastDocumentThatRefersToThem() {
        ContentHash file = put(id("file"));
        ContentHash text = put(id("text"));
        Document one = added(aDocument(OwnerId.LOCAL, "a", file, text, NOON), 1);
        Document two = added(aDocument(OTHER, "a", file, file, NOON), 1);
        assertThat(store().documents().delete(OwnerId.LOCAL, one.id())).isTrue();
        assertThat(store().documents().delete(OwnerId.LOCAL, one.id())).isFalse();
        assertThat(store().blobs().open(text)).isEmpty();
        assertThat(store().blobs().open(file)).isPresent();
        store().blobs().discard(file);
        assertThat(store().blobs().open(file)).as("somebody refers to it").isPresent();
        assertThat(store().documents().delete(OTHER, two.id())).isTrue();
        assertThat(store().blobs().open(file)).isEmpty();
    }

    @Test
    void bytesThatCameToNothingAreDiscarded() {
        ContentHash file = put(id("file"));
        store().blobs().discard(file);
        assertThat(store().blobs().open(file)).isEmpty();
        store().blobs().discard(file);
        Document document = aDocument(OwnerId.LOCAL, "a", file, file, NOON);
        assertThatThrownBy(() -> store().documents().add(document, List.of(), Optional.empty()))
                .isInstanceOf(IllegalStateException.class);
        assertThat(store().documents().find(OwnerId.LOCAL, document.id())).isEmpty();
    }

    @Test
    void ofDocumentsWithOneKeyOneIsAdded() {
        var key = Optional.of(new RequestKey("POST /documents", id("key"), "hash-1"));
        Document first = aDocument(OwnerId.LOCAL, "a", NOON);
        Document second = aDocument(OwnerId.LOCAL, "a", NOON);
        assertThat(store().documents().add(first, passages(first, 1), key)).isEqualTo(new Keyed.Created());
        long version = store().passageChanges().latest();
        assertThat(store().documents().add(second, passages(second, 1), key))
                .isEqualTo(new Keyed.Repeated(first.id().value()));
        assertThat(store().documents()
                        .add(
                                second,
                                passages(second, 1),
                                Optional.of(new RequestKey(
                                        "POST /documents", key.get().key(), "hash-2"))))
                .isEqualTo(new Keyed.Reused());
        assertThat(store().documents().find(OwnerId.LOCAL, second.id())).isEmpty();
        assertThat(store().passageChanges().latest()).isEqualTo(version);
    }

    @Test
    void changesAreToldInTheirOrderPageByPage() {
        long before = store().passageChanges().latest();
        Document one = added(aDocument(OwnerId.LOCAL, "a", NOON), 3);
        Document two = added(aDocument(OTHER, "b", NOON), 2);
        List<PassageChange> page = store().passageChanges().after(before, 4);
        assertThat(page).hasSize(4);
        assertThat(page.getFirst())
                .isEqualTo(new PassageChange.Added(
                        page.getFirst().version(),
                        OwnerId.LOCAL,
                        passages(one, 1).getFirst()));
        List<PassageChange> rest = store().passageChanges().after(page.getLast().version(), 4);
        assertThat(rest)
                .singleElement()
                .isEqualTo(new PassageChange.Added(
                        store().passageChanges().latest(),
                        OTHER,
                        passages(two, 2).getLast()));
        assertThat(store().documents().delete(OwnerId.LOCAL, one.id())).isTrue();
        List<PassageChange> after = store().passageChanges().after(before, 100);
        assertThat(after).hasSize(3);
        assertThat(after.getLast())
                .isEqualTo(new PassageChange.Removed(store().passageChanges().latest(), one.id()));
        assertThat(store().passageChanges().after(store().passageChanges().latest(), 1))
                .isEmpty();
        assertThat(store().passageChanges().origin())
                .isNotBlank()
                .isEqualTo(store().passageChanges().origin());
    }

    @Test
    void removalsThatAreForgottenAreToldNoMoreAndTheirVersionIsKnown() {
        Document kept = added(aDocument(OwnerId.LOCAL, "a", NOON), 1);
        Document one = added(aDocument(OwnerId.LOCAL, "b", NOON), 2);
        Document two = added(aDocument(OTHER, "c", NOON), 2);
        long before = store().passageChanges().latest();
        assertThat(store().documents().delete(OwnerId.LOCAL, one.id())).isTrue();
        long first = store().passageChanges().latest();
        assertThat(store().documents().delete(OTHER, two.id())).isTrue();
        long second = store().passageChanges().latest();

        long told = store().passageChanges().forgotten();
        assertThat(told).isLessThanOrEqualTo(before);
        assertThat(store().passageChanges().forget(Instant.EPOCH, 10))
                .as("none is as old as that")
                .isZero();
        assertThat(store().passageChanges().forgotten()).isEqualTo(told);

        Instant later = Instant.now().plusSeconds(3600);
        while (store().passageChanges().forgotten() < first) {
            assertThat(store().passageChanges().forget(later, 1)).isEqualTo(1);
        }
        assertThat(store().passageChanges().forgotten()).as("the oldest first").isEqualTo(first);
        assertThat(store().passageChanges().after(before, 10))
                .containsExactly(new PassageChange.Removed(second, two.id()));
        assertThat(store().passageChanges().forget(later, 10)).isEqualTo(1);
        assertThat(store().passageChanges().forgotten()).isEqualTo(second);
        assertThat(store().passageChanges().after(before, 10)).isEmpty();
        assertThat(store().passageChanges().latest()).isEqualTo(second);
        assertThat(store().documents().find(OwnerId.LOCAL, kept.id())).isPresent();
        assertThat(store().passageChanges().forget(later, 10)).isZero();
    }

    @Test
    void whoReadsOnWhileManyWriteMissesNothing() throws Exception {
        int writers = 6;
        int each = 15;
        long seen = store().passageChanges().latest();
        var read = new ArrayList<PassageChange>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writing = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                writing.add(threads.submit(() -> {
                    for (int j = 0; j < each; j++) {
                        added(aDocument(OwnerId.LOCAL, "a", NOON), 3);
                    }
                }));
            }
            boolean done;
            do {
                done = writing.stream().allMatch(Future::isDone);
                List<PassageChange> page = store().passageChanges().after(seen, 7);
                read.addAll(page);
                seen = page.isEmpty() ? seen : page.getLast().version();
                done &= page.isEmpty();
            } while (!done);
            for (Future<?> one : writing) {
                assertThat(one.get()).isNull();
            }
        }
        assertThat(read).hasSize(writers * each * 3);
        assertThat(read).extracting(PassageChange::version).isSorted().doesNotHaveDuplicates();
    }
}
