package io.hexagent.presentation.api;

import io.hexagent.application.document.SearchDocuments;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.document.Ranking;
import io.hexagent.domain.value.DocumentId;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.wire.DocumentShapes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Search in documents. */
@Controller("/api/search")
@ExecuteOn(TaskExecutors.BLOCKING)
final class SearchController {
    private final Hexagent hexagent;
    private final Replies replies;
    private final Bodies bodies;

    SearchController(Hexagent hexagent, Replies replies, Bodies bodies) {
        this.hexagent = hexagent;
        this.replies = replies;
        this.bodies = bodies;
    }

    @Post
    HttpResponse<String> search(HttpRequest<?> request) {
        Asked asked = bodies.asked(request);
        String query = asked.text("query");
        asked.checkLength("query", query, hexagent.settings().limits().questionChars());
        int limit = limit(asked);
        Ranking ranking = ranking(asked);
        List<String> ids = asked.optionalIds("document_ids");
        asked.check();
        List<DocumentId> within = ids.stream()
                .map(id -> Ids.known("document", id, DocumentId::new))
                .toList();
        return switch (hexagent.searchDocuments()
                .handle(new SearchDocuments.Command(Principal.LOCAL, query, within, ranking, limit))) {
            case SearchDocuments.Outcome.Found found ->
                replies.ok(Value.fields()
                        .put("mode", ranking.wire())
                        .put(
                                "results",
                                Value.items(found.matches().stream()
                                        .map(DocumentShapes::match)
                                        .toList()))
                        .build());
            case SearchDocuments.Outcome.Unusable unusable -> throw Problem.invalid("query", unusable.message());
        };
    }

    private static int limit(Asked asked) {
        Value given = asked.any("limit");
        if (given == Value.Absent.ABSENT) {
            return SearchDocuments.USUAL;
        }
        if (given instanceof Value.Number(BigDecimal number)
                && number.compareTo(BigDecimal.ONE) >= 0
                && number.compareTo(BigDecimal.valueOf(SearchDocuments.MOST)) <= 0
                && number.stripTrailingZeros().scale() <= 0) {
            return number.intValue();
        }
        asked.wrong("limit", "field \"limit\" must be a whole number from 1 to " + SearchDocuments.MOST);
        return SearchDocuments.USUAL;
    }

    private static Ranking ranking(Asked asked) {
        Optional<String> mode = asked.optionalText("mode");
        if (mode.isEmpty()) {
            return Ranking.HYBRID;
        }
        return Arrays.stream(Ranking.values())
                .filter(ranking -> ranking.wire().equals(mode.get()))
                .findFirst()
                .orElseGet(() -> {
                    asked.wrong(
                            "mode",
                            "field \"mode\" must be one of "
                                    + Arrays.stream(Ranking.values())
                                            .map(Ranking::wire)
                                            .toList());
                    return Ranking.HYBRID;
                });
    }
}
