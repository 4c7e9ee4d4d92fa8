package io.hexagent.presentation.api;

import io.hexagent.application.conversation.StartConversation;
import io.hexagent.application.run.StartRun;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.run.Multitask;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Threads of work: begin one, and give it something to do without waiting for the answer. */
@Controller("/api/agent")
@ExecuteOn(TaskExecutors.BLOCKING)
final class AgentController {
    private final Hexagent hexagent;
    private final Replies replies;
    private final Bodies bodies;
    private final RequestKeys keys;

    AgentController(Hexagent hexagent, Replies replies, Bodies bodies, RequestKeys keys) {
        this.hexagent = hexagent;
        this.replies = replies;
        this.bodies = bodies;
        this.keys = keys;
    }

    @Post("/initiate")
    HttpResponse<String> initiate(HttpRequest<?> request) {
        Asked asked = bodies.optionalAsked(request);
        Optional<AgentName> agent = agent(asked);
        Optional<String> model = asked.optionalId("model");
        Value.Fields metadata = asked.optionalFields("metadata").orElse(Value.Fields.EMPTY);
        asked.check();
        var command = new StartConversation.Command(
                Principal.LOCAL, agent, model, metadata, keys.of(request, asked.fields()));
        return switch (hexagent.startConversation().handle(command)) {
            case StartConversation.Outcome.Started started ->
                begun(started.conversation().id(), false);
            case StartConversation.Outcome.Repeated repeated -> begun(repeated.id(), true);
            case StartConversation.Outcome.KeyReused reused -> throw RequestKeys.reused();
            case StartConversation.Outcome.UnknownModel unknown -> throw Problem.invalid("model", unknown.message());
            case StartConversation.Outcome.Invalid invalid -> throw Problem.invalid(invalid.field(), invalid.message());
        };
    }

    private HttpResponse<String> begun(ConversationId thread, boolean repeated) {
        var body = Value.fields().put("thread_id", thread.value()).build();
        return RequestKeys.replayed(
                replies.of(HttpStatus.CREATED, body).header("Location", "/api/threads/" + thread), repeated);
    }

    @Post("/{thread}/execute")
    HttpResponse<String> execute(HttpRequest<?> request, String thread) {
        ConversationId id = Ids.known("thread", thread, ConversationId::new);
        Asked asked = bodies.asked(request);
        String message = asked.text("message");
        Optional<AgentName> agent = agent(asked);
        Optional<String> model = asked.optionalId("model");
        Multitask whenBusy = asked.optionalText("multitask_strategy")
                .map(text -> strategy(asked, text))
                .orElse(Multitask.REJECT);
        List<DatasetId> datasets =
                asked.optionalIds("datasets").stream().map(DatasetId::new).toList();
        asked.checkLength("message", message, hexagent.settings().limits().questionChars());
        asked.check();
        var command = new StartRun.Command(
                Principal.LOCAL,
                message,
                datasets,
                Optional.of(id),
                false,
                agent,
                model,
                whenBusy,
                keys.of(request, asked.fields()));
        return switch (hexagent.startRun().handle(command)) {
            case StartRun.Outcome.Started started -> accepted(started.run().id(), id, false);
            case StartRun.Outcome.Repeated repeated -> accepted(repeated.run(), id, true);
            case StartRun.Outcome.KeyReused reused -> throw RequestKeys.reused();
            case StartRun.Outcome.UnknownConversation unknown -> throw Problem.notFound("thread", thread);
            case StartRun.Outcome.UnknownDataset unknown ->
                throw Problem.notFound("data set", unknown.id().value());
            case StartRun.Outcome.UnknownModel unknown -> throw Problem.invalid("model", unknown.message());
            case StartRun.Outcome.Busy busy -> throw RunProblems.threadBusy(busy.live());
            case StartRun.Outcome.Overloaded overloaded ->
                throw RunProblems.overloaded(overloaded.queued(), overloaded.retryAfter());
            case StartRun.Outcome.Invalid invalid -> throw Problem.invalid(invalid.field(), invalid.message());
        };
    }

    /** A repeat is told what the first one was told, however far the run has come by now. */
    private HttpResponse<String> accepted(RunId run, ConversationId thread, boolean repeated) {
        var body = Value.fields()
                .put("run_id", run.value())
                .put("thread_id", thread.value())
                .put("status", RunStatus.QUEUED.wire())
                .build();
        return RequestKeys.replayed(
                replies.of(HttpStatus.ACCEPTED, body).header("Location", "/api/agent/" + thread + "/stream"), repeated);
    }

    /** The field {@code agent} of a request. */
    static Optional<AgentName> agent(Asked asked) {
        return asked.optionalId("agent").flatMap(text -> {
            try {
                return Optional.of(new AgentName(text));
            } catch (IllegalArgumentException wrong) {
                asked.wrong("agent", "field \"agent\" must be 1 to 64 characters of a-z, A-Z, 0-9, _ and -");
                return Optional.empty();
            }
        });
    }

    private static Multitask strategy(Asked asked, String text) {
        return Arrays.stream(Multitask.values())
                .filter(strategy -> strategy.wire().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseGet(() -> {
                    asked.wrong(
                            "multitask_strategy",
                            "multitask_strategy \"" + text + "\" not in "
                                    + Arrays.stream(Multitask.values())
                                            .map(Multitask::wire)
                                            .toList());
                    return Multitask.REJECT;
                });
    }
}
