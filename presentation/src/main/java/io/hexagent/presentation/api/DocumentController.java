package io.hexagent.presentation.api;

import io.hexagent.application.document.DeleteDocument;
import io.hexagent.application.document.ListDocuments;
import io.hexagent.application.document.ReadDocument;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.value.DocumentId;
import io.hexagent.presentation.wire.DocumentShapes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/** Documents: add, list, describe, read, delete. */
@Controller("/api/documents")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DocumentController {
    private static final int MOST = 200;
    private static final MediaType TEXT = MediaType.of("text/plain; charset=utf-8");

    private final Hexagent hexagent;
    private final Replies replies;
    private final DocumentUploads uploads;
    private final DocumentStreams streams;

    DocumentController(Hexagent hexagent, Replies replies, DocumentUploads uploads, DocumentStreams streams) {
        this.hexagent = hexagent;
        this.replies = replies;
        this.uploads = uploads;
        this.streams = streams;
    }

    @Produces(MediaType.ALL)
    @Post
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    HttpResponse<?> addForm(HttpRequest<?> request) {
        return added(request, watch -> uploads.form(request, watch));
    }

    @Produces(MediaType.ALL)
    @Post
    @Consumes({
        "text/plain",
        "text/markdown",
        "text/html",
        "application/xhtml+xml",
        "application/pdf",
        "application/octet-stream"
    })
    HttpResponse<?> add(HttpRequest<?> request) {
        Optional<String> name = Queries.text(request, "name");
        return added(request, watch -> uploads.raw(request, name, watch));
    }

    private HttpResponse<?> added(
            HttpRequest<?> request, Function<DocumentUploads.Watch, DocumentUploads.Added> upload) {
        return DocumentStreams.isWanted(request)
                ? streams.stream(request, upload)
                : created(upload.apply(DocumentUploads.Watch.NONE));
    }

    @Get
    HttpResponse<String> list(HttpRequest<?> request) {
        int limit = Queries.whole(request, "limit", 50, 1, MOST);
        int offset = Queries.whole(request, "offset", 0, 0, Integer.MAX_VALUE);
        return replies.ok(
                hexagent.listDocuments().handle(new ListDocuments.Command(Principal.LOCAL, limit, offset)).stream()
                        .map(DocumentShapes::document)
                        .toList());
    }

    @Get("/{id}")
    HttpResponse<String> describe(String id) {
        return replies.ok(DocumentShapes.document(hexagent.readDocument()
                .handle(new ReadDocument.Command(Principal.LOCAL, id(id)))
                .orElseThrow(() -> Problem.notFound("document", id))));
    }

    /** The text that offsets are into: never as a page, whatever the document was. */
    @Get("/{id}/text")
    HttpResponse<byte[]> text(String id) {
        String text = hexagent.readDocument()
                .text(new ReadDocument.Command(Principal.LOCAL, id(id)))
                .orElseThrow(() -> Problem.notFound("document", id));
        return HttpResponse.ok(text.getBytes(StandardCharsets.UTF_8))
                .contentType(TEXT)
                .header("X-Content-Type-Options", "nosniff");
    }

    @Delete("/{id}")
    HttpResponse<String> delete(String id) {
        return switch (hexagent.deleteDocument().handle(new DeleteDocument.Command(Principal.LOCAL, id(id)))) {
            case DeleteDocument.Outcome.Deleted deleted -> replies.noContent();
            case DeleteDocument.Outcome.Unknown unknown -> throw Problem.notFound("document", id);
        };
    }

    private HttpResponse<String> created(DocumentUploads.Added added) {
        return RequestKeys.replayed(
                replies.of(HttpStatus.CREATED, DocumentShapes.document(added.document()))
                        .header("Location", "/api/documents/" + added.document().id()),
                added.repeated());
    }

    private static DocumentId id(String text) {
        return Ids.known("document", text, DocumentId::new);
    }
}
