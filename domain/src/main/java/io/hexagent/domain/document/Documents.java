package io.hexagent.domain.document;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.DocumentId;
import java.util.List;
import java.util.Optional;

/** The documents of all owners, with their passages. Implementations are safe for use by many threads. */
public interface Documents {
    /**
     * Adds a document with all its passages, and the key with it, at once or not at all. Of several calls with the same
     * key one creates.
     *
     * @throws IllegalStateException when there is a document of that id already, or its bytes are not kept
     */
    Keyed add(Document document, List<EmbeddedPassage> passages, Optional<RequestKey> key);

    Optional<Document> find(OwnerId owner, DocumentId id);

    /** The owner's newest document with these bytes and this name, so that a file is read once. */
    Optional<Document> find(OwnerId owner, ContentHash content, String name);

    /** The owner's documents, newest first. */
    List<Document> list(OwnerId owner, int limit, int offset);

    /**
     * Removes the document and its passages; false when there is none. Its bytes go when nothing else refers to them.
     */
    boolean delete(OwnerId owner, DocumentId id);
}
