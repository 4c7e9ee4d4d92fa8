package io.hexagent.infrastructure.evalex;

import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Plain arithmetic on numbers, in exact decimals. Results have up to 34 digits. Safe for use by many threads. */
public final class CalculatorTool implements Tool {
    /** What can be done with two numbers. */
    private enum Operation {
        ADD("+"),
        SUBTRACT("-"),
        MULTIPLY("*"),
        DIVIDE("/"),
        POWER("^");

        private final String sign;

        Operation(String sign) {
            this.sign = sign;
        }

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        BigDecimal apply(Arithmetic arithmetic, BigDecimal x, BigDecimal y) {
            return switch (this) {
                case ADD -> arithmetic.add(x, y);
                case SUBTRACT -> arithmetic.subtract(x, y);
                case MULTIPLY -> arithmetic.multiply(x, y);
                case DIVIDE -> arithmetic.divide(x, y);
                case POWER -> arithmetic.power(x, y);
            };
        }
    }

    private static final ToolSpec SPEC = new ToolSpec(
            new ToolName("calculator"),
            "1",
            "Calculator",
            "Calculates with numbers, exactly: either an operation on x and y, or a whole expression with + - * / ^,"
                    + " brackets, percent signs and functions such as sqrt, round, min and max. Not for data sets.",
            List.of(
                    "What is 5 + 10?",
                    "Multiply 15 by 3",
                    "How much is 17.5 % of 240?",
                    "Calculate (3 + 4) * 12 / 7",
                    "What is 2 to the power of 10?",
                    "Divide 100 by 8 and subtract 2",
                    "Square root of 144",
                    "12 times 12"),
            "calculator",
            ToolCategory.CALCULATION,
            parameters(),
            ToolSpec.Effects.PURE,
            false);

    private static Value.Fields parameters() {
        Value number = Value.fields().put("type", "number").build();
        return Value.fields()
                .put("type", "object")
                .put(
                        "properties",
                        Value.fields()
                                .put(
                                        "operation",
                                        Value.fields()
                                                .put("type", "string")
                                                .put(
                                                        "enum",
                                                        Value.texts(Arrays.stream(Operation.values())
                                                                .map(Operation::wire)
                                                                .toList()))
                                                .put("description", "What to do with x and y; power is x to the y.")
                                                .build())
                                .put("x", number)
                                .put("y", number)
                                .put(
                                        "expression",
                                        Value.fields()
                                                .put("type", "string")
                                                .put("minLength", 1)
                                                .put("maxLength", 1000)
                                                .put(
                                                        "description",
                                                        "A whole expression instead, such as (3 + 4) * 12 / 7.")
                                                .build())
                                .build())
                .put("additionalProperties", false)
                .build();
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public ToolResult call(Value.Fields arguments, ToolContext context) {
        boolean operated = arguments.has("operation") || arguments.has("x") || arguments.has("y");
        Optional<String> expression = arguments.text("expression");
        if (operated == expression.isPresent()) {
            return new ToolResult.Rejected("give either operation, x and y, or expression"
                    + (operated ? ", not both" : "; neither was given"));
        }
        try {
            return expression.isPresent() ? expression(expression.get()) : operation(arguments);
        } catch (Formula.Malformed | Arithmetic.TooLarge e) {
            return new ToolResult.Rejected(String.valueOf(e.getMessage()));
        }
    }

    private static ToolResult expression(String expression) {
        var arithmetic = new Arithmetic();
        String plain = Formula.plain(expression);
        try {
            return result(plain, new Formula(arithmetic).calculate(plain), arithmetic);
        } catch (Arithmetic.Undefined e) {
            return undefined(plain, e);
        }
    }

    private static ToolResult operation(Value.Fields arguments) {
        Optional<Operation> operation = arguments
                .text("operation")
                .flatMap(name -> Arrays.stream(Operation.values())
                        .filter(one -> one.wire().equals(name))
                        .findFirst());
        Optional<BigDecimal> x = arguments.number("x");
        Optional<BigDecimal> y = arguments.number("y");
        if (operation.isEmpty() || x.isEmpty() || y.isEmpty()) {
            return new ToolResult.Rejected("operation (one of "
                    + String.join(
                            ", ",
                            Arrays.stream(Operation.values())
                                    .map(Operation::wire)
                                    .toList())
                    + "), x and y are needed together");
        }
        var arithmetic = new Arithmetic();
        BigDecimal left = Arithmetic.bounded(x.get());
        BigDecimal right = Arithmetic.bounded(y.get());
        String asked = operand(left) + " " + operation.get().sign + " " + operand(right);
        try {
            return result(asked, operation.get().apply(arithmetic, left, right), arithmetic);
        } catch (Arithmetic.Undefined e) {
            return undefined(asked, e);
        }
    }

    private static String operand(BigDecimal number) {
        String shown = Arithmetic.shown(number);
        return number.signum() < 0 ? "(" + shown + ")" : shown;
    }

    private static ToolResult result(String asked, BigDecimal value, Arithmetic arithmetic) {
        BigDecimal rounded = value.round(Arithmetic.RESULT);
        boolean exact = !arithmetic.isApproximate() && rounded.compareTo(value) == 0;
        BigDecimal plain = rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
        BigDecimal result = plain.scale() < 0 && plain.scale() > -40 ? plain.setScale(0) : plain;
        return new ToolResult.Succeeded(Value.fields()
                .put("result", Value.of(result))
                .put("text", asked + (exact ? " = " : " \u2248 ") + Arithmetic.shown(result))
                .build());
    }

    private static ToolResult undefined(String asked, Arithmetic.Undefined why) {
        return new ToolResult.Succeeded(Value.fields()
                .put("undefined", true)
                .put("text", asked + " has no value: " + why.getMessage())
                .build());
    }
}
