package io.hexagent.config;

import io.avaje.inject.Bean;
import io.avaje.inject.Factory;
import io.hexagent.application.document.AddDocument;
import io.hexagent.application.document.DeleteDocument;
import io.hexagent.application.document.ListDocuments;
import io.hexagent.application.document.ReadDocument;
import io.hexagent.application.document.SearchDocuments;
import io.hexagent.domain.document.PassageIndex;
import io.hexagent.domain.document.TextExtractor;
import io.hexagent.domain.value.IdSource;
import io.hexagent.infrastructure.lucene.LucenePassageIndex;
import io.hexagent.infrastructure.store.Store;
import io.hexagent.infrastructure.tika.TikaTextExtractor;
import java.time.InstantSource;

/** How documents are put together. */
@Factory
@CoreScope
final class DocumentWiring {
    @Bean
    TextExtractor textExtractor(Settings settings) {
        Settings.Documents documents = settings.documents();
        return new TikaTextExtractor(new TikaTextExtractor.Options(
                documents.maxBytes(),
                documents.maxChars(),
                documents.readTime(),
                documents.readMemory(),
                documents.readers()));
    }

    /** Kept beside the store: what is gone with the process needs no index that outlives it. */
    @Bean(destroyMethod = "close")
    LucenePassageIndex passageIndex(Parts parts, Settings settings, Store store) {
        return new LucenePassageIndex(
                store.passageChanges(),
                Stores.isDurable(parts, settings)
                        ? LucenePassageIndex.Options.in(
                                settings.home().resolve("index"),
                                settings.documents().depth())
                        : LucenePassageIndex.Options.inMemory(
                                settings.documents().depth()));
    }

    @Bean
    AddDocument addDocument(
            Store store,
            TextExtractor extractor,
            Wiring.Embedding embedding,
            IdSource ids,
            InstantSource clock,
            Settings settings) {
        Settings.Documents documents = settings.documents();
        return new AddDocument(
                store.documents(),
                store.blobs(),
                extractor,
                embedding.embedder(),
                ids,
                clock,
                new AddDocument.Options(
                        documents.maxBytes(),
                        documents.passageTokens(),
                        documents.passageOverlap(),
                        documents.batch()));
    }

    @Bean
    ListDocuments listDocuments(Store store) {
        return new ListDocuments(store.documents());
    }

    @Bean
    ReadDocument readDocument(Store store) {
        return new ReadDocument(store.documents(), store.blobs());
    }

    @Bean
    DeleteDocument deleteDocument(Store store) {
        return new DeleteDocument(store.documents());
    }

    @Bean
    SearchDocuments searchDocuments(Store store, PassageIndex index, Wiring.Embedding embedding, Settings settings) {
        return new SearchDocuments(
                store.documents(),
                index,
                embedding.embedder(),
                settings.limits().questionChars());
    }
}
