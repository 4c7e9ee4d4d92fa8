package io.hexagent.domain.strategy;

import java.util.Optional;

/**
 * What is wrong with a strategy's document, and what to do.
 *
 * @param code kebab-case, for programs, such as {@code unknown-name}
 * @param message one sentence: what is wrong, with the value
 * @param position where; empty when it is about the whole document or the bars
 * @param cause why it is wrong
 * @param fix what to do
 * @param example a piece of a document that would be right; may be empty text
 */
public record CompileError(
        String code, String message, Optional<Position> position, String cause, String fix, String example) {
    /**
     * A place in the document.
     *
     * @param line from 1
     * @param column from 1, in characters
     * @param length at least 1
     */
    public record Position(int line, int column, int length) {}
}
