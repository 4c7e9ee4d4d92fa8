package io.hexagent.domain.language;

/** A piece of a reply while it is being written. */
public sealed interface Delta {
    /** More text, to be appended. */
    record Text(String text) implements Delta {}

    /** The reply begins anew, after a failed attempt: what was shown of it is void. */
    record Restarted() implements Delta {}
}
