package io.hexagent.domain.document;

import java.util.Locale;

/** By what passages are found. */
public enum Ranking {
    /** By the words they share with the question (BM25). */
    WORDS,
    /** By the nearness of their vectors. */
    MEANING,
    /** By both, joined by reciprocal rank. */
    HYBRID;

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
