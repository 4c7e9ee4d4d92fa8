package io.hexagent.presentation.api;

import io.hexagent.config.Hexagent;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.ServerHttpRequest;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The bodies of requests, read as streams on the caller's thread within a limit. */
@Singleton
final class Bodies {
    private final Json json;
    private final int maxBytes;

    Bodies(Hexagent hexagent) {
        this.json = hexagent.json();
        this.maxBytes = (int) Math.min(hexagent.settings().server().maxBodyBytes(), Integer.MAX_VALUE - 16);
    }

    /** The body as it comes in. The caller closes it. */
    static InputStream stream(HttpRequest<?> request) {
        if (request instanceof ServerHttpRequest<?> received) {
            return received.byteBody().toInputStream();
        }
        throw new IllegalStateException("the request has no body to read");
    }

    /**
     * The body as a JSON object.
     *
     * @throws Problem 413 when it is over the limit, 400 when it is no JSON object
     */
    Asked asked(HttpRequest<?> request) {
        try (InputStream body = stream(request)) {
            return new Asked(json.readFields(text(body)));
        } catch (Json.MalformedJson wrong) {
            throw Problem.malformed(wrong.getMessage());
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** As {@link #asked}, of a request that may come without a body. */
    Asked optionalAsked(HttpRequest<?> request) {
        try (InputStream body = stream(request)) {
            String text = text(body);
            return new Asked(text.isBlank() ? Value.Fields.EMPTY : json.readFields(text));
        } catch (Json.MalformedJson wrong) {
            throw Problem.malformed(wrong.getMessage());
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** The stream as text, to its end. @throws Problem 413 when it is over the limit, 400 when it is no UTF-8 */
    String text(InputStream stream) throws IOException {
        byte[] bytes = stream.readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
            throw Problem.tooLarge("the request's body has more than " + maxBytes
                    + " bytes (setting server.max-body-bytes); upload data with POST /api/datasets");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException wrong) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "malformed_text", "the body is no UTF-8 text");
        }
    }
}
