package io.hexagent.presentation.stream;

import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.body.ByteBodyFactory;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.body.ResponseBodyWriter;
import jakarta.inject.Singleton;
import java.io.OutputStream;

/** Writes streams: each piece of a body when the connection wants it. */
@Singleton
final class StreamWriter implements ResponseBodyWriter<StreamBody> {
    private final Streams streams;

    StreamWriter(Streams streams) {
        this.streams = streams;
    }

    @Override
    public CloseableByteBody writePiece(
            ByteBodyFactory bodies,
            HttpRequest<?> request,
            HttpResponse<?> response,
            Argument<StreamBody> type,
            MediaType mediaType,
            StreamBody body) {
        return bodies.adapt(new EventStream(streams, body, bodies.readBufferFactory()));
    }

    @Override
    public void writeTo(
            Argument<StreamBody> type,
            MediaType mediaType,
            StreamBody body,
            MutableHeaders headers,
            OutputStream stream) {
        throw new UnsupportedOperationException("a stream has no end to be written to");
    }
}
