package io.hexagent.presentation.api;

import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What makes a POST safe to repeat: its Idempotency-Key, bound to a hash of what was asked. Two bodies are the same
 * when they mean the same: the order of fields and the spelling of numbers do not count, nor does how long somebody
 * waits.
 */
@Singleton
final class RequestKeys {
    /** The header that names the key. */
    static final String HEADER = "Idempotency-Key";

    /** The header of a response that an earlier request has caused. */
    static final String REPLAYED = "Idempotency-Replayed";

    private static final int LONGEST = 255;

    private final Json json;

    RequestKeys(Hexagent hexagent) {
        this.json = hexagent.json();
    }

    /** For requests whose body is kept while it is read. @throws Problem 422 when the key cannot be one */
    static void check(HttpRequest<?> request) {
        given(request).ifPresent(key -> {});
    }

    /** @throws Problem 422 when there is a key that has not 1 to 255 characters, or more than one */
    static Optional<String> given(HttpRequest<?> request) {
        List<String> keys = request.getHeaders().getAll(HEADER);
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        String key = keys.getFirst().strip();
        if (keys.size() > 1 || key.isEmpty() || key.length() > LONGEST) {
            throw Problem.invalid(
                    HEADER,
                    keys.size() > 1
                            ? "the header " + HEADER + " is given " + keys.size() + " times"
                            : "the header " + HEADER + " must have 1 to " + LONGEST + " characters, has "
                                    + key.length());
        }
        return Optional.of(key);
    }

    /**
     * The request's key, when it has one.
     *
     * @param asked the fields of its body
     * @param contents what was uploaded with it
     */
    Optional<RequestKey> of(HttpRequest<?> request, Value.Fields asked, ContentHash... contents) {
        return given(request).map(key -> {
            String route = request.getMethodName() + " " + request.getPath();
            MessageDigest digest = sha256();
            digest.update(line(route));
            for (ContentHash content : contents) {
                digest.update(line(content.hex()));
            }
            digest.update(line(json.write(canonical(asked))));
            return new RequestKey(route, key, HexFormat.of().formatHex(digest.digest()));
        });
    }

    /** Marks the response to a repeated request. */
    static <T> MutableHttpResponse<T> replayed(MutableHttpResponse<T> response, boolean repeated) {
        return repeated ? response.header(REPLAYED, "true") : response;
    }

    static Problem reused() {
        return Problem.of(
                HttpStatus.UNPROCESSABLE_ENTITY,
                "idempotency_key_reused",
                "the " + HEADER + " was used for another request here; a new request needs a new key");
    }

    /** Names in one order, numbers in one form. What is absent is as if it had not been given. */
    private static Value canonical(Value value) {
        return switch (value) {
            case Value.Text text -> text;
            case Value.Number number -> Value.of(number.number().stripTrailingZeros());
            case Value.Flag flag -> flag;
            case Value.Items items ->
                Value.items(items.items().stream().map(RequestKeys::canonical).toList());
            case Value.Fields fields -> {
                var sorted = new TreeMap<String, Value>();
                fields.fields().forEach((name, field) -> {
                    if (field != Value.Absent.ABSENT) {
                        sorted.put(name, canonical(field));
                    }
                });
                yield new Value.Fields(sorted);
            }
            case Value.Absent absent -> absent;
        };
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
