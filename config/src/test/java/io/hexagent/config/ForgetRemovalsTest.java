package io.hexagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.application.document.ForgetRemovals;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.document.Document;
import io.hexagent.domain.document.EmbeddedPassage;
import io.hexagent.domain.document.Passage;
import io.hexagent.domain.document.PassageChanges;
import io.hexagent.domain.embedding.Embedding;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.DocumentId;
import io.hexagent.infrastructure.memory.MemoryStore;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import io.hexagent.infrastructure.store.Store;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForgetRemovalsTest {
    private static void addAndDelete(Store store, String name) {
        ContentHash hash =
                store.blobs().put(new ByteArrayInputStream(new byte[] {1}), 10).hash();
        var document = new Document(
                new DocumentId(name), OwnerId.LOCAL, name, "text/plain", hash, 1, hash, 1, 1, Instant.EPOCH);
        var passage = new EmbeddedPassage(
                new Passage(document.id(), 0, 0, 1, "x"), new Embedding("m", new float[] {1, 0}, false));
        var ignored = store.documents().add(document, List.of(passage), Optional.empty());
        assertThat(store.documents().delete(OwnerId.LOCAL, document.id())).isTrue();
    }

    @Test
    void aProgramForgetsThemAfterTheTimeOfItsSetting() {
        try (var hexagent = Hexagent.builder(Settings.of(Map.of("storage.removals", "1s")))
                .provider(ScriptedProvider.of(ScriptedLanguageModel.answering("?")))
                .inMemory()
                .open()) {
            addAndDelete(hexagent.bean(Store.class), "one");
            PassageChanges changes = hexagent.bean(Store.class).passageChanges();
            WorkerTest.waitUntil(() -> changes.forgotten() == changes.latest());
        }
    }

    @Test
    void manyAreForgottenPageByPageAndNewerOnesAreKept() {
        var now = new Instant[] {Instant.EPOCH};
        InstantSource clock = () -> now[0];
        try (var store = new MemoryStore(MemoryStore.Options.defaults(), clock)) {
            for (int i = 0; i < 2_500; i++) {
                addAndDelete(store, "old" + i);
            }
            long old = store.passageChanges().latest();
            now[0] = Instant.EPOCH.plus(Duration.ofDays(1));
            addAndDelete(store, "new");
            var forget = new ForgetRemovals(store.passageChanges(), clock, Duration.ofHours(1));
            assertThat(forget.handle()).isEqualTo(2_500);
            assertThat(store.passageChanges().forgotten()).isEqualTo(old);
            assertThat(store.passageChanges().after(0, 10)).hasSize(1);
            assertThat(forget.handle()).isZero();
        }
    }

    @Test
    void itRestsForAQuarterOfThatTime() {
        try (var store = new MemoryStore(MemoryStore.Options.defaults(), InstantSource.system())) {
            assertThat(new ForgetRemovals(store.passageChanges(), InstantSource.system(), Duration.ofDays(30)).pause())
                    .isEqualTo(Duration.ofHours(1));
            assertThat(new ForgetRemovals(store.passageChanges(), InstantSource.system(), Duration.ofMinutes(4))
                            .pause())
                    .isEqualTo(Duration.ofMinutes(1));
            assertThat(new ForgetRemovals(store.passageChanges(), InstantSource.system(), Duration.ofSeconds(1))
                            .pause())
                    .isEqualTo(Duration.ofSeconds(1));
        }
    }
}
