package io.hexagent.infrastructure.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** {@link Exchange} over {@link PooledHttp}, each request once. Safe for use by many threads. */
public final class PooledExchange implements Exchange {
    private final PooledHttp http;
    private final Duration silence;
    private final int mostBytes;

    /**
     * @param silence the longest wait for the next byte of an answer
     * @param mostBytes of an answer's body
     */
    public PooledExchange(PooledHttp http, Duration silence, int mostBytes) {
        this.http = http;
        this.silence = silence;
        this.mostBytes = mostBytes;
    }

    @Override
    public Answer send(Request request) {
        try {
            return http.send(
                    request.method(),
                    request.uri().toString(),
                    request.headers(),
                    request.body().map(text -> text.getBytes(StandardCharsets.UTF_8)),
                    silence,
                    this::answer);
        } catch (HttpTrouble trouble) {
            throw translated(trouble);
        }
    }

    private Answer answer(HttpAnswer answer) throws IOException {
        Map<String, String> headers = new HashMap<>();
        answer.headers()
                .forEach((name, values) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return new Answer(answer.status(), headers, answer.bytes(mostBytes));
    }

    private static RuntimeException translated(HttpTrouble trouble) {
        String message = String.valueOf(trouble.getMessage());
        return switch (trouble.kind()) {
            case UNREACHABLE, TIMEOUT, BROKEN, CUT_OFF -> new Outage(message, true, trouble);
            case TOO_LARGE -> new Outage(message, false, trouble);
            case INTERRUPTED -> {
                var cancelled = new CancellationException(message);
                cancelled.initCause(trouble);
                yield cancelled;
            }
        };
    }
}
