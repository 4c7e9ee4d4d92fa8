package io.hexagent.infrastructure.langchain4j;

import dev.langchain4j.exception.HttpException;
import io.hexagent.infrastructure.http.HttpAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An answer that is no success, with the headers that LangChain4j's own exception has no place for. */
final class RefusedCall extends HttpException {
    private static final long serialVersionUID = 1L;
    private static final int BODY_LIMIT = 64 << 10;

    private final String body;
    private final transient Optional<String> retryAfter;
    private final transient Optional<String> retryAfterMillis;

    private RefusedCall(HttpAnswer answer, String body) {
        super(answer.status(), "HTTP " + answer.status());
        this.body = body;
        retryAfter = answer.header("retry-after");
        retryAfterMillis = answer.header("retry-after-ms");
    }

    static RefusedCall of(HttpAnswer answer) throws IOException {
        byte[] body = answer.body().readNBytes(BODY_LIMIT);
        return new RefusedCall(answer, new String(body, StandardCharsets.UTF_8));
    }

    /** What the vendor says, at most 64 KiB of it. Not the message: it may repeat the prompt or the key. */
    String body() {
        return body;
    }

    /** The header as it came: seconds or an HTTP date. */
    Optional<String> retryAfter() {
        return retryAfter;
    }

    /** OpenAI's finer header, in milliseconds. */
    Optional<String> retryAfterMillis() {
        return retryAfterMillis;
    }
}
