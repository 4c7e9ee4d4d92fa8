package io.hexagent.domain.embedding;

import java.util.List;

/** Makes vectors of text. Implementations are safe for use by many threads; calls are CPU work on a bounded pool. */
public interface Embedder {
    /** The model's id, which every vector carries. */
    String model();

    /** Components of a vector. */
    int dimension();

    /** The most tokens of a text that are read. */
    int maxTokens();

    /**
     * A vector for each text, in order.
     *
     * @throws IllegalArgumentException when a text is blank
     */
    List<Embedding> embed(List<String> texts);

    default Embedding embed(String text) {
        return embed(List.of(text)).getFirst();
    }
}
