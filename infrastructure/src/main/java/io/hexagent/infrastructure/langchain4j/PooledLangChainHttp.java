package io.hexagent.infrastructure.langchain4j;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.langchain4j.http.client.sse.ServerSentEventParsingHandle;
import io.hexagent.infrastructure.http.EventStream;
import io.hexagent.infrastructure.http.HttpAnswer;
import io.hexagent.infrastructure.http.PooledHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * LangChain4j's HTTP client over our pool. Both ways of calling block the caller until the answer has been read, and
 * send the body compact. Safe for use by many threads.
 */
final class PooledLangChainHttp implements HttpClient {
    private static final int ANSWER_LIMIT = 32 << 20;

    private final PooledHttp http;
    private final Duration silence;

    PooledLangChainHttp(PooledHttp http, Duration silence) {
        this.http = http;
        this.silence = silence;
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        return post(request, answer -> {
            ensureSuccess(answer);
            return SuccessfulHttpResponse.builder()
                    .statusCode(answer.status())
                    .headers(answer.headers())
                    .body(answer.bytes(ANSWER_LIMIT))
                    .build();
        });
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventListener listener) {
        stream(request, listener);
    }

    /**
     * The parser is ours: it reads bytes, and never takes half an event at the end of a broken stream for a whole one.
     */
    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        stream(request, listener);
    }

    private void stream(HttpRequest request, ServerSentEventListener listener) {
        post(request, answer -> {
            ensureSuccess(answer);
            listener.onOpen(SuccessfulHttpResponse.builder()
                    .statusCode(answer.status())
                    .headers(answer.headers())
                    .build());
            var stop = new Stop();
            var context = new ServerSentEventContext(stop);
            EventStream.read(answer.body(), ANSWER_LIMIT, (name, data) -> {
                listener.onEvent(new ServerSentEvent(name.isEmpty() ? null : name, data), context);
                if (stop.isCancelled()) {
                    throw new StoppedByListener();
                }
            });
            listener.onClose();
            return true;
        });
    }

    private <T> T post(HttpRequest request, HttpAnswer.Reader<T> reader) {
        Map<String, String> headers = new HashMap<>();
        for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
            headers.put(header.getKey(), String.join(", ", header.getValue()));
        }
        CompactBody body = CompactBody.of(request.body());
        return http.post(request.url(), headers, body.bytes(), body.length(), silence, reader);
    }

    private static void ensureSuccess(HttpAnswer answer) throws IOException {
        if (answer.status() < 200 || answer.status() > 299) {
            throw RefusedCall.of(answer);
        }
    }

    /** How LangChain4j's handler ends a stream. Used by one thread. */
    private static final class Stop implements ServerSentEventParsingHandle {
        private boolean asked;

        @Override
        public void cancel() {
            asked = true;
        }

        @Override
        public boolean isCancelled() {
            return asked;
        }
    }

    /** Ends the reading of a stream, and with it its connection. */
    private static final class StoppedByListener extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoppedByListener() {
            super("the listener wants no more of the stream");
        }
    }
}
