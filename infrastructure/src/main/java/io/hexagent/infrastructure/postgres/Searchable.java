package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.value.Clean;

/** What the database can be asked for: a text with a NUL or a lone surrogate is in no row. */
final class Searchable {
    private Searchable() {}

    static boolean is(String text) {
        return Clean.text(text).equals(text);
    }
}
