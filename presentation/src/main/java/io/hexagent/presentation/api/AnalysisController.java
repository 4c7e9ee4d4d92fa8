package io.hexagent.presentation.api;

import io.hexagent.application.dataset.DataInput;
import io.hexagent.application.run.RunAnalysis;
import io.hexagent.application.run.RunListener;
import io.hexagent.application.run.RunReport;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.Value;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Questions about data. */
@Controller("/api/analyses")
@ExecuteOn(TaskExecutors.BLOCKING)
final class AnalysisController {
    private static final Duration BUSY = Duration.ofSeconds(2);

    private final Hexagent hexagent;
    private final Replies replies;
    private final Bodies bodies;
    private final Uploads uploads;

    AnalysisController(Hexagent hexagent, Replies replies, Bodies bodies, Uploads uploads) {
        this.hexagent = hexagent;
        this.replies = replies;
        this.bodies = bodies;
        this.uploads = uploads;
    }

    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    HttpResponse<String> ask(HttpRequest<?> request) {
        boolean wait = Queries.flag(request, "wait", true);
        Asked asked = bodies.asked(request);
        return answer(asked, List.of(), wait);
    }

    @Post
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    HttpResponse<String> askAboutFile(HttpRequest<?> request) {
        boolean wait = Queries.flag(request, "wait", true);
        Uploads.Form form = uploads.form(request);
        return answer(
                new Asked(form.fields()),
                form.dataset().map(dataset -> dataset.id()).stream().toList(),
                wait);
    }

    private HttpResponse<String> answer(Asked asked, List<DatasetId> uploaded, boolean wait) {
        String question = asked.text("question");
        Optional<String> dataset = asked.optionalId("dataset_id");
        Optional<String> csv = asked.optionalText("csv");
        Optional<String> name = asked.optionalText("name");
        Optional<String> model = asked.optionalId("model");
        Optional<AgentName> agent = asked.optionalId("agent").flatMap(text -> agent(asked, text));
        Optional<String> thread = asked.optionalId("thread_id");
        if (dataset.isPresent() && csv.isPresent()) {
            asked.wrong("csv", "give \"dataset_id\" or \"csv\", not both");
        }
        checkLength(hexagent, asked, "question", question);
        asked.check();
        var data = new ArrayList<DataInput>();
        uploaded.forEach(id -> data.add(DataInput.known(id)));
        dataset.ifPresent(id -> data.add(DataInput.known(new DatasetId(id))));
        csv.ifPresent(
                text -> data.add(DataInput.known(uploads.inline(text, name).id())));
        var command = new RunAnalysis.Command(
                Principal.LOCAL,
                question,
                data,
                agent.orElse(AgentName.ANALYST),
                model,
                thread.map(ConversationId::new),
                Optional.of(wait ? hexagent.settings().server().patience() : Duration.ZERO),
                RunListener.NONE);
        return response(wait, hexagent.runAnalysis().handle(command));
    }

    private HttpResponse<String> response(boolean wait, RunAnalysis.Outcome outcome) {
        return switch (outcome) {
            case RunAnalysis.Outcome.Waiting waiting -> ended(waiting.report());
            case RunAnalysis.Outcome.Repeated repeated -> response(wait, repeated.first());
            case RunAnalysis.Outcome.KeyReused reused -> throw keyReused();
            case RunAnalysis.Outcome.ConversationBusy busy -> throw threadBusy(busy.live());
            case RunAnalysis.Outcome.Ended ended ->
                wait ? ended(ended.report()) : accepted(ended.report().run());
            case RunAnalysis.Outcome.StillRunning running -> {
                if (!wait) {
                    yield accepted(running.run());
                }
                throw stillRunning(running.run());
            }
            case RunAnalysis.Outcome.Unusable unusable -> throw Uploads.unusable(unusable.reason(), unusable.message());
            case RunAnalysis.Outcome.UnknownDataset unknown ->
                throw Problem.notFound("data set", unknown.id().value());
            case RunAnalysis.Outcome.UnknownConversation unknown ->
                throw Problem.notFound("thread", unknown.id().value());
            case RunAnalysis.Outcome.UnknownModel unknown -> throw Problem.invalid("model", unknown.message());
            case RunAnalysis.Outcome.Invalid invalid -> throw Problem.invalid(invalid.field(), invalid.message());
            case RunAnalysis.Outcome.Busy busy -> throw busy(busy.runs());
        };
    }

    private HttpResponse<String> ended(RunReport report) {
        return replies.ok(RunShapes.answer(report, artifact -> Value.Fields.EMPTY)
                .with("thread_id", Value.of(report.run().conversation().value()))
                .with("model", Value.of(report.run().model().model())));
    }

    private HttpResponse<String> accepted(Run run) {
        return replies.of(HttpStatus.ACCEPTED, RunShapes.accepted(run)).header("Location", "/api/runs/" + run.id());
    }

    static Problem stillRunning(Run run) {
        return Problem.of(
                        HttpStatus.REQUEST_TIMEOUT,
                        "still_running",
                        "the answer takes longer than this door waits; the run goes on at /api/runs/" + run.id())
                .with("run_id", Value.of(run.id().value()))
                .with("thread_id", Value.of(run.conversation().value()));
    }

    static Problem busy(int runs) {
        return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "busy", runs + " runs are at work already; try again soon")
                .retryAfter(BUSY);
    }

    static Problem keyReused() {
        return Problem.of(
                HttpStatus.UNPROCESSABLE_ENTITY,
                "idempotency_key_reused",
                "the Idempotency-Key was used for another request");
    }

    static Problem threadBusy(Run live) {
        return Problem.of(HttpStatus.CONFLICT, "thread_busy", "run " + live.id() + " of the thread has not ended");
    }

    static void checkLength(Hexagent hexagent, Asked asked, String field, String text) {
        int most = hexagent.settings().limits().questionChars();
        if (text.length() > most) {
            asked.wrong(
                    field,
                    "field \"" + field + "\" has " + text.length() + " characters, more than " + most
                            + " (setting limits.question-chars)");
        }
    }

    private static Optional<AgentName> agent(Asked asked, String text) {
        try {
            return Optional.of(new AgentName(text));
        } catch (IllegalArgumentException wrong) {
            asked.wrong("agent", "field \"agent\" must be 1 to 64 characters of a-z, A-Z, 0-9, _ and -");
            return Optional.empty();
        }
    }
}
