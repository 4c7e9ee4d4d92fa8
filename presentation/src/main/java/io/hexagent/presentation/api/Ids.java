package io.hexagent.presentation.api;

import java.util.function.Function;

/** Ids from a request's address. */
final class Ids {
    private Ids() {}

    /** @throws Problem 404 for what cannot be an id at all */
    static <T> T known(String what, String text, Function<String, T> id) {
        try {
            return id.apply(text);
        } catch (IllegalArgumentException impossible) {
            throw Problem.notFound(what, text);
        }
    }
}
