package io.hexagent.infrastructure.cel;

import io.hexagent.infrastructure.yaml.Span;

/**
 * A word or sign of a rule.
 *
 * @param span in code points of the rule
 */
record Token(Kind kind, String text, Span span) {
    enum Kind {
        NAME,
        NUMBER,
        /** Begins as a number and goes on as none, such as {@code 14d}. */
        BAD_NUMBER,
        TEXT,
        OPERATOR,
        OPEN,
        CLOSE,
        COMMA,
        DOT,
        /** Square or curly. */
        BRACKET,
        STRANGE
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean is(String other) {
        return text.equals(other);
    }

    /** Whether an operand ends here. */
    boolean endsOperand() {
        return kind == Kind.NAME || kind == Kind.NUMBER || kind == Kind.TEXT || kind == Kind.CLOSE;
    }
}
