package io.hexagent.infrastructure.search;

import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.hexagent.domain.web.FetchBody;
import io.hexagent.domain.web.FetchRequest;
import io.hexagent.domain.web.Fetcher;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tavily, through its {@code POST /search}. */
public final class TavilySearch extends Engine {
    private final URI search;
    private final String key;

    /** @param baseUrl without a slash at its end */
    public TavilySearch(String baseUrl, String key, Fetcher fetcher, Json json) {
        super("Tavily", fetcher, json);
        this.search = URI.create(baseUrl + "/search");
        this.key = key;
    }

    @Override
    public boolean needsKey() {
        return true;
    }

    @Override
    FetchRequest request(Query query) {
        Value.Fields body = Value.fields()
                .put("query", query.text())
                .put("max_results", query.most())
                .put("search_depth", "basic")
                .put("time_range", query.since().map(Since::wire))
                .build();
        return new FetchRequest(
                FetchRequest.Method.POST,
                search,
                Map.of("Authorization", "Bearer " + key),
                Optional.of(FetchBody.json(json.write(body))),
                CAPS);
    }

    @Override
    List<Hit> hits(Value.Fields answer) {
        return hits(answer.items("results"), "content", "published_date");
    }

    @Override
    Optional<String> refusal(int status) {
        return status == 432 || status == 433 ? Optional.of("the searches of its plan are used up") : Optional.empty();
    }
}
