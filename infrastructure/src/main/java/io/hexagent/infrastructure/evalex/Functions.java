package io.hexagent.infrastructure.evalex;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.functions.AbstractFunction;
import com.ezylang.evalex.functions.FunctionParameter;
import com.ezylang.evalex.parser.Token;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The functions of an expression, by how many numbers they take. */
final class Functions {
    private Functions() {}

    @FunctionParameter(name = "value")
    static final class OfOne extends AbstractFunction {
        private final UnaryOperator<BigDecimal> function;

        OfOne(UnaryOperator<BigDecimal> function) {
            this.function = function;
        }

        @Override
        public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... parameters)
                throws EvaluationException {
            return EvaluationValue.numberValue(function.apply(number(token, parameters[0])));
        }
    }

    @FunctionParameter(name = "values", isVarArg = true)
    static final class OfMany extends AbstractFunction {
        private final Function<List<BigDecimal>, BigDecimal> function;

        OfMany(Function<List<BigDecimal>, BigDecimal> function) {
            this.function = function;
        }

        @Override
        public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... parameters)
                throws EvaluationException {
            var numbers = new ArrayList<BigDecimal>();
            for (EvaluationValue parameter : parameters) {
                numbers.add(number(token, parameter));
            }
            if (numbers.isEmpty()) {
                throw new EvaluationException(token, "the function needs at least one number");
            }
            return EvaluationValue.numberValue(function.apply(numbers));
        }
    }

    private static BigDecimal number(Token token, EvaluationValue parameter) throws EvaluationException {
        if (!parameter.isNumberValue()) {
            throw new EvaluationException(token, "a parameter is no number");
        }
        return parameter.getNumberValue();
    }
}
