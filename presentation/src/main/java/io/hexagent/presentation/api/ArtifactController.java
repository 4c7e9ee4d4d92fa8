package io.hexagent.presentation.api;

import io.hexagent.application.artifact.ListArtifacts;
import io.hexagent.application.artifact.ReadArtifact;
import io.hexagent.application.conversation.InspectConversation;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.value.ArtifactId;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.wire.ArtifactShapes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Charts, tables and files that runs made. */
@Controller("/api")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ArtifactController {
    private static final int MOST = 200;
    private static final Map<String, String> FORMATS = Map.of(
            "png", Artifact.PNG,
            "vega", Artifact.VEGA_LITE,
            "json", Artifact.VEGA_LITE,
            "csv", Artifact.CSV,
            "svg", Artifact.SVG);

    private final Hexagent hexagent;
    private final Replies replies;

    ArtifactController(Hexagent hexagent, Replies replies) {
        this.hexagent = hexagent;
        this.replies = replies;
    }

    @Get("/resources")
    HttpResponse<String> list(HttpRequest<?> request) {
        int limit = Queries.whole(request, "limit", 50, 1, MOST);
        int offset = Queries.whole(request, "offset", 0, 0, Integer.MAX_VALUE);
        Optional<String> thread = Queries.text(request, "thread_id");
        Optional<ConversationId> conversation = thread.flatMap(this::known);
        // Of a thread that is not there nothing is listed, and never what others made.
        List<Artifact> listed = thread.isPresent() && conversation.isEmpty()
                ? List.of()
                : hexagent.listArtifacts()
                        .handle(new ListArtifacts.Command(Principal.LOCAL, conversation, limit, offset));
        return replies.ok(listed.stream().map(ArtifactShapes::artifact).toList());
    }

    private Optional<ConversationId> known(String thread) {
        return hexagent.inspectConversation()
                .handle(new InspectConversation.Command(
                        Principal.LOCAL, Ids.known("thread", thread, ConversationId::new)))
                .map(listed -> listed.conversation().id());
    }

    /** The content in the media type that {@code format} or the Accept header asks for, else in its main one. */
    @Get("/artifacts/{id}")
    @Produces(MediaType.ALL)
    HttpResponse<StreamedFile> read(HttpRequest<?> request, String id) {
        ArtifactId artifact = Ids.known("artifact", id, ArtifactId::new);
        List<String> available = available(artifact);
        String mediaType = Queries.text(request, "format")
                .map(format -> ofFormat(format, available))
                .orElseGet(() -> ofAccept(request, available))
                .orElseThrow(() -> notAvailable(available));
        return switch (hexagent.readArtifact()
                .handle(new ReadArtifact.Command(Principal.LOCAL, artifact, List.of(mediaType)))) {
            case ReadArtifact.Outcome.Opened opened -> opened(opened);
            case ReadArtifact.Outcome.Unknown unknown -> throw Problem.notFound("artifact", id);
            case ReadArtifact.Outcome.NotAvailable missing -> throw notAvailable(missing.available());
        };
    }

    private static HttpResponse<StreamedFile> opened(ReadArtifact.Outcome.Opened opened) {
        var type = MediaType.of(opened.rendition().mediaType());
        return HttpResponse.ok(new StreamedFile(
                        opened.bytes(), type, 0, opened.rendition().bytes()))
                .contentType(type)
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
                .header("Cache-Control", "private, max-age=3600");
    }

    /** What the artifact has, told by asking for nothing that it could have. */
    private List<String> available(ArtifactId id) {
        return switch (hexagent.readArtifact()
                .handle(new ReadArtifact.Command(Principal.LOCAL, id, List.of("none/none")))) {
            case ReadArtifact.Outcome.NotAvailable known -> known.available();
            case ReadArtifact.Outcome.Unknown unknown -> throw Problem.notFound("artifact", id.value());
            case ReadArtifact.Outcome.Opened opened -> throw new IllegalStateException("no artifact is none/none");
        };
    }

    private static Optional<String> ofFormat(String format, List<String> available) {
        String wanted = FORMATS.getOrDefault(format, format);
        return available.stream().filter(wanted::equals).findFirst();
    }

    private static Optional<String> ofAccept(HttpRequest<?> request, List<String> available) {
        List<MediaType> accepted = request.accept().stream()
                .filter(range -> range.getQualityAsNumber().doubleValue() > 0)
                .sorted(Comparator.comparing(
                                (MediaType range) -> range.getQualityAsNumber().doubleValue())
                        .reversed())
                .toList();
        if (accepted.isEmpty()) {
            return Optional.of(available.getFirst());
        }
        return accepted.stream()
                .flatMap(range -> available.stream().filter(type -> matches(range, type)))
                .findFirst();
    }

    private static boolean matches(MediaType range, String type) {
        String name = range.getName();
        return name.equals("*/*")
                || name.equals(type)
                || (name.endsWith("/*") && type.startsWith(name.substring(0, name.length() - 1)))
                || (name.equals(MediaType.APPLICATION_JSON) && type.endsWith("+json"));
    }

    private static Problem notAvailable(List<String> available) {
        return Problem.of(
                        HttpStatus.NOT_ACCEPTABLE,
                        "not_acceptable",
                        "the artifact is not there in what was asked for; there is: " + String.join(", ", available))
                .with("available", Value.texts(available));
    }
}
