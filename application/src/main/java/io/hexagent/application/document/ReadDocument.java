package io.hexagent.application.document;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.artifact.Blobs;
import io.hexagent.domain.document.Document;
import io.hexagent.domain.document.Documents;
import io.hexagent.domain.value.DocumentId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Shows a document, and the text that the offsets of citations are into. */
public final class ReadDocument {
    private final Documents documents;
    private final Blobs blobs;

    public ReadDocument(Documents documents, Blobs blobs) {
        this.documents = documents;
        this.blobs = blobs;
    }

    public record Command(Principal principal, DocumentId id) {}

    /** The document; empty when there is none. */
    public Optional<Document> handle(Command command) {
        return documents.find(command.principal().owner(), command.id());
    }

    /** The document's whole text; empty when there is no such document. */
    public Optional<String> text(Command command) {
        return handle(command).flatMap(document -> blobs.open(document.text())).map(ReadDocument::read);
    }

    private static String read(InputStream bytes) {
        try (bytes) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException problem) {
            throw new UncheckedIOException("the text of a document could not be read", problem);
        }
    }
}
