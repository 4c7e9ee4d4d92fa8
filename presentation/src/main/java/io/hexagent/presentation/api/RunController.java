package io.hexagent.presentation.api;

import io.hexagent.application.run.AnswerRequest;
import io.hexagent.application.run.CancelRun;
import io.hexagent.application.run.DeleteRun;
import io.hexagent.application.run.InspectRun;
import io.hexagent.application.run.ListRuns;
import io.hexagent.application.run.ReplayRun;
import io.hexagent.application.run.RunReport;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.wire.RunShapes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Arrays;
import java.util.Optional;

/** Runs: list, show, cancel, resume, replay, delete. */
@Controller("/api/runs")
@ExecuteOn(TaskExecutors.BLOCKING)
final class RunController {
    private static final int USUAL = 50;

    private final Hexagent hexagent;
    private final Replies replies;
    private final Bodies bodies;
    private final RequestKeys keys;

    RunController(Hexagent hexagent, Replies replies, Bodies bodies, RequestKeys keys) {
        this.hexagent = hexagent;
        this.replies = replies;
        this.bodies = bodies;
        this.keys = keys;
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
        return replies.ok(RunShapes.run(report(id)));
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

    /** Ends it, whoever works on it. Of a run that has ended it tells the state. */
    @Post("/{id}/cancel")
    @Consumes(MediaType.ALL)
    HttpResponse<String> cancel(String id) {
        return switch (hexagent.cancelRun().handle(new CancelRun.Command(Principal.LOCAL, id(id)))) {
            case CancelRun.Outcome.Cancelled cancelled -> replies.ok(shown(cancelled.run()));
            case CancelRun.Outcome.EndedBefore before -> replies.ok(shown(before.run()));
            case CancelRun.Outcome.Unknown unknown -> throw Problem.notFound("run", id);
        };
    }

    /** Gives a waiting run what it waits for. */
    @Post("/{id}/resume")
    HttpResponse<String> resume(HttpRequest<?> request, String id) {
        Decisions.Given given = Decisions.read(bodies.asked(request));
        var command = new AnswerRequest.Command(
                Principal.LOCAL, id(id), given.request(), given.decision(), given.content(), given.paramsHash());
        return switch (hexagent.answerRequest().handle(command)) {
            case AnswerRequest.Outcome.Resumed resumed ->
                replies.of(HttpStatus.ACCEPTED, shown(resumed.run()))
                        .header("Location", "/api/runs/" + resumed.run().id());
            case AnswerRequest.Outcome.NotWaiting not ->
                throw Problem.of(
                                HttpStatus.CONFLICT,
                                "not_waiting",
                                "run " + id + " is " + not.run().status().wire()
                                        + " and waits for no such decision; it was made before, has expired, or was"
                                        + " never asked for")
                        .with("run_status", Value.of(not.run().status().wire()));
            case AnswerRequest.Outcome.Changed changed ->
                throw Problem.of(HttpStatus.CONFLICT, "params_changed", changed.message());
            case AnswerRequest.Outcome.Invalid invalid -> throw Problem.invalid(invalid.field(), invalid.message());
            case AnswerRequest.Outcome.Unknown unknown -> throw Problem.notFound("run", id);
        };
    }

    /** Runs the same request again with the recorded replies of the model, and compares the steps. */
    @Post("/{id}/replay")
    @Consumes(MediaType.ALL)
    HttpResponse<String> replay(HttpRequest<?> request, String id) {
        var command = new ReplayRun.Command(
                Principal.LOCAL,
                id(id),
                Optional.of(hexagent.settings().server().patience()),
                keys.of(request, Value.Fields.EMPTY));
        return told(id, hexagent.replayRun().handle(command), false);
    }

    private HttpResponse<String> told(String id, ReplayRun.Outcome outcome, boolean repeated) {
        return switch (outcome) {
            case ReplayRun.Outcome.Replayed replayed ->
                RequestKeys.replayed(replies.ok(RunShapes.replay(replayed)), repeated);
            case ReplayRun.Outcome.StillRunning running -> goesOn(RunShapes.accepted(running.replay()), repeated);
            case ReplayRun.Outcome.Repeated again -> told(id, again.first(), true);
            case ReplayRun.Outcome.KeyReused reused -> throw RequestKeys.reused();
            case ReplayRun.Outcome.Deleted deleted ->
                throw Problem.notFound("run", deleted.run().value());
            case ReplayRun.Outcome.Live live ->
                throw Problem.of(
                        HttpStatus.CONFLICT,
                        "run_is_live",
                        "run " + id + " is " + live.run().status().wire() + "; replay it when it has ended");
            case ReplayRun.Outcome.Unreplayable not ->
                throw Problem.of(HttpStatus.CONFLICT, "unreplayable", not.message());
            case ReplayRun.Outcome.Busy busy -> throw RunProblems.busy(busy.runs());
            case ReplayRun.Outcome.Unknown unknown -> throw Problem.notFound("run", id);
        };
    }

    private HttpResponse<String> goesOn(Value.Fields replay, boolean repeated) {
        return RequestKeys.replayed(
                replies.of(
                                HttpStatus.ACCEPTED,
                                Value.fields().put("replay", replay).build())
                        .header("Location", "/api/runs/" + replay.text("id").orElseThrow()),
                repeated);
    }

    private RunReport report(String id) {
        return switch (hexagent.inspectRun().handle(new InspectRun.Command(id(id)))) {
            case InspectRun.Outcome.Found found -> found.report();
            case InspectRun.Outcome.Unknown unknown -> throw Problem.notFound("run", id);
        };
    }

    /** With its steps, or without when it was deleted this very moment. */
    private Value.Fields shown(Run run) {
        return switch (hexagent.inspectRun().handle(new InspectRun.Command(run.id()))) {
            case InspectRun.Outcome.Found found -> RunShapes.run(found.report());
            case InspectRun.Outcome.Unknown unknown -> RunShapes.accepted(run);
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
