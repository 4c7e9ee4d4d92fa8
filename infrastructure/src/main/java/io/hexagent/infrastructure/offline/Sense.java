package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.Filter.Operator;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What a phrase of a question means. */
sealed interface Sense {
    record Plain(Role role) implements Sense {}

    /** {@code average}, {@code total}. */
    record Calculates(Function function) implements Sense {}

    /** {@code above}, {@code at least}. */
    record Compares(Operator operator) implements Sense {}

    /**
     * {@code heaviest}, {@code highest}.
     *
     * @param measures words for what it measures, the most fitting first; none for {@code highest}
     */
    record Superlative(boolean high, List<String> measures) implements Sense {
        public Superlative {
            measures = List.copyOf(measures);
        }
    }

    /** {@code heavier}, {@code higher}. */
    record Comparative(boolean high, List<String> measures) implements Sense {
        public Comparative {
            measures = List.copyOf(measures);
        }
    }

    /** {@code heavy}, as in "how heavy". */
    record Quality(List<String> measures) implements Sense {
        public Quality {
            measures = List.copyOf(measures);
        }
    }

    /** {@code month}; an adverb groups by itself: {@code monthly}. */
    record Calendar(Period period, boolean adverb) implements Sense {}

    /** {@code plot}, {@code histogram}. */
    record Draws(Optional<String> kind) implements Sense {}

    /** A wish that nothing here can fulfil: {@code forecast}, {@code poem}. */
    record OffLimits(String topic) implements Sense {}

    /**
     * A column.
     *
     * @param candidates more than one when the words fit several equally well
     * @param implied the calculation that the name itself speaks of, as in {@code max temperature} for temp_max
     */
    record Names(List<ColumnLink> candidates, Optional<Function> implied) implements Sense {
        public Names {
            candidates = List.copyOf(candidates);
        }

        Column first() {
            return candidates.getFirst().column();
        }
    }

    /** A category; several candidates when columns share the value. */
    record Means(List<ValueLink> candidates) implements Sense {
        public Means {
            candidates = List.copyOf(candidates);
        }
    }

    record Amount(BigDecimal value, Token.Kind kind) implements Sense {
        boolean isWhole() {
            return value.stripTrailingZeros().scale() <= 0 && value.abs().compareTo(BigDecimal.valueOf(1L << 40)) < 0;
        }

        /** Whether it could be a calendar year. */
        boolean isYear() {
            return kind == Token.Kind.NUMBER && isWhole() && value.intValue() >= 1000 && value.intValue() <= 2999;
        }
    }

    /** A time from the start of one period to the end of another: {@code 2014-03}. */
    record Moment(String from, String to) implements Sense {
        boolean isOnePeriod() {
            return from.equals(to);
        }
    }

    /** A month without a year, 1 to 12. */
    record MonthName(int month) implements Sense {}

    /** {@code mm}, {@code kg}, {@code dollars}. */
    record Unit(String name) implements Sense {}

    record Quoted(String text) implements Sense {}

    record Unknown() implements Sense {}
}
