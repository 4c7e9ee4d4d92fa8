package io.hexagent.domain.strategy;

/** Whether something holds at a bar. Where a series that it compares is undefined the comparison does not hold. */
public sealed interface Rule {
    enum Comparison {
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        EQUAL,
        NOT_EQUAL
    }

    record Compared(Comparison comparison, Series left, Series right) implements Rule {}

    /** The left was at or below the right at the bar before and is above it at this one. */
    record CrossesAbove(Series left, Series right) implements Rule {}

    /** The left was at or above the right at the bar before and is below it at this one. */
    record CrossesBelow(Series left, Series right) implements Rule {}

    record Both(Rule left, Rule right) implements Rule {}

    record Either(Rule left, Rule right) implements Rule {}

    /** Does not hold where a series in it is undefined, as the rule inside. */
    record Not(Rule of) implements Rule {}

    record Always(boolean holds) implements Rule {}
}
