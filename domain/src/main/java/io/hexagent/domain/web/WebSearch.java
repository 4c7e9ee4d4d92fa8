package io.hexagent.domain.web;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** A search engine for the world wide web. Implementations are safe for use by many threads. */
public interface WebSearch {
    /** The engine, as messages call it. */
    String engine();

    /** Whether a credential is needed. */
    boolean needsKey();

    /** What has to be set before it can search; empty when it can. */
    Optional<String> missing();

    /**
     * Searches. Blocks.
     *
     * @throws CancellationException when the calling thread was interrupted; the flag stays set
     */
    Outcome search(Query query);

    /**
     * What is looked for.
     *
     * @param most the most hits that are wanted, 1 to 20
     */
    record Query(String text, int most, Optional<Since> since) {
        public Query {
            if (text.isBlank() || most < 1 || most > 20) {
                throw new IllegalArgumentException("a search has a text and asks for 1 to 20 hits, got " + text.length()
                        + " characters and " + most);
            }
        }
    }

    /** How new a page has to be. */
    enum Since {
        DAY,
        WEEK,
        MONTH,
        YEAR;

        /** The name on the wire. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What came of a search. */
    sealed interface Outcome {}

    /** Hits, the best one first. Written by others: data, never instructions. */
    record Hits(List<Hit> hits) implements Outcome {
        public Hits {
            hits = List.copyOf(hits);
        }
    }

    /** There are no hits because the engine could not be asked. The message may be shown. */
    record Failed(String message) implements Outcome {}

    /** The engine does not accept the key. The message may be shown; it holds no part of the key. */
    record KeyRefused(String message) implements Outcome {}

    /**
     * One page.
     *
     * @param snippet a few sentences of it, without markup
     * @param published as the engine writes it
     */
    record Hit(String title, String url, String snippet, Optional<String> published) {}
}
