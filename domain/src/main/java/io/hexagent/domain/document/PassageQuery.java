package io.hexagent.domain.document;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.embedding.Embedding;
import io.hexagent.domain.value.DocumentId;
import java.util.List;
import java.util.Optional;

/**
 * What is looked for.
 *
 * @param owner whose passages are looked at, and nobody else's
 * @param meaning the vector of the words; needed unless the ranking is by words
 * @param documents only passages of these; empty: of all
 * @param limit the most hits
 */
public record PassageQuery(
        OwnerId owner,
        String words,
        Optional<Embedding> meaning,
        Ranking ranking,
        List<DocumentId> documents,
        int limit) {
    public PassageQuery {
        documents = List.copyOf(documents);
        if (ranking != Ranking.WORDS && meaning.isEmpty()) {
            throw new IllegalArgumentException("a search by meaning needs a vector");
        }
    }
}
