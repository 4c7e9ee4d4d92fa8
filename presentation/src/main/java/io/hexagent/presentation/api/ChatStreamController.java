package io.hexagent.presentation.api;

import io.hexagent.application.run.CancelRun;
import io.hexagent.application.run.follow.FeedItem;
import io.hexagent.application.run.follow.FollowRun;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.value.RunId;
import io.hexagent.presentation.stream.StreamBody;
import io.hexagent.presentation.wire.ServerSentEvents;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Optional;

/** A chat whose answer is told while it is made. */
@Controller("/api/chat/stream")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ChatStreamController {
    private static final String CANCEL = "cancel";
    private static final List<String> ON_DISCONNECT = List.of("continue", CANCEL);

    private final Hexagent hexagent;
    private final Bodies bodies;
    private final RequestKeys keys;
    private final RunStarts starts;
    private final StreamReplies replies;
    private final FeedItem.Renderer renderer;

    ChatStreamController(Hexagent hexagent, Bodies bodies, RequestKeys keys, RunStarts starts, StreamReplies replies) {
        this.hexagent = hexagent;
        this.bodies = bodies;
        this.keys = keys;
        this.starts = starts;
        this.replies = replies;
        this.renderer = new ServerSentEvents(hexagent.json())::ofChat;
    }

    @Post
    HttpResponse<?> chat(HttpRequest<?> request) {
        Asked asked = bodies.asked(request);
        RunStarts.Message message = RunStarts.Message.read(hexagent, asked, Optional.empty());
        String onDisconnect = asked.optionalText("on_disconnect")
                .orElse(hexagent.settings().streams().onDisconnect());
        if (!ON_DISCONNECT.contains(onDisconnect)) {
            asked.wrong("on_disconnect", "on_disconnect \"" + onDisconnect + "\" not in " + ON_DISCONNECT);
        }
        asked.check();
        RunStarts.Started started = starts.start(message, keys.of(request, asked.fields()));
        FollowRun.Outcome.Ready ready = starts.follow(started.run(), true);
        var body = new StreamBody(
                ready.opening(),
                renderer,
                ServerSentEvents.comment(),
                onDisconnect.equals(CANCEL) ? () -> cancel(started.run()) : () -> {});
        return RequestKeys.replayed(
                replies.stream(body)
                        .header("X-Run-Id", started.run().value())
                        .header("X-Thread-Id", ready.run().conversation().value()),
                started.again());
    }

    /** The client has left the connection's thread behind: the cancelling goes on one of its own. */
    private void cancel(RunId run) {
        Thread.ofVirtual().name("cancel").start(() -> {
            CancelRun.Outcome ignored = hexagent.cancelRun().handle(new CancelRun.Command(Principal.LOCAL, run));
        });
    }
}
