package io.hexagent.presentation.stream;

import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.body.ByteBodyFactory;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.body.ResponseBodyWriter;
import io.micronaut.http.server.netty.NettyHttpRequest;
import jakarta.inject.Singleton;
import java.io.OutputStream;
import java.util.concurrent.Executor;

/** Writes streams: each piece of a body when the connection wants it. */
@Singleton
final class StreamWriter implements ResponseBodyWriter<StreamBody> {
    private static final Executor ANY = Runnable::run;

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
        return bodies.adapt(new EventStream(streams, streams.wakeups(loop(request)), body, bodies.readBufferFactory()));
    }

    /** The thread of the request's connection; any, when it is not known. */
    static Executor loop(HttpRequest<?> request) {
        return request instanceof NettyHttpRequest<?> netty
                ? netty.getChannelHandlerContext().channel().eventLoop()
                : ANY;
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
