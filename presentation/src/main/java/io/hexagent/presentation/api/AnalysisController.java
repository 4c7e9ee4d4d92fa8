package io.hexagent.presentation.api;

import io.hexagent.application.dataset.DataInput;
import io.hexagent.application.run.InspectRun;
import io.hexagent.application.run.RunAnalysis;
import io.hexagent.application.run.RunReport;
import io.hexagent.application.run.StartRun;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.run.Multitask;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.stream.Visits;
import io.hexagent.presentation.wire.RunShapes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;

/** Questions about data. */
@Controller("/api/analyses")
@ExecuteOn(TaskExecutors.BLOCKING)
final class AnalysisController {
    private final Hexagent hexagent;
    private final Replies replies;
    private final Bodies bodies;
    private final Uploads uploads;
    private final RequestKeys keys;
    private final Leavers leavers;
    private final Visits visits;

    AnalysisController(
            Hexagent hexagent,
            Replies replies,
            Bodies bodies,
            Uploads uploads,
            RequestKeys keys,
            Leavers leavers,
            Visits visits) {
        this.hexagent = hexagent;
        this.replies = replies;
        this.bodies = bodies;
        this.uploads = uploads;
        this.keys = keys;
        this.leavers = leavers;
        this.visits = visits;
    }

    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    HttpResponse<String> ask(HttpRequest<?> request) {
        boolean wait = Queries.flag(request, "wait", true);
        return answer(request, bodies.asked(request), Optional.empty(), wait);
    }

    @Post
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    HttpResponse<String> askAboutFile(HttpRequest<?> request) {
        boolean wait = Queries.flag(request, "wait", true);
        RequestKeys.check(request);
        Uploads.Form form = uploads.form(request);
        return answer(request, new Asked(form.fields()), form.dataset(), wait);
    }

    /** @param uploaded what came with the form */
    private HttpResponse<String> answer(HttpRequest<?> request, Asked asked, Optional<Dataset> uploaded, boolean wait) {
        String question = asked.text("question");
        Optional<String> dataset = asked.optionalId("dataset_id");
        Optional<String> csv = asked.optionalText("csv");
        Optional<String> name = asked.optionalText("name");
        Optional<String> model = asked.optionalId("model");
        Optional<AgentName> agent = AgentController.agent(asked);
        Optional<String> thread = asked.optionalId("thread_id");
        if (dataset.isPresent() && csv.isPresent()) {
            asked.wrong("csv", "give \"dataset_id\" or \"csv\", not both");
        }
        Optional<Consumer<RunId>> left = leavers.wished(asked);
        asked.checkLength("question", question, hexagent.settings().limits().questionChars());
        asked.check();
        Optional<RequestKey> key = keys.of(
                request, asked.fields(), uploaded.stream().map(Dataset::content).toArray(ContentHash[]::new));
        var data = new ArrayList<DatasetId>();
        uploaded.ifPresent(file -> data.add(file.id()));
        dataset.ifPresent(id -> data.add(new DatasetId(id)));
        csv.ifPresent(text -> data.add(uploads.inline(text, name).id()));
        if (!wait) {
            return accept(new StartRun.Command(
                    Principal.LOCAL,
                    question,
                    data,
                    thread.map(ConversationId::new),
                    false,
                    Optional.of(agent.orElse(AgentName.ANALYST)),
                    model,
                    Multitask.REJECT,
                    key));
        }
        return told(
                visits.during(
                        request,
                        left,
                        listener -> hexagent.runAnalysis()
                                .handle(new RunAnalysis.Command(
                                        Principal.LOCAL,
                                        question,
                                        data.stream().map(DataInput::known).toList(),
                                        agent.orElse(AgentName.ANALYST),
                                        model,
                                        thread.map(ConversationId::new),
                                        Optional.of(hexagent.settings().server().patience()),
                                        listener,
                                        key))),
                false);
    }

    private HttpResponse<String> told(RunAnalysis.Outcome outcome, boolean repeated) {
        return switch (outcome) {
            case RunAnalysis.Outcome.Ended ended -> reported(ended.report(), repeated);
            case RunAnalysis.Outcome.Waiting waiting -> reported(waiting.report(), repeated);
            case RunAnalysis.Outcome.Repeated again -> told(again.first(), true);
            case RunAnalysis.Outcome.KeyReused reused -> throw RequestKeys.reused();
            case RunAnalysis.Outcome.Deleted deleted ->
                throw Problem.notFound("run", deleted.run().value());
            case RunAnalysis.Outcome.ConversationBusy busy -> throw RunProblems.threadBusy(busy.live());
            case RunAnalysis.Outcome.StillRunning running -> throw RunProblems.stillRunning(running.run());
            case RunAnalysis.Outcome.Unusable unusable -> throw Uploads.unusable(unusable.reason(), unusable.message());
            case RunAnalysis.Outcome.UnknownDataset unknown ->
                throw Problem.notFound("data set", unknown.id().value());
            case RunAnalysis.Outcome.UnknownConversation unknown ->
                throw Problem.notFound("thread", unknown.id().value());
            case RunAnalysis.Outcome.UnknownModel unknown -> throw Problem.invalid("model", unknown.message());
            case RunAnalysis.Outcome.Invalid invalid -> throw Problem.invalid(invalid.field(), invalid.message());
            case RunAnalysis.Outcome.Busy busy -> throw RunProblems.busy(busy.runs());
        };
    }

    private HttpResponse<String> reported(RunReport report, boolean repeated) {
        var body = RunShapes.answer(report, artifact -> Value.Fields.EMPTY)
                .with("thread_id", Value.of(report.run().conversation().value()))
                .with("model", Value.of(report.run().model().model()));
        return RequestKeys.replayed(replies.ok(body), repeated);
    }

    private HttpResponse<String> accept(StartRun.Command command) {
        return switch (hexagent.startRun().handle(command)) {
            case StartRun.Outcome.Started started -> accepted(started.run(), false);
            case StartRun.Outcome.Repeated repeated -> accepted(known(repeated.run()), true);
            case StartRun.Outcome.KeyReused reused -> throw RequestKeys.reused();
            case StartRun.Outcome.UnknownConversation unknown ->
                throw Problem.notFound("thread", unknown.id().value());
            case StartRun.Outcome.UnknownDataset unknown ->
                throw Problem.notFound("data set", unknown.id().value());
            case StartRun.Outcome.UnknownModel unknown -> throw Problem.invalid("model", unknown.message());
            case StartRun.Outcome.Busy busy -> throw RunProblems.threadBusy(busy.live());
            case StartRun.Outcome.Overloaded overloaded ->
                throw RunProblems.overloaded(overloaded.queued(), overloaded.retryAfter());
            case StartRun.Outcome.Invalid invalid ->
                throw Problem.invalid(
                        invalid.field().equals("message") ? "question" : invalid.field(), invalid.message());
        };
    }

    private Run known(RunId id) {
        return switch (hexagent.inspectRun().handle(new InspectRun.Command(id))) {
            case InspectRun.Outcome.Found found -> found.report().run();
            case InspectRun.Outcome.Unknown unknown -> throw Problem.notFound("run", id.value());
        };
    }

    private HttpResponse<String> accepted(Run run, boolean repeated) {
        return RequestKeys.replayed(
                replies.of(HttpStatus.ACCEPTED, RunShapes.accepted(run)).header("Location", "/api/runs/" + run.id()),
                repeated);
    }
}
