package io.hexagent.domain.access;

/** What came of creating something under a {@link RequestKey}. */
public sealed interface Keyed {
    /** It was created. */
    record Created() implements Keyed {}

    /** It exists already, made by the same request before. @param resource its id */
    record Repeated(String resource) implements Keyed {}

    /** The key was used for something else. */
    record Reused() implements Keyed {}
}
