package io.hexagent.presentation.api;

import io.hexagent.application.strategy.session.EndStrategySession;
import io.hexagent.application.strategy.session.InspectStrategySession;
import io.hexagent.application.strategy.session.ListStrategySessions;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.strategy.ClientId;
import io.hexagent.presentation.wire.SessionShapes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** Strategy sessions: list, show, delete. They are talked to over {@code /ws/{client_id}}. */
@Controller("/api/strategies/sessions")
@ExecuteOn(TaskExecutors.BLOCKING)
final class StrategySessionController {
    private static final int USUAL = 50;

    private final Hexagent hexagent;
    private final Replies replies;

    StrategySessionController(Hexagent hexagent, Replies replies) {
        this.hexagent = hexagent;
        this.replies = replies;
    }

    @Get
    HttpResponse<String> list(HttpRequest<?> request) {
        int limit = Queries.whole(request, "limit", USUAL, 1, ListStrategySessions.MOST);
        int offset = Queries.whole(request, "offset", 0, 0, Integer.MAX_VALUE);
        return replies.ok(
                hexagent
                        .listStrategySessions()
                        .handle(new ListStrategySessions.Command(Principal.LOCAL, limit, offset))
                        .stream()
                        .map(SessionShapes::state)
                        .toList());
    }

    @Get("/{client}")
    HttpResponse<String> show(String client) {
        return hexagent.inspectStrategySession()
                .handle(new InspectStrategySession.Command(Principal.LOCAL, id(client)))
                .map(standing -> replies.ok(SessionShapes.whole(standing)))
                .orElseThrow(() -> unknown(client));
    }

    @Delete("/{client}")
    HttpResponse<String> delete(String client) {
        if (!hexagent.endStrategySession().handle(new EndStrategySession.Command(Principal.LOCAL, id(client)))) {
            throw unknown(client);
        }
        return replies.noContent();
    }

    private static ClientId id(String text) {
        return Ids.known("strategy session", text, ClientId::new);
    }

    private static Problem unknown(String client) {
        return Problem.notFound("strategy session", client);
    }
}
