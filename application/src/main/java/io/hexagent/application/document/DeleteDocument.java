package io.hexagent.application.document;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.document.Documents;
import io.hexagent.domain.value.DocumentId;

/** Removes a document, its passages and its bytes; no search that begins afterwards finds it, wherever it is made. */
public final class DeleteDocument {
    private final Documents documents;

    public DeleteDocument(Documents documents) {
        this.documents = documents;
    }

    public record Command(Principal principal, DocumentId id) {}

    public sealed interface Outcome {
        record Deleted() implements Outcome {}

        record Unknown(DocumentId id) implements Outcome {}
    }

    public Outcome handle(Command command) {
        return documents.delete(command.principal().owner(), command.id())
                ? new Outcome.Deleted()
                : new Outcome.Unknown(command.id());
    }
}
