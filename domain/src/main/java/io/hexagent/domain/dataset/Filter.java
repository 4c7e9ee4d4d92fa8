package io.hexagent.domain.dataset;

import io.hexagent.domain.value.Value;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Keeps the rows whose cell in a column compares so with the operands. A row with a missing cell is kept by
 * {@link Operator#IS_MISSING} alone. Text compares without regard to case. On a DATE or DATETIME column an operand may
 * be a whole period: {@code 2014} is the year, {@code 2014-03} the month, {@code 2014-03-05} the day.
 *
 * @param operands one value; for {@link Operator#IN} any number, for {@link Operator#BETWEEN} two, both included; none
 *     for the missing-value operators
 */
public record Filter(String column, Operator operator, List<Value> operands) {
    public Filter {
        operands = List.copyOf(operands);
        int n = operands.size();
        boolean fits =
                switch (operator) {
                    case IN -> n >= 1;
                    case BETWEEN -> n == 2;
                    case IS_MISSING, IS_PRESENT -> n == 0;
                    case EQ, NE, LT, LE, GT, GE, CONTAINS, STARTS_WITH -> n == 1;
                };
        if (!fits) {
            throw new IllegalArgumentException("operator \"" + operator.wire() + "\" was given " + n + " values");
        }
    }

    /** How a cell is compared. */
    public enum Operator {
        EQ("="),
        NE("!="),
        LT("<"),
        LE("<="),
        GT(">"),
        GE(">="),
        IN("in"),
        BETWEEN("between"),
        CONTAINS("contains"),
        STARTS_WITH("starts_with"),
        IS_MISSING("is_missing"),
        IS_PRESENT("is_present");

        private final String wire;

        Operator(String wire) {
            this.wire = wire;
        }

        /** The name on the wire. */
        public String wire() {
            return wire;
        }

        /** @throws IllegalArgumentException when no operator has the name; the message lists them */
        public static Operator ofWire(String wire) {
            return Arrays.stream(values())
                    .filter(operator -> operator.wire.equals(wire))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("operator \"" + wire + "\" not in "
                            + Arrays.stream(values()).map(Operator::wire).collect(Collectors.joining(", ", "[", "]"))));
        }
    }
}
