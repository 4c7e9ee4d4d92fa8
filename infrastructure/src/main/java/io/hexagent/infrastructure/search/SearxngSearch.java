package io.hexagent.infrastructure.search;

import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.hexagent.domain.web.FetchRequest;
import io.hexagent.domain.web.Fetcher;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** A SearXNG server of one's own, through its {@code /search?format=json}. */
public final class SearxngSearch extends Engine {
    private final String baseUrl;

    /** @param baseUrl without a slash at its end */
    public SearxngSearch(String baseUrl, Fetcher fetcher, Json json) {
        super("SearXNG", fetcher, json);
        this.baseUrl = baseUrl;
    }

    @Override
    public boolean needsKey() {
        return false;
    }

    @Override
    FetchRequest request(Query query) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("q", query.text());
        parameters.put("format", "json");
        query.since().ifPresent(since -> parameters.put("time_range", since.wire()));
        return FetchRequest.get(URI.create(baseUrl + "/search?" + query(parameters)), CAPS);
    }

    @Override
    List<Hit> hits(Value.Fields answer) {
        return hits(answer.items("results"), "content", "publishedDate");
    }

    @Override
    Optional<String> refusal(int status) {
        return status == 403
                ? Optional.of("it does not give out JSON; add json to search.formats in its settings.yml")
                : Optional.empty();
    }
}
