package io.hexagent.infrastructure.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.web.Fetcher;
import io.hexagent.domain.web.WebSearch;
import io.hexagent.domain.web.WebSearch.Query;
import io.hexagent.domain.web.WebSearch.Since;
import io.hexagent.infrastructure.failsafe.ResilientFetcher;
import io.hexagent.infrastructure.fetch.AllowedHosts;
import io.hexagent.infrastructure.fetch.SafeFetcher;
import io.hexagent.infrastructure.json.JacksonJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against servers that speak the engines' protocols, in the shapes that their documentation shows. */
@Timeout(60)
class SearchEnginesTest {
    private static final Json JSON = new JacksonJson();

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private SafeFetcher safe;
    private Fetcher fetcher;
    private String base;
    private int failures;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/searx/search", this::searxng);
        server.createContext("/search", this::tavily);
        server.createContext("/res/v1/web/search", this::brave);
        server.start();
        base = "http://127.0.0.1:" + server.getAddress().getPort();
        SafeFetcher.Options usual = SafeFetcher.Options.defaults();
        safe = new SafeFetcher(new SafeFetcher.Options(
                usual.caps(),
                usual.connectTimeout(),
                8,
                AllowedHosts.of(List.of("127.0.0.1:" + server.getAddress().getPort())),
                "Test"));
        fetcher = new ResilientFetcher(
                safe, new ResilientFetcher.Options(2, Duration.ofMillis(10), Duration.ofSeconds(1), true));
    }

    @AfterEach
    void close() {
        safe.close();
        server.stop(0);
    }

    private static void say(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void searxng(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        bodies.add(query);
        if (query.contains("off")) {
            say(exchange, 403, "{}");
            return;
        }
        say(exchange, 200, """
            {"query": "x", "number_of_results": 0, "results": [
              {"url": "https://openjdk.org/projects/jdk/25/", "title": "JDK 25", "content": "Released in <b>September</b>\\n 2025",
               "publishedDate": "2025-09-16T00:00:00", "engine": "duckduckgo", "score": 2.0, "category": "general"},
              {"url": "https://example.org/", "title": "Two", "content": null, "publishedDate": null},
              {"url": "magnet:?xt=1", "title": "No page"}],
             "answers": [], "infoboxes": [], "suggestions": [], "unresponsive_engines": [["brave", "timeout"]]}\
            """);
    }

    private void tavily(HttpExchange exchange) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (failures-- > 0) {
            say(exchange, 503, "{}");
            return;
        }
        if (!"Bearer tvly-good".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            say(exchange, 401, "{\"detail\": {\"error\": \"Unauthorized: missing or invalid API key.\"}}");
            return;
        }
        say(exchange, 200, """
            {"query": "x", "answer": null, "images": [], "results": [
              {"title": "JDK 25", "url": "https://openjdk.org/projects/jdk/25/", "content": "Released", "score": 0.81,
               "raw_content": null}], "response_time": "1.67", "request_id": "1"}\
            """);
    }

    private void brave(HttpExchange exchange) throws IOException {
        bodies.add(exchange.getRequestURI().getRawQuery());
        String key = exchange.getRequestHeaders().getFirst("X-Subscription-Token");
        if ("busy".equals(key)) {
            exchange.getResponseHeaders().set("Retry-After", "30");
            say(exchange, 429, "{\"type\": \"ErrorResponse\"}");
        } else if (!"good".equals(key)) {
            say(exchange, 422, "{\"error\": {\"code\": \"SUBSCRIPTION_TOKEN_INVALID\"}}");
        } else {
            say(exchange, 200, """
                {"type": "search", "query": {"original": "x"}, "web": {"type": "search", "results": [
                  {"title": "JDK 25", "url": "https://openjdk.org/projects/jdk/25/", "description": "<strong>Released</strong> in 2025",
                   "page_age": "2025-09-16T00:00:00", "age": "September 16, 2025"},
                  {"title": "Two", "url": "https://example.org/", "description": "Second"}]}}\
                """);
        }
    }

    private static List<WebSearch.Hit> hits(WebSearch.Outcome outcome) {
        assertThat(outcome).isInstanceOf(WebSearch.Hits.class);
        return ((WebSearch.Hits) outcome).hits();
    }

    private static String failure(WebSearch.Outcome outcome) {
        assertThat(outcome).isInstanceOf(WebSearch.Failed.class);
        return ((WebSearch.Failed) outcome).message();
    }

    private static Query query(String text) {
        return new Query(text, 5, Optional.empty());
    }

    @Test
    void searxngIsAskedForJsonAndItsHitsAreRead() {
        var engine = new SearxngSearch(base + "/searx", fetcher, JSON);
        assertThat(hits(engine.search(new Query("java & \"25\" ü", 5, Optional.of(Since.MONTH)))))
                .containsExactly(
                        new WebSearch.Hit(
                                "JDK 25",
                                "https://openjdk.org/projects/jdk/25/",
                                "Released in September 2025",
                                Optional.of("2025-09-16T00:00:00")),
                        new WebSearch.Hit("Two", "https://example.org/", "", Optional.empty()));
        assertThat(bodies).containsExactly("q=java+%26+%2225%22+%C3%BC&format=json&time_range=month");
        assertThat(failure(engine.search(query("off")))).contains("403").contains("search.formats");
    }

    @Test
    void tavilyIsAskedWithItsKeyAndOnceMoreWhenItIsBusy() {
        failures = 1;
        var engine = new TavilySearch(base, "tvly-good", fetcher, JSON);
        assertThat(hits(engine.search(new Query("java", 3, Optional.of(Since.WEEK)))))
                .containsExactly(new WebSearch.Hit(
                        "JDK 25", "https://openjdk.org/projects/jdk/25/", "Released", Optional.empty()));
        assertThat(bodies).hasSize(2);
        assertThat(bodies.get(1))
                .isEqualTo("{\"query\":\"java\",\"max_results\":3,\"search_depth\":\"basic\",\"time_range\":\"week\"}");
        WebSearch.Outcome refused = new TavilySearch(base, "bad-secret", fetcher, JSON).search(query("x"));
        assertThat(refused).isInstanceOf(WebSearch.KeyRefused.class);
        assertThat(((WebSearch.KeyRefused) refused).message())
                .contains("401")
                .contains("key is not accepted")
                .contains("setting search.tavily-key")
                .doesNotContain("bad-secret");
    }

    @Test
    void braveIsAskedWithItsTokenAndALongWaitIsTold() {
        var engine = new BraveSearch(base, "good", fetcher, JSON);
        assertThat(hits(engine.search(new Query("java", 1, Optional.of(Since.DAY)))))
                .containsExactly(new WebSearch.Hit(
                        "JDK 25",
                        "https://openjdk.org/projects/jdk/25/",
                        "Released in 2025",
                        Optional.of("2025-09-16T00:00:00")));
        assertThat(bodies).containsExactly("q=java&count=1&text_decorations=false&freshness=pd");
        assertThat(failure(new BraveSearch(base, "bad", fetcher, JSON).search(query("x"))))
                .contains("422")
                .contains("key or the query");
        bodies.clear();
        assertThat(failure(new BraveSearch(base, "busy", fetcher, JSON).search(query("x"))))
                .contains("429")
                .contains("again in 30 s");
        assertThat(bodies).hasSize(1);
    }

    @Test
    void anEngineThatIsNotThereIsAFailureThatSaysSo() {
        server.stop(0);
        assertThat(failure(new SearxngSearch(base + "/searx", fetcher, JSON).search(query("x"))))
                .contains("SearXNG could not be asked")
                .contains("refused the connection");
    }
}
