package io.hexagent.presentation.api;

import io.hexagent.presentation.stream.Pieces;
import io.hexagent.presentation.stream.StreamBody;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;

/** Streams as responses. */
@Singleton
final class StreamReplies {
    private static final MediaType EVENTS = MediaType.of("text/event-stream;charset=utf-8");

    /** Says to whatever stands between that nothing is to be kept or held back. */
    MutableHttpResponse<StreamBody> stream(StreamBody body) {
        return ofEvents(body);
    }

    /** Likewise. */
    MutableHttpResponse<Pieces> stream(Pieces body) {
        return ofEvents(body);
    }

    private static <T> MutableHttpResponse<T> ofEvents(T body) {
        return HttpResponse.<T>ok()
                .contentType(EVENTS)
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no")
                .body(body);
    }

    /** Nothing more will come: a browser's EventSource does not come again. */
    MutableHttpResponse<?> over() {
        return HttpResponse.noContent();
    }
}
