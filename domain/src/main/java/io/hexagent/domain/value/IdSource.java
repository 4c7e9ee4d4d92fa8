package io.hexagent.domain.value;

/** Where new identities come from. Implementations are safe for use by many threads. */
@FunctionalInterface
public interface IdSource {
    /** A new identity: 1 to 64 characters of {@code [0-9a-zA-Z_-]}, never given before. */
    String next();
}
