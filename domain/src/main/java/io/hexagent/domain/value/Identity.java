package io.hexagent.domain.value;

final class Identity {
    private Identity() {}

    static void check(String what, String value) {
        if (value.isBlank() || value.length() > 128) {
            throw new IllegalArgumentException(what + " must have 1 to 128 characters, has " + value.length());
        }
    }
}
