package io.hexagent.presentation.api;

import io.hexagent.application.dataset.AddDataset;
import io.hexagent.application.dataset.DataInput;
import io.hexagent.application.dataset.DescribeDataset;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.UnusableDataset;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.DatasetId;
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
import java.util.function.Function;

/** Data sets that come in with a request: streamed to where they are kept, never whole in memory. */
@Singleton
final class Uploads {
    private static final String UNNAMED = "upload.csv";
    private static final int LONGEST_NAME = 255;
    private static final String ONE_FILE = "a form has one file, in the field \"file\"";

    private final Hexagent hexagent;
    private final Bodies bodies;
    private final RequestKeys keys;

    Uploads(Hexagent hexagent, Bodies bodies, RequestKeys keys) {
        this.keys = keys;
        this.hexagent = hexagent;
        this.bodies = bodies;
    }

    /** A form that was sent: its file, kept as a data set, and its other fields. */
    record Form(Optional<Dataset> dataset, Value.Fields fields) {}

    /** @param repeated whether an earlier request has added it */
    record Added(Dataset dataset, boolean repeated) {}

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
                    throw Problem.invalid(name, ONE_FILE);
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

    /** Reads a multipart form with one file and nothing else, which is kept under the request's key if it has one. */
    Added onlyFile(HttpRequest<?> request) {
        RequestKeys.check(request);
        String contentType = Optional.ofNullable(request.getHeaders().get(HttpHeaders.CONTENT_TYPE))
                .orElse("");
        try (InputStream body = Bodies.stream(request)) {
            var reader = new MultipartReader(body, contentType);
            MultipartReader.Part part = reader.next().orElseThrow(Uploads::noFile);
            refuseField(part);
            String name = named(part.fileName().orElse(""));
            // What comes after the file is looked at before anything is kept.
            return added(new DataInput.Upload(name, part.content()), keyed(request, name, () -> end(reader)));
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

    /** Takes a file in the field {@code file}, and nothing else. */
    private static void refuseField(MultipartReader.Part part) {
        if (part.fileName().isEmpty()) {
            throw Problem.invalid(part.name(), "field \"" + part.name() + "\" is not known; none is taken here");
        }
        if (!part.name().equals("file")) {
            throw Problem.invalid(part.name(), ONE_FILE);
        }
    }

    private static Problem noFile() {
        return Problem.invalid("file", "the form has no file in the field \"file\"");
    }

    /** Keeps the whole body as a data set. */
    Added raw(HttpRequest<?> request, Optional<String> name) {
        RequestKeys.check(request);
        String named = named(name.orElse(UNNAMED));
        try (InputStream body = Bodies.stream(request)) {
            return added(new DataInput.Upload(named, body), keyed(request, named, () -> {}));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Keeps CSV text as a data set. */
    Dataset inline(String csv, Optional<String> name) {
        return added(DataInput.csv(named(name.orElse("inline.csv")), csv));
    }

    private Function<ContentHash, Optional<RequestKey>> keyed(HttpRequest<?> request, String name, Runnable first) {
        return content -> {
            first.run();
            return keys.of(request, Value.fields().put("name", name).build(), content);
        };
    }

    private Dataset added(DataInput input) {
        return added(input, content -> Optional.empty()).dataset();
    }

    private Added added(DataInput input, Function<ContentHash, Optional<RequestKey>> key) {
        return switch (hexagent.addDataset().handle(new AddDataset.Command(Principal.LOCAL, input, key))) {
            case AddDataset.Outcome.Added added -> new Added(added.dataset(), false);
            case AddDataset.Outcome.Repeated repeated -> new Added(known(repeated.id()), true);
            case AddDataset.Outcome.KeyReused reused -> throw RequestKeys.reused();
            case AddDataset.Outcome.Unusable unusable -> throw unusable(unusable.reason(), unusable.message());
            case AddDataset.Outcome.Unknown unknown ->
                throw Problem.notFound("data set", unknown.id().value());
        };
    }

    private Dataset known(DatasetId id) {
        return switch (hexagent.describeDataset().handle(new DescribeDataset.Command(id))) {
            case DescribeDataset.Outcome.Described described -> described.dataset();
            case DescribeDataset.Outcome.Unknown unknown -> throw Problem.notFound("data set", id.value());
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
