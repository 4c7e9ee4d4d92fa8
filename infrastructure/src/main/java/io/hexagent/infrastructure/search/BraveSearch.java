package io.hexagent.infrastructure.search;

import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.hexagent.domain.web.FetchRequest;
import io.hexagent.domain.web.Fetcher;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brave Search, through its {@code GET /res/v1/web/search}. */
public final class BraveSearch extends Engine {
    private final String baseUrl;
    private final String key;

    /** @param baseUrl without a slash at its end */
    public BraveSearch(String baseUrl, String key, Fetcher fetcher, Json json) {
        super("Brave", fetcher, json);
        this.baseUrl = baseUrl;
        this.key = key;
    }

    @Override
    public boolean needsKey() {
        return true;
    }

    @Override
    FetchRequest request(Query query) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("q", query.text());
        parameters.put("count", Integer.toString(query.most()));
        parameters.put("text_decorations", "false");
        query.since()
                .ifPresent(since -> parameters.put(
                        "freshness",
                        switch (since) {
                            case DAY -> "pd";
                            case WEEK -> "pw";
                            case MONTH -> "pm";
                            case YEAR -> "py";
                        }));
        return new FetchRequest(
                FetchRequest.Method.GET,
                URI.create(baseUrl + "/res/v1/web/search?" + query(parameters)),
                Map.of("X-Subscription-Token", key),
                Optional.empty(),
                CAPS);
    }

    @Override
    List<Hit> hits(Value.Fields answer) {
        return hits(answer.fields("web").orElse(Value.Fields.EMPTY).items("results"), "description", "page_age", "age");
    }

    /** A key that is none is a request that cannot be processed, to Brave. */
    @Override
    Optional<String> refusal(int status) {
        return status == 422 ? Optional.of("the key or the query is not accepted") : Optional.empty();
    }
}
