package io.hexagent.infrastructure.market;

import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.Untrusted;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.http.Exchange;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is talked about on Reddit, as ApeWisdom counts it ({@code GET /api/v1.0/filter/{filter}/page/{n}}, 100 to a
 * page). Tickers and names are those that people on Reddit and ApeWisdom wrote: the result is marked as written by
 * others. Safe for use by many threads.
 */
public final class SocialTrendsTool extends MarketTool {
    private static final List<String> FILTERS = List.of(
            "all-stocks", "all-crypto", "all", "wallstreetbets", "stocks", "investing", "options", "cryptocurrency");
    private static final int USUAL = 20;
    private static final int MOST = 100;
    /** For one ticker so many pages are looked through. */
    private static final int MOST_PAGES = 5;

    private final Source source;
    private final String baseUrl;

    /** @param baseUrl as {@code https://apewisdom.io/api/v1.0} */
    public SocialTrendsTool(String baseUrl, Exchange exchange, Json json) {
        super(spec(
                "social_trends",
                "Social trends",
                "trending",
                "Stocks or crypto currencies that are talked about most on Reddit now, with mentions, upvotes and the"
                        + " change over 24 hours; or where one ticker stands. Counts of ApeWisdom.",
                List.of(
                        "What stocks are trending on Reddit?",
                        "What is wallstreetbets talking about?",
                        "How often is GME mentioned?"),
                Value.fields()
                        .put("filter", choice("Where; all-stocks by default.", FILTERS))
                        .put("limit", whole("How many; 20 by default.", 1, MOST))
                        .put("ticker", text("One ticker alone.", "^[A-Za-z0-9.\\-]{1,12}$"))
                        .build(),
                List.of()));
        this.baseUrl = baseUrl;
        this.source = new Source("ApeWisdom", exchange, Map.of("Accept", "application/json"), json);
    }

    @Override
    Value.Fields answer(Value.Fields arguments, ToolContext context) {
        String filter = arguments.text("filter").orElse(FILTERS.getFirst());
        if (!FILTERS.contains(filter)) {
            throw new IllegalArgumentException("filter \"" + filter + "\" not in " + FILTERS);
        }
        int limit =
                Math.clamp(arguments.number("limit").map(BigDecimal::intValue).orElse(USUAL), 1, MOST);
        Optional<String> ticker = arguments.text("ticker").map(text -> text.toUpperCase(Locale.ROOT));
        List<List<Value>> rows = new ArrayList<>();
        int pages = 1;
        for (int page = 1; page <= Math.min(pages, MOST_PAGES) && rows.size() < limit; page++) {
            Value.Fields told = page(filter, page);
            pages = Source.number(told.get("pages")).map(BigDecimal::intValue).orElse(1);
            for (Value item : told.items("results")) {
                if (item instanceof Value.Fields one && isWanted(one, ticker) && rows.size() < limit) {
                    rows.add(row(one));
                }
            }
            if (ticker.isPresent() && !rows.isEmpty()) {
                break;
            }
        }
        if (ticker.isPresent() && rows.isEmpty()) {
            throw new Unanswered("ApeWisdom does not count " + ticker.get() + " among the "
                    + Math.min(pages, MOST_PAGES) * MOST + " most mentioned in " + filter);
        }
        return Untrusted.result()
                .put("source", "ApeWisdom, mentions on Reddit in the last 24 hours")
                .put("filter", filter)
                .put(
                        "table",
                        Table.of(
                                        List.of(
                                                "rank",
                                                "ticker",
                                                "name",
                                                "mentions",
                                                "upvotes",
                                                "rank_24h_ago",
                                                "mentions_24h_ago",
                                                "mentions_change"),
                                        rows)
                                .toValue())
                .build();
    }

    private static boolean isWanted(Value.Fields one, Optional<String> ticker) {
        return ticker.isEmpty()
                || one.text("ticker").filter(ticker.get()::equalsIgnoreCase).isPresent();
    }

    private Value.Fields page(String filter, int page) {
        Value told = source.json(baseUrl + "/filter/" + filter + "/page/" + page)
                .orElseThrow(() -> new Unanswered("ApeWisdom has no filter \"" + filter + "\""));
        if (told instanceof Value.Fields fields && fields.get("results") instanceof Value.Items) {
            return fields;
        }
        throw source.malformed();
    }

    private static List<Value> row(Value.Fields one) {
        Optional<BigDecimal> mentions = Source.number(one.get("mentions"));
        Optional<BigDecimal> before = Source.number(one.get("mentions_24h_ago"));
        Optional<BigDecimal> change = before.filter(count -> count.signum() > 0)
                .flatMap(count -> mentions.map(now -> now.subtract(count).divide(count, 4, RoundingMode.HALF_EVEN)));
        return List.of(
                Source.orAbsent(Source.number(one.get("rank"))),
                Value.of(one.text("ticker").orElse("?")),
                // Some names come with HTML entities.
                Value.of(one.text("name").orElse("").replace("&amp;", "&")),
                Source.orAbsent(mentions),
                Source.orAbsent(Source.number(one.get("upvotes"))),
                Source.orAbsent(Source.number(one.get("rank_24h_ago"))),
                Source.orAbsent(before),
                Source.orAbsent(change));
    }
}
