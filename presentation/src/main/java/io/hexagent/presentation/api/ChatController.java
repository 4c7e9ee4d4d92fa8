package io.hexagent.presentation.api;

import io.hexagent.application.run.AnswerChat;
import io.hexagent.application.run.RunReport;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.run.EventFields;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.stream.Visits;
import io.hexagent.presentation.wire.RunShapes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Optional;
import java.util.function.Consumer;

/** Conversations, one message at a time. */
@Controller("/api/chat")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ChatController {
    private final Hexagent hexagent;
    private final Replies replies;
    private final Bodies bodies;
    private final RequestKeys keys;
    private final Leavers leavers;
    private final Visits visits;

    ChatController(
            Hexagent hexagent, Replies replies, Bodies bodies, RequestKeys keys, Leavers leavers, Visits visits) {
        this.hexagent = hexagent;
        this.replies = replies;
        this.bodies = bodies;
        this.keys = keys;
        this.leavers = leavers;
        this.visits = visits;
    }

    @Post
    HttpResponse<String> chat(HttpRequest<?> request) {
        Asked asked = bodies.asked(request);
        String message = asked.text("message");
        Optional<String> model = asked.optionalId("model");
        Optional<String> thread = asked.optionalId("thread_id");
        Optional<String> session = asked.optionalId("session_id");
        if (thread.isPresent() && session.isPresent() && !thread.equals(session)) {
            asked.wrong("session_id", "give \"thread_id\" or \"session_id\", not both");
        }
        Optional<Consumer<RunId>> left = leavers.wished(asked);
        asked.checkLength("message", message, hexagent.settings().limits().questionChars());
        asked.check();
        Optional<RequestKey> key = keys.of(request, asked.fields());
        return told(
                visits.during(
                        request,
                        left,
                        listener -> hexagent.answerChat()
                                .handle(new AnswerChat.Command(
                                        Principal.LOCAL,
                                        message,
                                        model,
                                        thread.or(() -> session).map(ConversationId::new),
                                        thread.isEmpty(),
                                        Optional.of(hexagent.settings().server().patience()),
                                        listener,
                                        key))),
                false);
    }

    private HttpResponse<String> told(AnswerChat.Outcome outcome, boolean repeated) {
        return switch (outcome) {
            case AnswerChat.Outcome.Ended ended -> reported(ended.report(), repeated);
            case AnswerChat.Outcome.Waiting waiting -> reported(waiting.report(), repeated);
            case AnswerChat.Outcome.Repeated again -> told(again.first(), true);
            case AnswerChat.Outcome.KeyReused reused -> throw RequestKeys.reused();
            case AnswerChat.Outcome.Deleted deleted ->
                throw Problem.notFound("run", deleted.run().value());
            case AnswerChat.Outcome.ConversationBusy busy -> throw RunProblems.threadBusy(busy.live());
            case AnswerChat.Outcome.StillRunning running -> throw RunProblems.stillRunning(running.run());
            case AnswerChat.Outcome.UnknownConversation unknown ->
                throw Problem.notFound("thread", unknown.id().value());
            case AnswerChat.Outcome.UnknownModel unknown -> throw Problem.invalid("model", unknown.message());
            case AnswerChat.Outcome.Invalid invalid -> throw Problem.invalid(invalid.field(), invalid.message());
            case AnswerChat.Outcome.Busy busy -> throw RunProblems.busy(busy.runs());
        };
    }

    /** A run that failed is told in {@code status} and {@code error}; what it had answered by then is kept. */
    private HttpResponse<String> reported(RunReport report, boolean repeated) {
        var run = report.run();
        var body = Value.fields()
                .put("response", report.answer().orElse(""))
                .put("run_id", run.id().value())
                .put("thread_id", run.conversation().value())
                .put("status", run.status().wire())
                .put("outcome", RunShapes.outcome(run).map(outcome -> outcome.wire()))
                .put("provider", run.model().provider());
        RunShapes.error(run).ifPresent(error -> body.put("error", EventFields.error(error)));
        report.request().ifPresent(asked -> body.put("request", RunShapes.request(asked)));
        RunShapes.lacking(report).ifPresent(tools -> body.put("requires_auth", tools));
        return RequestKeys.replayed(replies.ok(body.build()), repeated);
    }
}
