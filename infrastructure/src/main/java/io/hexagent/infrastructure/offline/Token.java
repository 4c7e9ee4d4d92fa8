package io.hexagent.infrastructure.offline;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One word, number or sign of a question.
 *
 * @param text as it was written
 * @param word in lower case
 * @param lemma the singular
 * @param number the value of a number, else null
 * @param glued whether an underscore joins it to the word before
 */
record Token(
        Kind kind,
        String text,
        String word,
        String lemma,
        @Nullable BigDecimal number,
        boolean glued) {
    /** What a token is. */
    enum Kind {
        WORD,
        NUMBER,
        /** A number with a percent sign. */
        PERCENT,
        /** {@code 90th}. */
        ORDINAL,
        /** {@code 1990s}. */
        DECADE,
        /** {@code 2014-03-05} or {@code 2014-03}. */
        DATE,
        /** Text in quotes, whole. */
        QUOTED,
        /** A comparison or arithmetic sign. */
        SIGN,
        COMMA,
        /** The end of a sentence. */
        END
    }

    static Token word(String text) {
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        return new Token(Kind.WORD, text, lower, Words.lemma(lower), null, false);
    }

    static Token of(Kind kind, String text) {
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        return new Token(kind, text, lower, lower, null, false);
    }

    static Token number(Kind kind, String text, BigDecimal number) {
        return new Token(kind, text, text, text, number, false);
    }

    /** The same token, joined to the one before. */
    Token gluedOn() {
        return new Token(kind, text, word, lemma, number, true);
    }

    boolean is(String one) {
        return word.equals(one);
    }

    boolean isWord() {
        return kind == Kind.WORD;
    }

    boolean isNumber() {
        return kind == Kind.NUMBER;
    }

    /** The number; zero for a token that is none. */
    BigDecimal value() {
        return number == null ? BigDecimal.ZERO : number;
    }
}
