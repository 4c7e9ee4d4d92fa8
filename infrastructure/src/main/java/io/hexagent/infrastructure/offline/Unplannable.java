package io.hexagent.infrastructure.offline;

import io.hexagent.domain.language.AnswerKind;

/** The question cannot be planned. The message is the reply to the person. */
final class Unplannable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final AnswerKind kind;

    private Unplannable(AnswerKind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    static Unplannable refused(String message) {
        return new Unplannable(AnswerKind.REFUSED, message);
    }

    static Unplannable ask(String message) {
        return new Unplannable(AnswerKind.QUESTION, message);
    }

    AnswerKind kind() {
        return kind;
    }

    String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
