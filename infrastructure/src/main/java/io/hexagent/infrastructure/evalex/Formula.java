package io.hexagent.infrastructure.evalex;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.config.MapBasedOperatorDictionary;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.functions.FunctionIfc;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.parser.ParseException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Calculates an expression such as {@code 3 * (2 + 0.5) ^ 2}. EvalEx parses; its operators and functions are replaced
 * by bounded ones, and its constants but PI and E, its texts, arrays and comparisons are switched off.
 */
final class Formula {
    private static final int LONGEST = 1000;
    private static final int DEEPEST = 50;
    private static final int LONGEST_NUMBER = 200;
    private static final int MOST_EXPONENT = 1000;
    private static final Pattern FOREIGN = Pattern.compile("[^0-9A-Za-z_.,+\\-*/^%() ]");
    private static final Pattern NUMBER = Pattern.compile("(?<![A-Za-z_0-9.])[0-9.]+(?:[eE]([+-]?\\d+))?");
    /** A percent sign that nothing follows which it could divide: the end, a bracket, a comma or an operator. */
    private static final Pattern PERCENT = Pattern.compile("%(?=\\s*(?:$|[),+\\-*/^]))");

    /** A sign in an exponent, which EvalEx would take for a missing operand once powers go before signs. */
    private static final Pattern EXPONENT_SIGN = Pattern.compile("\\^ ?-");

    private final Arithmetic arithmetic;

    Formula(Arithmetic arithmetic) {
        this.arithmetic = arithmetic;
    }

    /**
     * @throws Malformed when the text is no expression
     * @throws Arithmetic.Undefined when it has no value
     * @throws Arithmetic.TooLarge when it is beyond what is calculated
     */
    BigDecimal calculate(String expression) {
        String plain = plain(expression);
        check(plain);
        try {
            EvaluationValue value = new Expression(parsable(plain), configuration()).evaluate();
            if (!value.isNumberValue()) {
                throw new Malformed("the expression gives no number");
            }
            return Arithmetic.bounded(value.getNumberValue());
        } catch (ParseException | EvaluationException e) {
            throw new Malformed("\"" + plain + "\" cannot be calculated: "
                    + String.valueOf(e.getMessage()).replace('#', '%').replace('~', '-'));
        }
    }

    /** The text is no expression. The message says what is wrong, and may be shown. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    /** The expression with the signs that keyboards have. */
    static String plain(String expression) {
        return expression
                .strip()
                .replace('\u00d7', '*')
                .replace('\u00b7', '*')
                .replace('\u00f7', '/')
                .replace('\u2212', '-')
                .replace('\u2013', '-')
                .replace("**", "^")
                .replaceAll("\\s+", " ");
    }

    private static String parsable(String plain) {
        return EXPONENT_SIGN.matcher(PERCENT.matcher(plain).replaceAll("#")).replaceAll("^~");
    }

    private static void check(String expression) {
        if (expression.isEmpty()) {
            throw new Malformed("the expression is empty");
        }
        if (expression.length() > LONGEST) {
            throw new Malformed(
                    "the expression has " + expression.length() + " characters, at most " + LONGEST + " are taken");
        }
        Matcher foreign = FOREIGN.matcher(expression);
        if (foreign.find()) {
            throw new Malformed(
                    "\"" + foreign.group() + "\" has no place in an expression; use numbers, + - * / ^ % ( ) and "
                            + String.join(", ", FUNCTION_NAMES));
        }
        int depth = 0;
        for (int i = 0; i < expression.length(); i++) {
            depth += expression.charAt(i) == '(' ? 1 : expression.charAt(i) == ')' ? -1 : 0;
            if (depth > DEEPEST) {
                throw new Malformed("the expression has more than " + DEEPEST + " brackets inside each other");
            }
        }
        Matcher number = NUMBER.matcher(expression);
        while (number.find()) {
            String exponent = number.group(1);
            boolean far =
                    exponent != null && (exponent.length() > 5 || Math.abs(Integer.parseInt(exponent)) > MOST_EXPONENT);
            if (far || number.group().length() > LONGEST_NUMBER) {
                throw new Arithmetic.TooLarge("a number of the expression is too large: at most " + LONGEST_NUMBER
                        + " digits and exponents up to " + MOST_EXPONENT + " are taken");
            }
        }
    }

    private static final List<String> FUNCTION_NAMES =
            List.of("abs", "sqrt", "round", "floor", "ceiling", "min", "max", "sum", "average", "fact", "ln", "log10");

    private ExpressionConfiguration configuration() {
        Map<String, EvaluationValue> constants = new HashMap<>();
        for (String name : List.of("PI", "E")) {
            EvaluationValue value = ExpressionConfiguration.StandardConstants.get(name);
            if (value != null) {
                constants.put(name, value);
                constants.put(name.toLowerCase(Locale.ROOT), value);
            }
        }
        return ExpressionConfiguration.builder()
                .mathContext(Arithmetic.WORKING)
                .powerOfPrecedence(OperatorIfc.OPERATOR_PRECEDENCE_POWER_HIGHER)
                .arraysAllowed(false)
                .structuresAllowed(false)
                .maxRecursionDepth(4 * LONGEST)
                .locale(Locale.ROOT)
                .zoneId(ZoneOffset.UTC)
                .defaultConstants(constants)
                .operatorDictionary(operators())
                .functionDictionary(functions())
                .build();
    }

    @SuppressWarnings("unchecked")
    private MapBasedOperatorDictionary operators() {
        return (MapBasedOperatorDictionary) MapBasedOperatorDictionary.ofOperators(
                Map.entry("+", new Operators.Plus()),
                Map.entry("-", new Operators.Minus()),
                Map.entry("+", new Operators.Add(arithmetic)),
                Map.entry("-", new Operators.Subtract(arithmetic)),
                Map.entry("*", new Operators.Multiply(arithmetic)),
                Map.entry("/", new Operators.Divide(arithmetic)),
                Map.entry("%", new Operators.Remainder(arithmetic)),
                Map.entry("^", new Operators.Power(arithmetic)),
                Map.entry("~", new Operators.ExponentMinus()),
                Map.entry("#", new Operators.Percent(arithmetic)));
    }

    @SuppressWarnings("unchecked")
    private MapBasedFunctionDictionary functions() {
        var one = Map.<String, FunctionIfc>of(
                "ABS", new Functions.OfOne(BigDecimal::abs),
                "SQRT", new Functions.OfOne(arithmetic::sqrt),
                "FLOOR", new Functions.OfOne(x -> x.setScale(0, RoundingMode.FLOOR)),
                "CEILING", new Functions.OfOne(x -> x.setScale(0, RoundingMode.CEILING)),
                "CEIL", new Functions.OfOne(x -> x.setScale(0, RoundingMode.CEILING)),
                "FACT", new Functions.OfOne(arithmetic::factorial),
                "LN", new Functions.OfOne(arithmetic::ln),
                "LOG10", new Functions.OfOne(arithmetic::log10));
        var many = Map.<String, FunctionIfc>of(
                "ROUND", new Functions.OfMany(numbers -> round(numbers)),
                "MIN",
                        new Functions.OfMany(numbers ->
                                numbers.stream().reduce(BigDecimal::min).orElseThrow()),
                "MAX",
                        new Functions.OfMany(numbers ->
                                numbers.stream().reduce(BigDecimal::max).orElseThrow()),
                "SUM", new Functions.OfMany(this::sum),
                "AVERAGE", new Functions.OfMany(this::average),
                "AVG", new Functions.OfMany(this::average),
                "MEAN", new Functions.OfMany(this::average));
        var dictionary = (MapBasedFunctionDictionary) MapBasedFunctionDictionary.ofFunctions();
        one.forEach(dictionary::addFunction);
        many.forEach(dictionary::addFunction);
        return dictionary;
    }

    private BigDecimal sum(List<BigDecimal> numbers) {
        return numbers.stream().reduce(BigDecimal.ZERO, arithmetic::add);
    }

    private BigDecimal average(List<BigDecimal> numbers) {
        return arithmetic.divide(sum(numbers), BigDecimal.valueOf(numbers.size()));
    }

    private BigDecimal round(List<BigDecimal> numbers) {
        if (numbers.size() > 2) {
            throw new Malformed("round takes a number and how many places, got " + numbers.size() + " numbers");
        }
        return arithmetic.round(numbers.getFirst(), numbers.size() == 2 ? numbers.get(1) : BigDecimal.ZERO);
    }
}
