package io.hexagent.domain.strategy;

import java.util.Locale;

/** What can be wrong with a strategy. {@link CompileError#code()} is the name on the wire. */
public enum ErrorCode {
    // The document.
    NO_STRATEGY,
    TEXT_TOO_LONG,
    UNREADABLE_CHARACTER,
    BAD_DOCUMENT,
    IMPORT,
    UNKNOWN_FIELD,
    DUPLICATE_KEY,
    MISSING_FIELD,
    WRONG_TYPE,
    BAD_SYMBOL,
    UNKNOWN_TIMEFRAME,
    BAD_DATE,
    CONTRADICTORY_DATES,
    CASH_OUT_OF_RANGE,
    FEE_OUT_OF_RANGE,
    OUT_OF_RANGE,
    // A rule.
    RULE_TOO_COMPLEX,
    UNKNOWN_CHARACTER,
    UNBALANCED_PARENTHESIS,
    WORD_OPERATOR,
    SINGLE_EQUALS,
    UNKNOWN_OPERATOR,
    MISSING_OPERATOR,
    MISSING_OPERAND,
    SYNTAX,
    UNKNOWN_NAME,
    WRONG_CASE,
    MISSING_PARENTHESES,
    MISSING_LENGTH,
    MISSING_ARGUMENT,
    TOO_MANY_ARGUMENTS,
    NAMED_ARGUMENT,
    WRONG_ARGUMENT,
    LENGTH_NOT_WHOLE,
    WINDOW_OUT_OF_RANGE,
    NO_CONDITION,
    CHAINED_COMPARISON,
    CONDITION_AS_NUMBER,
    // The bars.
    UNKNOWN_SYMBOL,
    NO_DATA,
    TOO_FEW_BARS,
    TIMEFRAME_NOT_OFFERED,
    RESOLUTION,
    BAD_BARS,
    UNAVAILABLE,
    // Another engine.
    NOT_EXPORTABLE,
    WARM_UP,
    ENGINE_FAILED;

    /** The name on the wire, such as {@code unknown-name}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether an error is of this kind. */
    public boolean is(CompileError error) {
        return wire().equals(error.code());
    }
}
