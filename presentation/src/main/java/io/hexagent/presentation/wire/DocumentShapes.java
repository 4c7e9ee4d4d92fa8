package io.hexagent.presentation.wire;

import io.hexagent.application.document.SearchDocuments;
import io.hexagent.domain.document.Document;
import io.hexagent.domain.document.Passage;
import io.hexagent.domain.value.Value;

/** Documents and what was found in them. Offsets are UTF-16 units of the document's text. */
public final class DocumentShapes {
    private DocumentShapes() {}

    /** {@code {id, name, media_type, bytes, characters, passages, sha256, created_at}}. */
    public static Value.Fields document(Document document) {
        return Value.fields()
                .put("id", document.id().value())
                .put("name", document.name())
                .put("media_type", document.mediaType())
                .put("bytes", document.bytes())
                .put("characters", document.characters())
                .put("passages", document.passages())
                .put("sha256", document.content().hex())
                .put("created_at", document.createdAt().toString())
                .build();
    }

    /** {@code {text, citation: {document, name, start, end, score}}}. */
    public static Value.Fields match(SearchDocuments.Match match) {
        Passage passage = match.hit().passage();
        return Value.fields()
                .put("text", passage.text())
                .put(
                        "citation",
                        Value.fields()
                                .put("document", passage.document().value())
                                .put("name", match.document().name())
                                .put("start", passage.start())
                                .put("end", passage.end())
                                .put("score", match.hit().score())
                                .build())
                .build();
    }
}
