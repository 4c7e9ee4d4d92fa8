package io.hexagent.presentation.api;

import io.hexagent.application.document.AddDocument;
import io.hexagent.application.document.ReadDocument;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.document.Document;
import io.hexagent.domain.document.UnusableDocument.Reason;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.DocumentId;
import io.hexagent.domain.value.Value;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Documents that come in with a request: streamed to where they are kept. */
@Singleton
final class DocumentUploads {
    private static final int LONGEST_NAME = 255;
    private static final String ONE_FILE = "a form has one file, in the field \"file\", and nothing else";

    private final Hexagent hexagent;
    private final RequestKeys keys;

    DocumentUploads(Hexagent hexagent, RequestKeys keys) {
        this.hexagent = hexagent;
        this.keys = keys;
    }

    /** @param repeated whether an earlier request has added it */
    record Added(Document document, boolean repeated) {}

    /** Told how far a document is, on the thread that adds it. */
    interface Watch {
        Watch NONE = new Watch() {
            @Override
            public void read() {}

            @Override
            public void embedded(int done, int all) {}
        };

        /** The request was read to its end, and is one. */
        void read();

        /** So many passages of all have their vectors. */
        void embedded(int done, int all);
    }

    /** Reads a multipart form with one file and nothing else. */
    Added form(HttpRequest<?> request, Watch watch) {
        RequestKeys.check(request);
        String contentType = Optional.ofNullable(request.getHeaders().get(HttpHeaders.CONTENT_TYPE))
                .orElse("");
        try (InputStream body = Bodies.stream(request)) {
            var reader = new MultipartReader(body, contentType);
            MultipartReader.Part part = reader.next()
                    .orElseThrow(() -> Problem.invalid("file", "the form has no file in the field \"file\""));
            if (part.fileName().isEmpty() || !part.name().equals("file")) {
                throw Problem.invalid(part.name(), ONE_FILE);
            }
            String name = named(part.fileName().get(), "document");
            // What comes after the file is looked at before anything is kept.
            return added(name, part.content(), keyed(request, name, () -> end(reader), watch), watch);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static void end(MultipartReader reader) {
        try {
            if (reader.next().isPresent()) {
                throw Problem.invalid("file", ONE_FILE);
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Takes the whole body. */
    Added raw(HttpRequest<?> request, Optional<String> given, Watch watch) {
        RequestKeys.check(request);
        String name = named(given.orElse(""), "document");
        try (InputStream body = Bodies.stream(request)) {
            return added(name, body, keyed(request, name, () -> {}, watch), watch);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private Function<ContentHash, Optional<RequestKey>> keyed(
            HttpRequest<?> request, String name, Runnable first, Watch watch) {
        return content -> {
            first.run();
            Optional<RequestKey> key =
                    keys.of(request, Value.fields().put("name", name).build(), content);
            watch.read();
            return key;
        };
    }

    private Added added(String name, InputStream bytes, Function<ContentHash, Optional<RequestKey>> key, Watch watch) {
        var command = new AddDocument.Command(Principal.LOCAL, name, bytes, key, watch::embedded);
        return switch (hexagent.addDocument().handle(command)) {
            case AddDocument.Outcome.Added added -> new Added(added.document(), false);
            case AddDocument.Outcome.Repeated repeated -> new Added(known(repeated.id()), true);
            case AddDocument.Outcome.KeyReused reused -> throw RequestKeys.reused();
            case AddDocument.Outcome.Unusable unusable -> throw unusable(unusable.reason(), unusable.message());
        };
    }

    private Document known(DocumentId id) {
        return hexagent.readDocument()
                .handle(new ReadDocument.Command(Principal.LOCAL, id))
                .orElseThrow(() -> Problem.notFound("document", id.value()));
    }

    private static Problem unusable(Reason reason, String message) {
        HttpStatus status =
                switch (reason) {
                    case TOO_LARGE, TOO_LONG -> HttpStatus.REQUEST_ENTITY_TOO_LARGE;
                    case UNKNOWN_TYPE -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
                    case UNAVAILABLE -> HttpStatus.NOT_IMPLEMENTED;
                    case EMPTY, ENCRYPTED, MALFORMED, NO_TEXT, TOO_COSTLY -> HttpStatus.UNPROCESSABLE_ENTITY;
                };
        return Problem.of(status, "unusable_document_" + reason.name().toLowerCase(Locale.ROOT), message);
    }

    private static String named(String name, String fallback) {
        String line = name.replaceAll("\\p{Cntrl}", " ").strip();
        return line.isEmpty() ? fallback : line.substring(0, Math.min(LONGEST_NAME, line.length()));
    }
}
