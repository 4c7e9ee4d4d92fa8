package io.hexagent.application.document;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.document.Document;
import io.hexagent.domain.document.Documents;
import java.util.List;

/** Lists documents, newest first. */
public final class ListDocuments {
    private final Documents documents;

    public ListDocuments(Documents documents) {
        this.documents = documents;
    }

    public record Command(Principal principal, int limit, int offset) {}

    public List<Document> handle(Command command) {
        return documents.list(command.principal().owner(), command.limit(), command.offset());
    }
}
