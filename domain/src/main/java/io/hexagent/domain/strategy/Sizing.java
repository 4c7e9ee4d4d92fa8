package io.hexagent.domain.strategy;

/** How much is bought at an entry. Never more than the cash that is there. */
public sealed interface Sizing {
    /** A part of the cash, above 0, at most 1; 1 is all in, the default. */
    record Part(double part) implements Sizing {
        public Part {
            if (!(part > 0 && part <= 1)) {
                throw new IllegalArgumentException(
                        "sizing part " + Figure.text(part) + " is not allowed: it has to be above 0 and at most 1");
            }
        }
    }

    /** An amount of money, fee included. */
    record Money(double amount) implements Sizing {
        public Money {
            if (!(amount > 0 && amount < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "sizing amount " + Figure.text(amount) + " is not allowed: it has to be above 0");
            }
        }
    }

    /** A number of units. */
    record Units(double units) implements Sizing {
        public Units {
            if (!(units > 0 && units < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "sizing units " + Figure.text(units) + " is not allowed: it has to be above 0");
            }
        }
    }

    static Sizing allIn() {
        return new Part(1);
    }
}
