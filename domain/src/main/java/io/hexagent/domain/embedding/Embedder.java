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
     * How many tokens each text has, in order, without those that the model adds to every text. At least that many as
     * {@link #maxTokens} for a longer text. Unless implemented: a character counts as one token, which is more than
     * there are.
     */
    default List<Integer> tokens(List<String> texts) {
        return texts.stream().map(text -> text.codePointCount(0, text.length())).toList();
    }

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
