package io.hexagent.domain.tool;

import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.web.Fetcher;
import io.hexagent.domain.web.WebSearch;
import java.time.InstantSource;
import java.util.Optional;

/** What a {@link ToolFactory} may build on. */
public interface ToolServices {
    Calculator calculator();

    Json json();

    InstantSource clock();

    /** The value of the setting {@code tools.<name>}, or empty when it is not set. */
    Optional<String> setting(String name);

    /** The way to the world wide web; empty where there is none. */
    default Optional<Web> web() {
        return Optional.empty();
    }

    /**
     * The world wide web.
     *
     * @param pageChars how much of a page is told at a time
     * @param searchHits how many hits are told of a search
     */
    record Web(Fetcher fetcher, int pageChars, WebSearch search, int searchHits) {}
}
