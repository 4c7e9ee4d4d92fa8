package io.hexagent.presentation.api;

import io.hexagent.application.run.DeleteRun;
import io.hexagent.application.run.InspectRun;
import io.hexagent.application.run.ListRuns;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.presentation.wire.RunShapes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Arrays;
import java.util.Optional;

/** Runs: list, show, delete. */
@Controller("/api/runs")
@ExecuteOn(TaskExecutors.BLOCKING)
final class RunController {
    private static final int USUAL = 50;

    private final Hexagent hexagent;
    private final Replies replies;

    RunController(Hexagent hexagent, Replies replies) {
        this.hexagent = hexagent;
        this.replies = replies;
    }

    @Get
    HttpResponse<String> list(HttpRequest<?> request) {
        int limit = Queries.whole(request, "limit", USUAL, 1, ListRuns.MOST);
        int offset = Queries.whole(request, "offset", 0, 0, Integer.MAX_VALUE);
        Optional<RunStatus> status = Queries.text(request, "status").map(RunController::status);
        Optional<ConversationId> thread =
                Queries.text(request, "thread_id").map(text -> Ids.known("thread", text, ConversationId::new));
        Runs.Page page =
                hexagent.listRuns().handle(new ListRuns.Command(Principal.LOCAL, status, thread, limit, offset));
        return replies.ok(page.runs().stream().map(RunShapes::row).toList())
                .header("X-Total-Count", Long.toString(page.total()));
    }

    @Get("/{id}")
    HttpResponse<String> show(String id) {
        return switch (hexagent.inspectRun().handle(new InspectRun.Command(id(id)))) {
            case InspectRun.Outcome.Found found -> replies.ok(RunShapes.run(found.report()));
            case InspectRun.Outcome.Unknown unknown -> throw Problem.notFound("run", id);
        };
    }

    @Delete("/{id}")
    HttpResponse<String> delete(String id) {
        return switch (hexagent.deleteRun().handle(new DeleteRun.Command(id(id)))) {
            case DELETED -> replies.noContent();
            case UNKNOWN -> throw Problem.notFound("run", id);
            case LIVE ->
                throw Problem.of(
                        HttpStatus.CONFLICT,
                        "run_is_live",
                        "run " + id + " is still at work; delete it when it has ended");
        };
    }

    private static RunStatus status(String text) {
        return Arrays.stream(RunStatus.values())
                .filter(status -> status.wire().equals(text))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                        "status",
                        "status \"" + text + "\" not in "
                                + Arrays.stream(RunStatus.values())
                                        .map(RunStatus::wire)
                                        .toList()));
    }

    private static RunId id(String text) {
        return Ids.known("run", text, RunId::new);
    }
}
