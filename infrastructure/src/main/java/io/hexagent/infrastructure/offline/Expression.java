package io.hexagent.infrastructure.offline;

import java.math.BigDecimal;
import java.util.Locale;

/** An arithmetic expression as it was read. */
sealed interface Expression {
    /** A number as it stands. */
    record Literal(BigDecimal value) implements Expression {}

    /** The result of the step before. */
    record Previous() implements Expression {}

    record Binary(Operation operation, Expression x, Expression y) implements Expression {}

    /** The operations of the calculator. */
    enum Operation {
        ADD('+', "Add"),
        SUBTRACT('-', "Subtract"),
        MULTIPLY('*', "Multiply"),
        DIVIDE('/', "Divide"),
        POWER('^', "Raise");

        private final char sign;
        private final String verb;

        Operation(char sign, String verb) {
            this.sign = sign;
            this.verb = verb;
        }

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether it is one operation on two numbers, so that the calculator takes it as such. */
    default boolean isSimple() {
        return this instanceof Binary binary && isNumber(binary.x()) && isNumber(binary.y());
    }

    private static boolean isNumber(Expression expression) {
        return expression instanceof Literal || expression instanceof Previous;
    }

    /** The value of a literal, or of the step before. */
    default BigDecimal value(BigDecimal previous) {
        return switch (this) {
            case Literal literal -> literal.value();
            case Previous any -> previous;
            case Binary binary -> throw new IllegalStateException("not a number: " + binary);
        };
    }

    /** As the calculator's expression, with the result of the step before put in. */
    default String text(BigDecimal previous) {
        return switch (this) {
            case Literal literal -> signed(literal.value());
            case Previous any -> signed(previous);
            case Binary binary ->
                "(" + binary.x().text(previous) + " " + binary.operation().sign + " "
                        + binary.y().text(previous) + ")";
        };
    }

    private static String signed(BigDecimal value) {
        return value.signum() < 0 ? "(" + value.toPlainString() + ")" : value.toPlainString();
    }

    /** In words, as a step of a plan: {@code Multiply the result by 3.} */
    default String words() {
        if (this instanceof Binary binary && isSimple()) {
            String x = plain(binary.x());
            String y = plain(binary.y());
            String verb = binary.operation().verb;
            return switch (binary.operation()) {
                case ADD -> verb + " " + x + " and " + y + ".";
                case SUBTRACT -> verb + " " + y + " from " + x + ".";
                case MULTIPLY, DIVIDE -> verb + " " + x + " by " + y + ".";
                case POWER -> verb + " " + x + " to the power of " + y + ".";
            };
        }
        return "Calculate " + formula() + ".";
    }

    private static String plain(Expression expression) {
        return expression instanceof Literal literal ? literal.value().toPlainString() : "the result";
    }

    private String formula() {
        return switch (this) {
            case Literal literal -> literal.value().toPlainString();
            case Previous any -> "the result";
            case Binary binary -> inner(binary.x()) + " " + binary.operation().sign + " " + inner(binary.y());
        };
    }

    private static String inner(Expression expression) {
        return expression instanceof Binary ? "(" + expression.formula() + ")" : expression.formula();
    }
}
