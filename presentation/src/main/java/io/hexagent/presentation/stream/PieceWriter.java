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

/** Writes bodies that are made piece by piece. */
@Singleton
final class PieceWriter implements ResponseBodyWriter<Pieces> {
    private final Streams streams;

    PieceWriter(Streams streams) {
        this.streams = streams;
    }

    @Override
    public CloseableByteBody writePiece(
            ByteBodyFactory bodies,
            HttpRequest<?> request,
            HttpResponse<?> response,
            Argument<Pieces> type,
            MediaType mediaType,
            Pieces body) {
        return bodies.adapt(
                new PieceStream(body, StreamWriter.loop(request), bodies.readBufferFactory(), streams::clientLeft));
    }

    @Override
    public void writeTo(
            Argument<Pieces> type, MediaType mediaType, Pieces body, MutableHeaders headers, OutputStream stream) {
        throw new UnsupportedOperationException("a body in pieces has no end to be written to");
    }
}
