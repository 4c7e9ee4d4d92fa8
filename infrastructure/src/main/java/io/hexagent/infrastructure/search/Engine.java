package io.hexagent.infrastructure.search;

import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.hexagent.domain.web.FetchCaps;
import io.hexagent.domain.web.FetchRequest;
import io.hexagent.domain.web.Fetched;
import io.hexagent.domain.web.Fetcher;
import io.hexagent.domain.web.WebSearch;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What all engines have in common: one request, one JSON answer, a list of hits in it. */
abstract class Engine implements WebSearch {
    static final FetchCaps CAPS = FetchCaps.WIDEST.ofTypes(List.of("application/json", "application/*+json"));

    private static final int LONGEST_TITLE = 300;
    private static final int LONGEST_SNIPPET = 2_000;

    private final String name;
    private final Fetcher fetcher;
    final Json json;

    Engine(String name, Fetcher fetcher, Json json) {
        this.name = name;
        this.fetcher = fetcher;
        this.json = json;
    }

    @Override
    public final String engine() {
        return name;
    }

    @Override
    public final Optional<String> missing() {
        return Optional.empty();
    }

    abstract FetchRequest request(Query query);

    /** The hits as the engine names their fields. */
    abstract List<Hit> hits(Value.Fields answer);

    /** Why the engine refused, in words that tell what to do; empty: nothing special is known of the status. */
    Optional<String> refusal(int status) {
        return Optional.empty();
    }

    @Override
    public final Outcome search(Query query) {
        return switch (fetcher.fetch(request(query))) {
            case Fetched.Refused refused -> new Failed(name + " could not be asked: " + refused.message());
            case Fetched.Answer answer when answer.isOk() -> read(answer, query.most());
            case Fetched.Answer answer
            when needsKey() && (answer.status() == 401 || answer.status() == 403) ->
                new KeyRefused(failure(answer) + "; an operator checks the setting search."
                        + name.toLowerCase(Locale.ROOT) + "-key");
            case Fetched.Answer answer -> new Failed(failure(answer));
        };
    }

    private Outcome read(Fetched.Answer answer, int most) {
        try {
            return new Hits(hits(json.readFields(answer.text())).stream()
                    .filter(hit -> hit.url().startsWith("http"))
                    .limit(most)
                    .toList());
        } catch (Json.MalformedJson wrong) {
            return new Failed(name + " sent an answer that cannot be read: " + wrong.getMessage());
        }
    }

    private String failure(Fetched.Answer answer) {
        int status = answer.status();
        return name + " answered with status " + status
                + refusal(status)
                        .or(() -> switch (status) {
                            case 401, 403 -> Optional.of("the key is not accepted");
                            case 429 ->
                                Optional.of("too many searches"
                                        + answer.retryAfter()
                                                .map(wait -> "; again in " + wait.toSeconds() + " s")
                                                .orElse(""));
                            default -> Optional.empty();
                        })
                        .map(why -> ": " + why)
                        .orElse("");
    }

    /** Reads hits from items. */
    static List<Hit> hits(List<Value> items, String snippet, String... published) {
        var hits = new ArrayList<Hit>();
        for (Value item : items) {
            if (item instanceof Value.Fields fields) {
                hits.add(new Hit(
                        plain(fields.text("title").orElse(""), LONGEST_TITLE),
                        fields.text("url").orElse(""),
                        plain(fields.text(snippet).orElse(""), LONGEST_SNIPPET),
                        first(fields, published)));
            }
        }
        return hits;
    }

    private static Optional<String> first(Value.Fields fields, String... names) {
        for (String name : names) {
            Optional<String> text = fields.text(name).filter(found -> !found.isBlank());
            if (text.isPresent()) {
                return text.map(found -> plain(found, 40));
            }
        }
        return Optional.empty();
    }

    private static String plain(String text, int most) {
        String plain = text.replaceAll("</?(?:strong|b|em)>", "")
                .replaceAll("\\s+", " ")
                .strip();
        return plain.length() <= most ? plain : plain.substring(0, most) + "\u2026";
    }

    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
