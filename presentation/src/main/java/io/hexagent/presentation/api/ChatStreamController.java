package io.hexagent.presentation.api;

import io.hexagent.application.run.follow.FeedItem;
import io.hexagent.application.run.follow.FollowRun;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.value.RunId;
import io.hexagent.presentation.stream.StreamBody;
import io.hexagent.presentation.wire.ServerSentEvents;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Optional;
import java.util.function.Consumer;

/** A chat whose answer is told while it is made. */
@Controller("/api/chat/stream")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ChatStreamController {
    private final Hexagent hexagent;
    private final Bodies bodies;
    private final RequestKeys keys;
    private final RunStarts starts;
    private final StreamReplies replies;
    private final Leavers leavers;
    private final FeedItem.Renderer renderer;

    ChatStreamController(
            Hexagent hexagent,
            Bodies bodies,
            RequestKeys keys,
            RunStarts starts,
            StreamReplies replies,
            Leavers leavers) {
        this.hexagent = hexagent;
        this.bodies = bodies;
        this.keys = keys;
        this.starts = starts;
        this.replies = replies;
        this.leavers = leavers;
        this.renderer = new ServerSentEvents(hexagent.json())::ofChat;
    }

    @Produces(MediaType.ALL)
    @Post
    HttpResponse<?> chat(HttpRequest<?> request) {
        Asked asked = bodies.asked(request);
        RunStarts.Message message = RunStarts.Message.read(hexagent, asked, Optional.empty());
        Optional<Consumer<RunId>> left = leavers.wished(asked);
        asked.check();
        RunStarts.Started started = starts.start(message, keys.of(request, asked.fields()));
        FollowRun.Outcome.Ready ready = starts.follow(started.run(), true);
        var body = new StreamBody(
                ready.opening(),
                renderer,
                ServerSentEvents.comment(),
                // The client has left the connection's thread behind: this goes on one of its own.
                () -> left.ifPresent(
                        what -> Thread.ofVirtual().name("client-left").start(() -> what.accept(started.run()))));
        return RequestKeys.replayed(
                replies.stream(body)
                        .header("X-Run-Id", started.run().value())
                        .header("X-Thread-Id", ready.run().conversation().value()),
                started.again());
    }
}
