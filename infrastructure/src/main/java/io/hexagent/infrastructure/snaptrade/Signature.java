package io.hexagent.infrastructure.snaptrade;

import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * SnapTrade's signature of a request: HMAC-SHA256 under the consumer key over the compact JSON with sorted names of
 * {@code {"content":…,"path":…,"query":…}}, in Base64. Source: docs.snaptrade.com, "Request Signatures". Safe for use
 * by many threads.
 */
final class Signature {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final Json json;

    Signature(String consumerKey, Json json) {
        this.key = new SecretKeySpec(consumerKey.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.json = json;
    }

    /**
     * @param content the body; absent when there is none or it is empty
     * @param path from {@code /api} on
     * @param query as it is sent, without the question mark
     */
    String of(Value content, String path, String query) {
        Value signed = sorted(Value.fields()
                .put("content", content)
                .put("path", path)
                .put("query", query)
                .build());
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(json.write(signed).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }

    /** The same with the names of all objects in order. */
    static Value sorted(Value value) {
        return switch (value) {
            case Value.Fields fields -> {
                var sorted = new TreeMap<String, Value>();
                fields.fields().forEach((name, field) -> sorted.put(name, sorted(field)));
                yield new Value.Fields(sorted);
            }
            case Value.Items items ->
                Value.items(items.items().stream().map(Signature::sorted).toList());
            case Value.Text text -> text;
            case Value.Number number -> number;
            case Value.Flag flag -> flag;
            case Value.Absent absent -> absent;
        };
    }
}
