package io.hexagent.application.tool;

import io.hexagent.domain.tool.CustomTool;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.tool.ToolSpec.Effects;
import io.hexagent.domain.tool.Untrusted;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.hexagent.domain.web.FetchBody;
import io.hexagent.domain.web.FetchCaps;
import io.hexagent.domain.web.FetchRequest;
import io.hexagent.domain.web.Fetched;
import io.hexagent.domain.web.Fetcher;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A custom tool: one HTTP call through the safe {@link Fetcher}. Secrets go into its headers only; where an answer
 * repeats one, it is blotted out. Safe for use by many threads.
 */
public final class HttpCallTool implements Tool {
    private static final List<Integer> PASSING = List.of(408, 425, 429, 500, 502, 503, 504);

    private final CustomTool definition;
    private final ToolSpec spec;
    private final UrlTemplate url;
    private final Parts parts;

    /** What custom tools are called with. */
    public record Parts(Fetcher fetcher, Json json, Secrets secrets, FetchCaps caps) {}

    /** @throws IllegalArgumentException when the URL template is none */
    public HttpCallTool(CustomTool definition, Parts parts) {
        this.definition = definition;
        this.parts = parts;
        this.url = UrlTemplate.of(definition.call().url());
        this.spec = new ToolSpec(
                definition.name(),
                definition.version(),
                definition.displayName(),
                definition.description(),
                List.of(),
                "world",
                definition.category(),
                definition.parameters(),
                definition.call().method().reads() ? Effects.READS : Effects.ONCE,
                definition.needsApproval(),
                !Secrets.names(definition.call().headers().values()).isEmpty());
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ToolResult call(Value.Fields arguments, ToolContext context) {
        CustomTool.HttpCall call = definition.call();
        var headers = new LinkedHashMap<String, String>();
        for (Map.Entry<String, String> header : call.headers().entrySet()) {
            Secrets.Filled filled = parts.secrets().filled(header.getValue(), url.host());
            if (filled.refusal().isPresent()) {
                Secrets.Refusal refusal = filled.refusal().get();
                return refusal.isMissing()
                        ? new ToolResult.NeedsCredential(refusal.why())
                        : new ToolResult.Failed(refusal.why());
            }
            headers.put(header.getKey(), filled.text());
        }
        var others = new LinkedHashMap<>(arguments.fields());
        others.keySet().removeAll(url.names());
        FetchRequest request;
        try {
            boolean hasBody =
                    switch (call.method()) {
                        case GET, DELETE -> false;
                        case POST, PUT, PATCH -> true;
                    };
            URI uri = url.filled(arguments::get, hasBody ? Map.of() : texts(others));
            request = new FetchRequest(
                    FetchRequest.Method.valueOf(call.method().name()),
                    uri,
                    headers,
                    hasBody
                            ? Optional.of(FetchBody.json(parts.json().write(new Value.Fields(others))))
                            : Optional.empty(),
                    parts.caps());
        } catch (IllegalArgumentException wrong) {
            return new ToolResult.Rejected(String.valueOf(wrong.getMessage()));
        }
        return switch (parts.fetcher().fetch(request)) {
            case Fetched.Refused refused ->
                new ToolResult.Failed(refused.message(), refused.reason().isPassing());
            case Fetched.Answer answer -> result(answer);
        };
    }

    /** Lists and objects go into a query as JSON. */
    private Map<String, Value> texts(Map<String, Value> values) {
        var texts = new LinkedHashMap<String, Value>();
        values.forEach((name, value) -> texts.put(
                name,
                value instanceof Value.Fields || value instanceof Value.Items
                        ? Value.of(parts.json().write(value))
                        : value));
        return texts;
    }

    private ToolResult result(Fetched.Answer answer) {
        String text = parts.secrets()
                .blotted(answer.text(), definition.call().headers().values());
        if (!answer.isOk()) {
            // The text of an error is not told: an error bears no mark of having been written by others.
            return new ToolResult.Failed(
                    url.host() + " answered with status " + answer.status(), PASSING.contains(answer.status()));
        }
        Value whole;
        try {
            whole = parts.json().read(text);
        } catch (Json.MalformedJson plain) {
            if (!definition.call().responsePath().isEmpty()) {
                return new ToolResult.Failed(url.host() + " answered with no JSON (" + answer.mediaType()
                        + "), so that there is nothing at " + definition.call().responsePath());
            }
            whole = Value.of(text);
        }
        return at(whole, definition.call().responsePath())
                .<ToolResult>map(found -> new ToolResult.Succeeded(Untrusted.result()
                        .put("status", answer.status())
                        .put("result", found)
                        .build()))
                .orElseGet(() -> new ToolResult.Failed("the answer of " + url.host() + " has nothing at "
                        + definition.call().responsePath()));
    }

    /** The part of a value to which a JSON pointer leads. */
    static Optional<Value> at(Value whole, String pointer) {
        Value found = whole;
        if (pointer.isEmpty()) {
            return Optional.of(found);
        }
        for (String step : pointer.substring(1).split("/", -1)) {
            String name = step.replace("~1", "/").replace("~0", "~");
            switch (found) {
                case Value.Fields fields when fields.fields().containsKey(name) -> found = fields.get(name);
                case Value.Items items
                when name.matches("0|[1-9][0-9]{0,8}")
                        && Integer.parseInt(name) < items.items().size() ->
                    found = items.items().get(Integer.parseInt(name));
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(found);
    }
}
