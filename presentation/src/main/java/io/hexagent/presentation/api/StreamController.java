package io.hexagent.presentation.api;

import io.hexagent.application.run.follow.FeedItem;
import io.hexagent.application.run.follow.FollowRun;
import io.hexagent.application.run.follow.FollowThread;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.presentation.stream.StreamBody;
import io.hexagent.presentation.wire.ServerSentEvents;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Optional;

/** Live streams of runs and threads, which go on where the client left off. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class StreamController {
    private final Hexagent hexagent;
    private final StreamReplies replies;
    private final FeedItem.Renderer ofRun;
    private final FeedItem.Renderer ofThread;
    private final FeedItem.Renderer ofFlow;

    StreamController(Hexagent hexagent, StreamReplies replies) {
        this.hexagent = hexagent;
        this.replies = replies;
        var events = new ServerSentEvents(hexagent.json());
        this.ofRun = events::ofRun;
        this.ofThread = events::ofThread;
        this.ofFlow = events::ofFlow;
    }

    @Get("/api/runs/{id}/events")
    HttpResponse<?> run(HttpRequest<?> request, String id) {
        return run(id, Places.ofRun(request), ofRun, ServerSentEvents.comment());
    }

    @Get("/api/agent/{thread}/stream")
    HttpResponse<?> thread(HttpRequest<?> request, String thread) {
        Optional<String> until = Queries.text(request, "until");
        if (until.filter(word -> !word.equals("idle")).isPresent()) {
            throw Problem.invalid("until", "until \"" + until.get() + "\" not in [idle]");
        }
        return thread(request, thread, until.isPresent());
    }

    /** The older door: a flow is a thread, and its input a run. */
    @Get("/agent/event-stream")
    HttpResponse<?> flow(HttpRequest<?> request) {
        String flow = Queries.text(request, "flowUuid")
                .orElseThrow(() -> Problem.invalid("flowUuid", "parameter \"flowUuid\" is missing"));
        Optional<String> input = Queries.text(request, "flowInputUuid");
        if (input.isEmpty()) {
            return thread(request, flow, false);
        }
        return run(input.get(), Places.ofRun(request), ofFlow, ServerSentEvents.keepAlive(), Optional.of(flow));
    }

    private HttpResponse<?> thread(HttpRequest<?> request, String thread, boolean untilIdle) {
        ConversationId id = Ids.known("thread", thread, ConversationId::new);
        var command = new FollowThread.Command(Principal.LOCAL, id, Places.ofThread(request), untilIdle);
        return switch (hexagent.followThread().handle(command)) {
            case FollowThread.Outcome.Ready ready ->
                replies.stream(StreamBody.of(ready.opening(), ofThread, ServerSentEvents.keepAlive()));
            case FollowThread.Outcome.Over over -> replies.over();
            case FollowThread.Outcome.Unknown unknown -> throw Problem.notFound("thread", thread);
            case FollowThread.Outcome.NoSuchPlace none ->
                throw Problem.invalid("last_id", "thread " + thread + " has no event " + none.cursor());
        };
    }

    private HttpResponse<?> run(String id, long after, FeedItem.Renderer renderer, byte[] beat) {
        return run(id, after, renderer, beat, Optional.empty());
    }

    private HttpResponse<?> run(
            String id, long after, FeedItem.Renderer renderer, byte[] beat, Optional<String> ofThread) {
        RunId run = Ids.known("run", id, RunId::new);
        return switch (hexagent.followRun().handle(new FollowRun.Command(Principal.LOCAL, run, after, false))) {
            case FollowRun.Outcome.Ready ready -> {
                check(id, ready.run().conversation(), ofThread);
                yield replies.stream(StreamBody.of(ready.opening(), renderer, beat));
            }
            case FollowRun.Outcome.Over over -> {
                check(id, over.run().conversation(), ofThread);
                yield replies.over();
            }
            case FollowRun.Outcome.Unknown unknown -> throw Problem.notFound("run", id);
            case FollowRun.Outcome.NoSuchEvent none ->
                throw Problem.invalid("last_id", "run " + id + " has no event " + none.seq());
        };
    }

    private static void check(String id, ConversationId conversation, Optional<String> thread) {
        if (thread.filter(asked -> !asked.equals(conversation.value())).isPresent()) {
            throw Problem.notFound("run", id);
        }
    }
}
