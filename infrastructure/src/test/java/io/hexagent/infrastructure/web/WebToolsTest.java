package io.hexagent.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.Untrusted;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.domain.web.Fetched;
import io.hexagent.domain.web.Fetcher;
import io.hexagent.domain.web.WebSearch;
import io.hexagent.infrastructure.json.NetworkntSchemas;
import io.hexagent.infrastructure.search.NoSearch;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebToolsTest {
    private static final String PAGE = """
        <!doctype html><html><head><title>News &amp; more</title><style>p {color: red}</style>
        <script>alert("run me")</script></head><body>
        <nav><a href="/">Home</a></nav>
        <main><h1>Big   news</h1><p>First <b>bold</b> line<br>second line with a <a href="/more?a=1">link</a>.</p>
        <ul><li>one</li><li><p>two</p></li></ul>
        <table><tr><th>name</th><th>kg</th></tr><tr><td>Gentoo</td><td>5.1</td></tr></table>
        <pre>  a = 1
          b = 2</pre>
        <p hidden>unseen</p><form><input value="x"><button>Buy</button></form>
        <p>%s</p></main><footer>Imprint</footer></body></html>\
        """;

    private static Fetched.Answer answer(int status, String type, String text) {
        return new Fetched.Answer(
                status, type, text.getBytes(StandardCharsets.UTF_8), URI.create("https://example.org/a/b"), Map.of());
    }

    private static ToolContext context() {
        return new ToolContext(
                new RunId("r"),
                new ConversationId("c"),
                Principal.LOCAL,
                new CallId("call"),
                "r/call",
                List.of(),
                Instant.MAX,
                ToolContext.Progress.NONE);
    }

    private static ToolResult call(Tool tool, Value.Fields arguments) {
        assertThat(new NetworkntSchemas().violations(tool.spec().parameters(), arguments))
                .isEmpty();
        return tool.call(arguments, context());
    }

    private static Value.Fields succeeded(ToolResult result) {
        assertThat(result).isInstanceOf(ToolResult.Succeeded.class);
        return ((ToolResult.Succeeded) result).content();
    }

    private static Value.Fields url(String url) {
        return Value.fields().put("url", url).build();
    }

    @Test
    void aPageBecomesReadableTextWithoutItsFurniture() {
        String filler = "Something to read. ".repeat(20).strip();
        Value.Fields result = succeeded(call(
                new FetchUrlTool(request -> answer(200, "text/html; charset=utf-8", PAGE.formatted(filler)), 20_000),
                url("https://example.org/a/b")));
        assertThat(Untrusted.marks(result)).isTrue();
        assertThat(result.text("title")).contains("News & more");
        assertThat(result.text("text")).contains("""
            # Big news

            First bold line
            second line with a [link](https://example.org/more?a=1).

            - one
            - two

            name | kg
            Gentoo | 5.1

              a = 1
              b = 2

            %s\
            """.formatted(filler));
    }

    @Test
    void theCharsetOfThePageItselfCounts() {
        byte[] latin = "<meta charset=iso-8859-1><p>Größe</p>".getBytes(StandardCharsets.ISO_8859_1);
        Fetcher fetcher =
                request -> new Fetched.Answer(200, "text/html", latin, URI.create("https://example.org/"), Map.of());
        assertThat(succeeded(call(new FetchUrlTool(fetcher, 1000), url("https://example.org/")))
                        .text("text"))
                .contains("Größe");
    }

    @Test
    void aLongTextComesInPartsThatFitTogether() {
        String text = "Wörter und 😀 Zeichen\n".repeat(300).strip();
        var tool = new FetchUrlTool(request -> answer(200, "text/plain", text), 500);
        var together = new StringBuilder();
        long offset = 0;
        for (int part = 0; offset >= 0 && part < 100; part++) {
            Value.Fields result = succeeded(call(
                    tool,
                    Value.fields()
                            .put("url", "https://example.org/")
                            .put("offset", offset)
                            .build()));
            assertThat(result.text("text").orElseThrow().length()).isBetween(1, 500);
            together.append(result.text("text").orElseThrow());
            offset = result.number("next_offset").map(Number::longValue).orElse(-1L);
        }
        assertThat(together).hasToString(text);
    }

    @Test
    void aRefusalAndAnErrorAreToldToTheModel() {
        Fetcher inside = request -> new Fetched.Refused(Fetched.Reason.PRIVATE, "x is not a public host");
        assertThat(call(new FetchUrlTool(inside, 1000), url("http://10.0.0.1/")))
                .isEqualTo(new ToolResult.Rejected("x is not a public host"));
        assertThat(call(
                        new FetchUrlTool(request -> answer(404, "text/html", "gone"), 1000),
                        url("https://example.org/x")))
                .isEqualTo(new ToolResult.Failed("example.org answered with status 404"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://exa mple.org", "https://[::1", "::::::::::"})
    void whatIsNoAddressIsRejected(String url) {
        Fetcher never = request -> {
            throw new IllegalStateException("fetched " + request.uri());
        };
        // A host with a space in it is no host, which the fetcher says.
        Fetcher careful =
                url.contains(" ") ? request -> new Fetched.Refused(Fetched.Reason.NO_ADDRESS, "no host") : never;
        assertThat(call(new FetchUrlTool(careful, 1000), url(url))).isInstanceOf(ToolResult.Rejected.class);
    }

    @Test
    void aSearchTellsItsHitsAsDataOfOthers() {
        var asked = new AtomicReference<WebSearch.Query>();
        WebSearch engine = new WebSearch() {
            @Override
            public String engine() {
                return "Test";
            }

            @Override
            public boolean needsKey() {
                return false;
            }

            @Override
            public Optional<String> missing() {
                return Optional.empty();
            }

            @Override
            public Outcome search(Query query) {
                asked.set(query);
                return new Hits(List.of(new Hit("Title", "https://example.org/", "Snippet", Optional.empty())));
            }
        };
        Value.Fields result = succeeded(call(
                new WebSearchTool(engine, 5),
                Value.fields().put("query", " java ").put("since", "week").build()));
        assertThat(asked.get()).isEqualTo(new WebSearch.Query("java", 5, Optional.of(WebSearch.Since.WEEK)));
        assertThat(Untrusted.marks(result)).isTrue();
        assertThat(result.items("results"))
                .containsExactly(Value.fields()
                        .put("title", "Title")
                        .put("url", "https://example.org/")
                        .put("snippet", "Snippet")
                        .build());
    }

    @Test
    void withoutAnEngineTheToolSaysWhatIsMissing() {
        var tool = new WebSearchTool(new NoSearch("set TAVILY_API_KEY"), 5);
        assertThat(tool.spec().requiresAuth()).isTrue();
        assertThat(tool.spec().description()).contains("set TAVILY_API_KEY");
        assertThat(call(tool, Value.fields().put("query", "java").build()))
                .isEqualTo(new ToolResult.NeedsCredential("set TAVILY_API_KEY"));
    }
}
