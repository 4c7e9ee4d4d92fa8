package io.hexagent.application.document;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.artifact.Blobs;
import io.hexagent.domain.document.Document;
import io.hexagent.domain.document.Documents;
import io.hexagent.domain.document.EmbeddedPassage;
import io.hexagent.domain.document.Passage;
import io.hexagent.domain.document.Splitter;
import io.hexagent.domain.document.TextExtractor;
import io.hexagent.domain.document.UnusableDocument;
import io.hexagent.domain.document.UnusableDocument.Reason;
import io.hexagent.domain.embedding.Embedder;
import io.hexagent.domain.embedding.Embedding;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.DocumentId;
import io.hexagent.domain.value.IdSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/** Takes the text out of a file, splits it into passages, makes their vectors and keeps it all, or nothing. */
public final class AddDocument {
    private final Documents documents;
    private final Blobs blobs;
    private final TextExtractor extractor;
    private final Embedder embedder;
    private final IdSource ids;
    private final InstantSource clock;
    private final Options options;

    /**
     * @param maxBytes the largest file that is taken
     * @param passageTokens the most tokens of a passage; the embedder's own most minus two where that is less
     * @param overlapPercent about how much of a passage the next one repeats
     * @param batch how many passages are embedded between two reports of progress
     */
    public record Options(long maxBytes, int passageTokens, int overlapPercent, int batch) {}

    public AddDocument(
            Documents documents,
            Blobs blobs,
            TextExtractor extractor,
            Embedder embedder,
            IdSource ids,
            InstantSource clock,
            Options options) {
        this.documents = documents;
        this.blobs = blobs;
        this.extractor = extractor;
        this.embedder = embedder;
        this.ids = ids;
        this.clock = clock;
        this.options = options;
    }

    /** Told how many passages have their vectors, on the caller's thread. */
    @FunctionalInterface
    public interface Progress {
        Progress NONE = (done, all) -> {};

        void report(int done, int all);
    }

    /**
     * @param bytes read to their end, not closed
     * @param key gives the request's key, if it has one, when the content is known. What it throws is passed on, and
     *     nothing is added
     */
    public record Command(
            Principal principal,
            String name,
            InputStream bytes,
            Function<ContentHash, Optional<RequestKey>> key,
            Progress progress) {
        public Command(Principal principal, String name, InputStream bytes) {
            this(principal, name, bytes, content -> Optional.empty(), Progress.NONE);
        }
    }

    public sealed interface Outcome {
        /** It is there now, or was already: the same bytes under the same name are one document. */
        record Added(Document document) implements Outcome {}

        /** The same request added it before. */
        record Repeated(DocumentId id) implements Outcome {}

        /** The request's key was used for something else. */
        record KeyReused() implements Outcome {}

        /** The file cannot be used; the message says why and what to do. */
        record Unusable(Reason reason, String message) implements Outcome {}
    }

    /**
     * Adds the document. Blocks until all its vectors are made.
     *
     * @throws CancellationException when the calling thread is interrupted; nothing is added
     */
    public Outcome handle(Command command) {
        Blobs.Kept kept;
        try {
            kept = blobs.put(command.bytes(), options.maxBytes());
        } catch (Blobs.TooLarge problem) {
            return new Outcome.Unusable(
                    Reason.TOO_LARGE,
                    "\"" + command.name() + "\" is larger than the limit of " + options.maxBytes()
                            + " bytes; raise it with the setting documents.max-bytes");
        }
        try {
            return added(command, kept);
        } catch (UnusableDocument problem) {
            return new Outcome.Unusable(problem.reason(), "\"" + command.name() + "\": " + problem.getMessage());
        } finally {
            // Kept only by a document; of what was refused nothing stays.
            blobs.discard(kept.hash());
        }
    }

    private Outcome added(Command command, Blobs.Kept kept) {
        OwnerId owner = command.principal().owner();
        Optional<RequestKey> key = command.key().apply(kept.hash());
        Optional<Document> known = documents.find(owner, kept.hash(), command.name());
        // A key stands for a document of its own, so that deleting another one does not touch it.
        if (key.isEmpty() && known.isPresent()) {
            return new Outcome.Added(known.get());
        }
        TextExtractor.Extracted extracted = extract(kept.hash(), command.name());
        var id = new DocumentId(ids.next());
        List<EmbeddedPassage> passages = embedded(splitter().split(id, extracted.text()), command.progress());
        byte[] text = extracted.text().getBytes(StandardCharsets.UTF_8);
        Blobs.Kept body = blobs.put(new ByteArrayInputStream(text), text.length);
        try {
            var document = new Document(
                    id,
                    owner,
                    command.name(),
                    extracted.mediaType(),
                    kept.hash(),
                    kept.bytes(),
                    body.hash(),
                    extracted.text().length(),
                    passages.size(),
                    clock.instant());
            return switch (documents.add(document, passages, key)) {
                case Keyed.Created created -> new Outcome.Added(document);
                case Keyed.Repeated repeated -> new Outcome.Repeated(new DocumentId(repeated.resource()));
                case Keyed.Reused reused -> new Outcome.KeyReused();
            };
        } finally {
            blobs.discard(body.hash());
        }
    }

    private TextExtractor.Extracted extract(ContentHash content, String name) {
        try (InputStream bytes = blobs.open(content)
                .orElseThrow(() -> new IllegalStateException("the bytes of " + content + " are gone"))) {
            return extractor.extract(bytes, name);
        } catch (IOException problem) {
            throw new UncheckedIOException("the bytes of a document could not be closed", problem);
        }
    }

    private Splitter splitter() {
        // Two tokens of what a model reads are its own.
        int most = Math.min(options.passageTokens(), embedder.maxTokens() - 2);
        return new Splitter(embedder::tokens, most, options.overlapPercent());
    }

    private List<EmbeddedPassage> embedded(List<Passage> passages, Progress progress) {
        var embedded = new ArrayList<EmbeddedPassage>(passages.size());
        for (int from = 0; from < passages.size(); from += options.batch()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted while a document was added");
            }
            progress.report(from, passages.size());
            List<Passage> batch = passages.subList(from, Math.min(passages.size(), from + options.batch()));
            List<Embedding> vectors =
                    embedder.embed(batch.stream().map(Passage::text).toList());
            for (int i = 0; i < batch.size(); i++) {
                embedded.add(new EmbeddedPassage(batch.get(i), vectors.get(i)));
            }
        }
        progress.report(passages.size(), passages.size());
        return embedded;
    }
}
