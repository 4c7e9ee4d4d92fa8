package io.hexagent.domain.strategy;

/** How much is bought at an entry. Never more than the cash that is there. */
public sealed interface Sizing {
    /** A part of the cash, above 0, at most 1; 1 is all in, the default. */
    record Part(double part) implements Sizing {}

    /** An amount of money, fee included. */
    record Money(double amount) implements Sizing {}

    /** A number of units. */
    record Units(double units) implements Sizing {}

    static Sizing allIn() {
        return new Part(1);
    }
}
