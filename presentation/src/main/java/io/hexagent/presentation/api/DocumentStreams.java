package io.hexagent.presentation.api;

import io.hexagent.config.Hexagent;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.api.DocumentUploads.Added;
import io.hexagent.presentation.api.DocumentUploads.Watch;
import io.hexagent.presentation.stream.Pieces;
import io.hexagent.presentation.wire.DocumentShapes;
import io.hexagent.presentation.wire.ServerSentEvents;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** Documents that are added while their client is told how far that is. */
@Singleton
final class DocumentStreams {
    private static final int PERCENT = 100;

    private final StreamReplies replies;
    private final ServerSentEvents events;

    DocumentStreams(Hexagent hexagent, StreamReplies replies) {
        this.replies = replies;
        this.events = new ServerSentEvents(hexagent.json());
    }

    /** Whether the client wants events and not the document alone. */
    static boolean isWanted(HttpRequest<?> request) {
        return request.accept().contains(MediaType.TEXT_EVENT_STREAM_TYPE)
                && !request.accept().contains(MediaType.APPLICATION_JSON_TYPE);
    }

    /**
     * Answers when the body was read; what is wrong with the request until then is a problem as ever. The document is
     * added whether the client stays or leaves.
     */
    HttpResponse<?> stream(HttpRequest<?> request, Function<Watch, Added> upload) {
        var pieces = new Pieces();
        var begun = new CompletableFuture<Void>();
        var watch = new Watch() {
            @Override
            public void read() {
                begun.complete(null);
            }

            @Override
            public void embedded(int done, int all) {
                pieces.add(events.named(
                        "progress",
                        Value.fields()
                                .put("passages", all)
                                .put("done", done)
                                .put("percent", all == 0 ? PERCENT : PERCENT * done / all)
                                .build()));
            }
        };
        // What comes first takes the response's head along.
        pieces.add(ServerSentEvents.comment());
        Thread.ofVirtual().name("add-document").start(() -> {
            try {
                Added added = upload.apply(watch);
                Value.Fields told = DocumentShapes.document(added.document());
                pieces.add(events.named(
                        "document", added.repeated() ? told.with("idempotency_replayed", Value.of(true)) : told));
                begun.complete(null);
            } catch (RuntimeException | Error problem) {
                if (!begun.completeExceptionally(problem)) {
                    pieces.add(events.named(
                            "error",
                            Failures.told("POST " + request.getPath(), problem).body()));
                }
            } finally {
                pieces.end();
            }
        });
        await(begun);
        return replies.stream(pieces);
    }

    private static void await(CompletableFuture<Void> begun) {
        try {
            begun.get();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a document was read", stop);
        } catch (ExecutionException problem) {
            switch (problem.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(problem);
            }
        }
    }
}
