package io.hexagent.infrastructure.search;

import io.hexagent.domain.web.WebSearch;
import java.util.Optional;

/** No search engine is set up. */
public final class NoSearch implements WebSearch {
    private final String missing;

    /** @param missing what has to be set */
    public NoSearch(String missing) {
        this.missing = missing;
    }

    @Override
    public String engine() {
        return "none";
    }

    @Override
    public boolean needsKey() {
        return true;
    }

    @Override
    public Optional<String> missing() {
        return Optional.of(missing);
    }

    @Override
    public Outcome search(Query query) {
        return new Failed(missing);
    }
}
