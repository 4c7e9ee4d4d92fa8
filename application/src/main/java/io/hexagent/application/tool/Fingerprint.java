package io.hexagent.application.tool;

import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Tells values apart by a short text that is the same wherever and however a value was written. */
public final class Fingerprint {
    private Fingerprint() {}

    /** SHA-256 in hexadecimal digits over the canonical JSON of a value: fields sorted, numbers in one form. */
    public static String of(Value value, Json json) {
        try {
            byte[] text = json.write(canonical(value)).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException("every Java has SHA-256", never);
        }
    }

    private static Value canonical(Value value) {
        return switch (value) {
            case Value.Fields fields -> {
                String[] names = fields.fields().keySet().toArray(String[]::new);
                Arrays.sort(names);
                var sorted = Value.fields();
                for (String name : names) {
                    sorted.put(name, canonical(fields.get(name)));
                }
                yield sorted.build();
            }
            case Value.Items items ->
                new Value.Items(
                        items.items().stream().map(Fingerprint::canonical).toList());
            case Value.Number number -> Value.of(canonical(number.number()));
            case Value.Text text -> text;
            case Value.Flag flag -> flag;
            case Value.Absent absent -> absent;
        };
    }

    private static BigDecimal canonical(BigDecimal number) {
        return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }
}
