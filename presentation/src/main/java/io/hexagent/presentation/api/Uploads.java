package io.hexagent.presentation.api;

import io.hexagent.application.dataset.AddDataset;
import io.hexagent.application.dataset.DataInput;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.UnusableDataset;
import io.hexagent.domain.value.Value;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Data sets that come in with a request: streamed to where they are kept, never whole in memory. */
@Singleton
final class Uploads {
    private static final String UNNAMED = "upload.csv";
    private static final int LONGEST_NAME = 255;

    private final Hexagent hexagent;
    private final Bodies bodies;

    Uploads(Hexagent hexagent, Bodies bodies) {
        this.hexagent = hexagent;
        this.bodies = bodies;
    }

    /** A form that was sent: its file, kept as a data set, and its other fields. */
    record Form(Optional<Dataset> dataset, Value.Fields fields) {}

    /** Reads a multipart form with at most one file, in the field {@code file}. */
    Form form(HttpRequest<?> request) {
        String contentType = Optional.ofNullable(request.getHeaders().get(HttpHeaders.CONTENT_TYPE))
                .orElse("");
        Optional<Dataset> dataset = Optional.empty();
        Map<String, Value> fields = new LinkedHashMap<>();
        try (InputStream body = Bodies.stream(request)) {
            var reader = new MultipartReader(body, contentType);
            for (var part = reader.next(); part.isPresent(); part = reader.next()) {
                String name = part.get().name();
                if (part.get().fileName().isEmpty()) {
                    if (fields.put(name, Value.of(bodies.text(part.get().content()))) != null) {
                        throw Problem.invalid(name, "field \"" + name + "\" is given twice");
                    }
                } else if (!name.equals("file") || dataset.isPresent()) {
                    throw Problem.invalid(name, "a form has one file, in the field \"file\"");
                } else {
                    dataset = Optional.of(added(new DataInput.Upload(
                            named(part.get().fileName().get()), part.get().content())));
                }
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        return new Form(dataset, new Value.Fields(fields));
    }

    /** Keeps the whole body as a data set. */
    Dataset raw(HttpRequest<?> request, Optional<String> name) {
        try (InputStream body = Bodies.stream(request)) {
            return added(new DataInput.Upload(named(name.orElse(UNNAMED)), body));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Keeps CSV text as a data set. */
    Dataset inline(String csv, Optional<String> name) {
        return added(DataInput.csv(named(name.orElse("inline.csv")), csv));
    }

    private Dataset added(DataInput input) {
        return switch (hexagent.addDataset().handle(new AddDataset.Command(input))) {
            case AddDataset.Outcome.Added added -> added.dataset();
            case AddDataset.Outcome.Unusable unusable -> throw unusable(unusable.reason(), unusable.message());
            case AddDataset.Outcome.Unknown unknown ->
                throw Problem.notFound("data set", unknown.id().value());
        };
    }

    static Problem unusable(UnusableDataset.Reason reason, String message) {
        String code = "unusable_dataset_" + reason.name().toLowerCase(Locale.ROOT);
        HttpStatus status =
                switch (reason) {
                    case TOO_LARGE -> HttpStatus.REQUEST_ENTITY_TOO_LARGE;
                    case CHANGED, NOT_FOUND -> HttpStatus.CONFLICT;
                    case EMPTY, NO_ROWS, BINARY, MALFORMED, NOT_A_FILE, NOT_READABLE -> HttpStatus.UNPROCESSABLE_ENTITY;
                };
        return Problem.of(status, code, message);
    }

    private static String named(String name) {
        String line = name.replaceAll("\\p{Cntrl}", " ").strip();
        return line.isEmpty() ? UNNAMED : line.substring(0, Math.min(LONGEST_NAME, line.length()));
    }
}
