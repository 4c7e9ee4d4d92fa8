package io.hexagent.presentation.api;

import io.hexagent.application.artifact.ListArtifacts;
import io.hexagent.application.conversation.ChangeConversation;
import io.hexagent.application.conversation.DeleteConversation;
import io.hexagent.application.conversation.InspectConversation;
import io.hexagent.application.conversation.ListConversations;
import io.hexagent.application.run.ReadMessages;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.conversation.Conversations;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.presentation.wire.ArtifactShapes;
import io.hexagent.presentation.wire.ThreadShapes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Optional;

/** Conversations, which clients know as threads: list, show, rename, delete, and what is in them. */
@Controller("/api/threads")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ThreadController {
    private static final int USUAL = 50;
    private static final int LONGEST_TITLE = 200;

    private final Hexagent hexagent;
    private final Replies replies;
    private final Bodies bodies;

    ThreadController(Hexagent hexagent, Replies replies, Bodies bodies) {
        this.hexagent = hexagent;
        this.replies = replies;
        this.bodies = bodies;
    }

    @Get
    HttpResponse<String> list(HttpRequest<?> request) {
        int limit = Queries.whole(request, "limit", USUAL, 1, ListConversations.MOST);
        int offset = Queries.whole(request, "offset", 0, 0, Integer.MAX_VALUE);
        Conversations.Page page =
                hexagent.listConversations().handle(new ListConversations.Command(Principal.LOCAL, limit, offset));
        return replies.ok(
                        page.conversations().stream().map(ThreadShapes::thread).toList())
                .header("X-Total-Count", Long.toString(page.total()));
    }

    @Get("/{id}")
    HttpResponse<String> show(String id) {
        return replies.ok(ThreadShapes.thread(known(id)));
    }

    /** Changes the title, the metadata as a whole, or both. */
    @Patch("/{id}")
    HttpResponse<String> change(HttpRequest<?> request, String id) {
        Asked asked = bodies.asked(request);
        var title = asked.optionalText("title").map(String::strip);
        var metadata = asked.optionalFields("metadata");
        if (title.isPresent() && (title.get().isEmpty() || title.get().length() > LONGEST_TITLE)) {
            asked.wrong("title", "field \"title\" must have 1 to " + LONGEST_TITLE + " characters");
        }
        asked.check();
        return hexagent.changeConversation()
                .handle(new ChangeConversation.Command(Principal.LOCAL, id(id), title, metadata))
                .map(changed -> replies.ok(ThreadShapes.thread(changed)))
                .orElseThrow(() -> unknown(id));
    }

    @Delete("/{id}")
    HttpResponse<String> delete(String id) {
        return switch (hexagent.deleteConversation().handle(new DeleteConversation.Command(Principal.LOCAL, id(id)))) {
            case DELETED -> replies.noContent();
            case UNKNOWN -> throw unknown(id);
            case LIVE ->
                throw Problem.of(
                        HttpStatus.CONFLICT,
                        "thread_is_live",
                        "a run of thread " + id + " has not ended; cancel it, then delete the thread");
        };
    }

    /** The newest messages, oldest first. */
    @Get("/{id}/messages")
    HttpResponse<String> messages(HttpRequest<?> request, String id) {
        int limit = Queries.whole(request, "limit", USUAL, 1, ListConversations.MOST);
        return hexagent.readMessages()
                .handle(new ReadMessages.Command(Principal.LOCAL, id(id), limit))
                .map(said -> replies.ok(said.stream().map(ThreadShapes::message).toList()))
                .orElseThrow(() -> unknown(id));
    }

    /** What its runs made, newest first. */
    @Get("/{id}/resources")
    HttpResponse<String> resources(HttpRequest<?> request, String id) {
        int limit = Queries.whole(request, "limit", USUAL, 1, ListConversations.MOST);
        int offset = Queries.whole(request, "offset", 0, 0, Integer.MAX_VALUE);
        ConversationId thread = known(id).conversation().id();
        return replies.ok(
                hexagent
                        .listArtifacts()
                        .handle(new ListArtifacts.Command(Principal.LOCAL, Optional.of(thread), limit, offset))
                        .stream()
                        .map(ArtifactShapes::artifact)
                        .toList());
    }

    private Conversations.Listed known(String id) {
        return hexagent.inspectConversation()
                .handle(new InspectConversation.Command(Principal.LOCAL, id(id)))
                .orElseThrow(() -> unknown(id));
    }

    private static ConversationId id(String text) {
        return Ids.known("thread", text, ConversationId::new);
    }

    private static Problem unknown(String id) {
        return Problem.notFound("thread", id);
    }
}
