package io.hexagent.config;

import io.hexagent.domain.tool.ToolServices;
import io.hexagent.domain.tool.ToolSource;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Schemas;
import io.hexagent.domain.web.FetchCaps;
import io.hexagent.domain.web.Fetcher;
import io.hexagent.domain.web.WebSearch;
import io.hexagent.infrastructure.failsafe.ResilientFetcher;
import io.hexagent.infrastructure.fetch.AllowedHosts;
import io.hexagent.infrastructure.fetch.SafeFetcher;
import io.hexagent.infrastructure.mcp.McpServers;
import io.hexagent.infrastructure.search.BraveSearch;
import io.hexagent.infrastructure.search.NoSearch;
import io.hexagent.infrastructure.search.SearxngSearch;
import io.hexagent.infrastructure.search.TavilySearch;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What tools reach outside: the safe way to the web, a search engine, and the servers of the Model Context Protocol.
 */
final class Outside implements AutoCloseable {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final List<SafeFetcher> fetchers = new ArrayList<>();
    private final Settings settings;
    private final Fetcher fetcher;
    private final WebSearch search;
    private final McpServers mcp;

    private Outside(Settings settings, Json json, Schemas schemas) {
        this.settings = settings;
        this.fetcher = fetcher(allowed(settings.fetch().allow()), false);
        this.search = search(json);
        this.mcp =
                new McpServers(McpEntries.of(settings.mcp(), json), McpEntries.options(settings.mcp()), json, schemas);
    }

    /** Does not wait for anything outside. */
    static Outside open(Settings settings, Json json, Schemas schemas) {
        return new Outside(settings, json, schemas);
    }

    /** The safe way to addresses that a model, a user or a page names. */
    Fetcher fetcher() {
        return fetcher;
    }

    ToolServices.Web web() {
        return new ToolServices.Web(
                fetcher, settings.fetch().pageChars(), search, settings.search().hits());
    }

    /** Tools that come and go with their servers. */
    ToolSource tools() {
        return mcp;
    }

    McpServers mcp() {
        return mcp;
    }

    private static AllowedHosts allowed(List<String> entries) {
        try {
            return AllowedHosts.of(entries);
        } catch (IllegalArgumentException wrong) {
            throw new InvalidSetting("setting fetch.allow: " + wrong.getMessage());
        }
    }

    private Fetcher fetcher(AllowedHosts allowed, boolean asks) {
        Settings.Fetching given = settings.fetch();
        var safe = new SafeFetcher(new SafeFetcher.Options(
                new FetchCaps(given.maxBytes(), given.timeout(), given.redirects(), given.types()),
                given.connectTimeout(),
                given.connections(),
                allowed,
                given.userAgent()));
        fetchers.add(safe);
        Duration longest = given.retryPause().compareTo(LONGEST_PAUSE) > 0 ? given.retryPause() : LONGEST_PAUSE;
        return new ResilientFetcher(
                safe, new ResilientFetcher.Options(given.attempts(), given.retryPause(), longest, asks));
    }

    /** The operator has named the engine's host: it may be a private one, and nothing else it redirects to. */
    private Fetcher trusting(String url) {
        URI uri = URI.create(url);
        int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        return fetcher(AllowedHosts.of(List.of(host.indexOf(':') >= 0 ? host : host + ":" + port)), true);
    }

    private WebSearch search(Json json) {
        Settings.Searching given = settings.search();
        Optional<WebSearch> searxng = given.searxngUrl().map(url -> new SearxngSearch(url, trusting(url), json));
        Optional<WebSearch> tavily = given.tavilyKey()
                .map(key -> new TavilySearch(given.tavilyUrl(), key.reveal(), trusting(given.tavilyUrl()), json));
        Optional<WebSearch> brave = given.braveKey()
                .map(key -> new BraveSearch(given.braveUrl(), key.reveal(), trusting(given.braveUrl()), json));
        if (given.engine().isEmpty()) {
            return searxng.or(() -> tavily)
                    .or(() -> brave)
                    .orElseGet(() -> new NoSearch("no search engine is set up; an operator sets search.searxng-url"
                            + " (SEARXNG_URL), search.tavily-key (TAVILY_API_KEY) or search.brave-key"
                            + " (BRAVE_API_KEY)"));
        }
        return switch (given.engine().get()) {
            case "searxng" -> searxng.orElseGet(() -> without("SearXNG", "search.searxng-url (SEARXNG_URL)"));
            case "tavily" -> tavily.orElseGet(() -> without("Tavily", "search.tavily-key (TAVILY_API_KEY)"));
            case "brave" -> brave.orElseGet(() -> without("Brave", "search.brave-key (BRAVE_API_KEY)"));
            default ->
                throw new IllegalStateException(
                        "an engine that the reader let pass: " + given.engine().get());
        };
    }

    private static WebSearch without(String engine, String setting) {
        return new NoSearch(engine + " needs the setting " + setting + ", which an operator sets");
    }

    @Override
    public void close() {
        mcp.close();
        fetchers.forEach(SafeFetcher::close);
    }
}
