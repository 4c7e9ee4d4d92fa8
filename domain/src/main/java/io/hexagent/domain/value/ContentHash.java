package io.hexagent.domain.value;

import java.util.regex.Pattern;

/** The SHA-256 of some bytes, in 64 lower-case hexadecimal digits; bytes are kept and found by it. */
public record ContentHash(String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public ContentHash {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "a content hash is 64 lower-case hexadecimal digits, got \"" + hex + "\"");
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
