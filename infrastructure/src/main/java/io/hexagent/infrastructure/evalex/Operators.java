package io.hexagent.infrastructure.evalex;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.operators.AbstractOperator;
import com.ezylang.evalex.operators.InfixOperator;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.operators.PostfixOperator;
import com.ezylang.evalex.operators.PrefixOperator;
import com.ezylang.evalex.parser.Token;
import java.math.BigDecimal;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** The operators of an expression, bounded by {@link Arithmetic}. */
final class Operators {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Operators() {}

    private abstract static class OfTwo extends AbstractOperator {
        private final BinaryOperator<BigDecimal> operation;

        OfTwo(BinaryOperator<BigDecimal> operation) {
            this.operation = operation;
        }

        @Override
        public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... operands)
                throws EvaluationException {
            return EvaluationValue.numberValue(operation.apply(number(token, operands[0]), number(token, operands[1])));
        }
    }

    private abstract static class OfOne extends AbstractOperator {
        private final UnaryOperator<BigDecimal> operation;

        OfOne(UnaryOperator<BigDecimal> operation) {
            this.operation = operation;
        }

        @Override
        public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... operands)
                throws EvaluationException {
            return EvaluationValue.numberValue(operation.apply(number(token, operands[0])));
        }
    }

    private static BigDecimal number(Token token, EvaluationValue operand) throws EvaluationException {
        if (!operand.isNumberValue()) {
            throw new EvaluationException(token, "an operand is no number");
        }
        return operand.getNumberValue();
    }

    @PrefixOperator(precedence = OperatorIfc.OPERATOR_PRECEDENCE_UNARY, leftAssociative = false)
    static final class Plus extends OfOne {
        Plus() {
            super(x -> x);
        }
    }

    @PrefixOperator(precedence = OperatorIfc.OPERATOR_PRECEDENCE_UNARY, leftAssociative = false)
    static final class Minus extends OfOne {
        Minus() {
            super(BigDecimal::negate);
        }
    }

    /** As high as the power before it: 2 ^ -3 ^ 2 is 2 ^ -(3 ^ 2). */
    @PrefixOperator(precedence = OperatorIfc.OPERATOR_PRECEDENCE_POWER_HIGHER, leftAssociative = false)
    static final class ExponentMinus extends OfOne {
        ExponentMinus() {
            super(BigDecimal::negate);
        }
    }

    @PostfixOperator
    static final class Percent extends OfOne {
        Percent(Arithmetic arithmetic) {
            super(x -> arithmetic.divide(x, HUNDRED));
        }
    }

    @InfixOperator(precedence = OperatorIfc.OPERATOR_PRECEDENCE_ADDITIVE)
    static final class Add extends OfTwo {
        Add(Arithmetic arithmetic) {
            super(arithmetic::add);
        }
    }

    @InfixOperator(precedence = OperatorIfc.OPERATOR_PRECEDENCE_ADDITIVE)
    static final class Subtract extends OfTwo {
        Subtract(Arithmetic arithmetic) {
            super(arithmetic::subtract);
        }
    }

    @InfixOperator(precedence = OperatorIfc.OPERATOR_PRECEDENCE_MULTIPLICATIVE)
    static final class Multiply extends OfTwo {
        Multiply(Arithmetic arithmetic) {
            super(arithmetic::multiply);
        }
    }

    @InfixOperator(precedence = OperatorIfc.OPERATOR_PRECEDENCE_MULTIPLICATIVE)
    static final class Divide extends OfTwo {
        Divide(Arithmetic arithmetic) {
            super(arithmetic::divide);
        }
    }

    @InfixOperator(precedence = OperatorIfc.OPERATOR_PRECEDENCE_MULTIPLICATIVE)
    static final class Remainder extends OfTwo {
        Remainder(Arithmetic arithmetic) {
            super(arithmetic::remainder);
        }
    }

    /** From the right: 2 ^ 3 ^ 2 is 512; before the sign: -2 ^ 2 is -4. */
    @InfixOperator(precedence = OperatorIfc.OPERATOR_PRECEDENCE_POWER, leftAssociative = false)
    static final class Power extends OfTwo {
        Power(Arithmetic arithmetic) {
            super(arithmetic::power);
        }

        @Override
        public int getPrecedence(ExpressionConfiguration configuration) {
            return configuration.getPowerOfPrecedence();
        }
    }
}
