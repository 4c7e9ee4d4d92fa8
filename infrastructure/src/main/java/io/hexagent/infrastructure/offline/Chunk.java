package io.hexagent.infrastructure.offline;

/** A phrase of a question with its sense. */
record Chunk(String text, Sense sense) {
    boolean is(Role role) {
        return sense instanceof Sense.Plain plain && plain.role() == role;
    }
}
