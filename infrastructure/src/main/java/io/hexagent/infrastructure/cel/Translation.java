package io.hexagent.infrastructure.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import io.hexagent.domain.strategy.ErrorCode;
import io.hexagent.domain.strategy.Indicator;
import io.hexagent.domain.strategy.Rule;
import io.hexagent.domain.strategy.Series;
import io.hexagent.infrastructure.yaml.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Turns CEL's tree into a rule. It says what is wrong in the words of our language, and goes on after each fault, so
 * that independent ones are found together.
 */
final class Translation {
    private static final Map<String, Rule.Comparison> COMPARISONS = Map.of(
            Operator.LESS.getFunction(), Rule.Comparison.LESS,
            Operator.LESS_EQUALS.getFunction(), Rule.Comparison.LESS_OR_EQUAL,
            Operator.GREATER.getFunction(), Rule.Comparison.GREATER,
            Operator.GREATER_EQUALS.getFunction(), Rule.Comparison.GREATER_OR_EQUAL,
            Operator.EQUALS.getFunction(), Rule.Comparison.EQUAL,
            Operator.NOT_EQUALS.getFunction(), Rule.Comparison.NOT_EQUAL);

    private static final Map<String, Series.Operator> ARITHMETIC = Map.of(
            Operator.ADD.getFunction(), Series.Operator.PLUS,
            Operator.SUBTRACT.getFunction(), Series.Operator.MINUS,
            Operator.MULTIPLY.getFunction(), Series.Operator.TIMES,
            Operator.DIVIDE.getFunction(), Series.Operator.DIVIDED);

    private final CelAbstractSyntaxTree tree;
    private final RuleSource source;
    private final List<Fault> faults = new ArrayList<>();

    Translation(CelAbstractSyntaxTree tree, RuleSource source) {
        this.tree = tree;
        this.source = source;
    }

    /** What a piece of a rule is. */
    sealed interface Typed {
        record Amount(Series series) implements Typed {}

        record Condition(Rule rule) implements Typed {}

        /** Its fault has been told. */
        record Unknown() implements Typed {}
    }

    /** The rule; empty when there are faults. */
    Optional<Rule> rule() {
        Optional<Rule> rule = condition(tree.getExpr(), "the rule");
        return faults.isEmpty() ? rule : Optional.empty();
    }

    List<Fault> faults() {
        return faults;
    }

    Span span(CelExpr expression) {
        return source.span(tree, expression);
    }

    void fault(ErrorCode code, Span span, String message, String cause, String fix, String example) {
        faults.add(new Fault(code, span, message, cause, fix, example));
    }

    Typed typed(CelExpr expression) {
        return switch (expression.getKind()) {
            case CONSTANT -> constant(expression);
            case IDENT -> name(expression);
            case CALL -> call(expression);
            default -> {
                fault(
                        ErrorCode.SYNTAX,
                        span(expression),
                        "\"" + source.slice(span(expression)) + "\" has no place in a rule",
                        "A rule is made of columns, functions, numbers and signs.",
                        "Write a condition.",
                        "rsi(close, 14) < 30");
                yield new Typed.Unknown();
            }
        };
    }

    private Typed constant(CelExpr expression) {
        CelConstant constant = expression.constant();
        return switch (constant.getKind()) {
            case INT64_VALUE -> new Typed.Amount(new Series.Constant(constant.int64Value()));
            case DOUBLE_VALUE -> new Typed.Amount(new Series.Constant(constant.doubleValue()));
            case BOOLEAN_VALUE -> new Typed.Condition(new Rule.Always(constant.booleanValue()));
            default -> {
                fault(
                        ErrorCode.WRONG_TYPE,
                        span(expression),
                        "\"" + source.slice(span(expression)) + "\" is no number",
                        "A rule holds numbers, columns and functions.",
                        "Write a number.",
                        "rsi(close, 14) < 30");
                yield new Typed.Unknown();
            }
        };
    }

    private Typed name(CelExpr expression) {
        String name = expression.ident().name();
        if (Names.isColumn(name)) {
            return new Typed.Amount(Series.Price.valueOf(name.toUpperCase(Locale.ROOT)));
        }
        if (Names.isFunction(name)) {
            fault(
                    ErrorCode.MISSING_PARENTHESES,
                    span(expression),
                    "\"" + name + "\" is a function",
                    "A function is called with what it takes in parentheses.",
                    "Write " + Names.written(name) + ".",
                    Names.example(name));
        } else {
            faults.add(unknown(name, span(expression)));
        }
        return new Typed.Unknown();
    }

    /** What is wrong with a name that is not one of the language's. */
    static Fault unknown(String name, Span span) {
        Optional<String> same = Names.sameLetters(name);
        if (same.isPresent()) {
            return new Fault(
                    ErrorCode.WRONG_CASE,
                    span,
                    "\"" + name + "\" is written " + same.get(),
                    "Names are written in small letters, their parts joined by \"_\".",
                    "Replace it by " + same.get() + ".",
                    Names.example(same.get()));
        }
        if (name.equals("import") || name.equals("from")) {
            return new Fault(
                    ErrorCode.IMPORT,
                    span,
                    "nothing can be imported",
                    "All functions of the language are there from the start.",
                    "Take it out.",
                    "rsi(close, 14) < 30");
        }
        Optional<String> meant = Names.meant(name);
        return new Fault(
                ErrorCode.UNKNOWN_NAME,
                span,
                "\"" + name + "\" is not known"
                        + meant.map(other -> "; did you mean " + other + "?").orElse(""),
                "It is neither a column nor a function of the language: " + Names.list() + ".",
                meant.map(other -> "Write " + Names.written(other) + ".").orElse("Use one of the names above."),
                Names.example(meant.orElse("rsi")));
    }

    private Typed call(CelExpr expression) {
        String function = expression.call().function();
        List<CelExpr> arguments = expression.call().args();
        Rule.Comparison comparison = COMPARISONS.get(function);
        if (comparison != null && arguments.size() == 2) {
            return comparison(comparison, arguments.getFirst(), arguments.getLast());
        }
        Series.Operator operator = ARITHMETIC.get(function);
        if (operator != null && arguments.size() == 2) {
            Optional<Series> left = amount(arguments.getFirst());
            Optional<Series> right = amount(arguments.getLast());
            return both(left, right)
                    ? new Typed.Amount(new Series.Arithmetic(operator, left.orElseThrow(), right.orElseThrow()))
                    : new Typed.Unknown();
        }
        if (function.equals(Operator.LOGICAL_AND.getFunction()) || function.equals(Operator.LOGICAL_OR.getFunction())) {
            return logic(function.equals(Operator.LOGICAL_AND.getFunction()), arguments);
        }
        if (function.equals(Operator.LOGICAL_NOT.getFunction())) {
            return condition(arguments.getFirst(), "what stands after !")
                    .<Typed>map(rule -> new Typed.Condition(new Rule.Not(rule)))
                    .orElseGet(Typed.Unknown::new);
        }
        if (function.equals(Operator.NEGATE.getFunction())) {
            return amount(arguments.getFirst())
                    .<Typed>map(series -> new Typed.Amount(new Series.Negated(series)))
                    .orElseGet(Typed.Unknown::new);
        }
        return named(expression, function, arguments);
    }

    private Typed named(CelExpr expression, String function, List<CelExpr> arguments) {
        if (function.equals(Names.CROSSES_ABOVE) || function.equals(Names.CROSSES_BELOW)) {
            return crossing(expression, function, arguments);
        }
        Optional<Indicator> indicator = Indicator.of(function);
        if (indicator.isPresent()) {
            return new IndicatorCall(this, expression, indicator.get())
                    .read(arguments)
                    .<Typed>map(Typed.Amount::new)
                    .orElseGet(Typed.Unknown::new);
        }
        Span name = source.name(tree, expression);
        if (Names.isColumn(function)) {
            fault(
                    ErrorCode.WRONG_ARGUMENT,
                    name,
                    "\"" + function + "\" is a column, not a function",
                    "A column is named without parentheses.",
                    "Write " + function + "; an earlier bar is previous(" + function + ", 1).",
                    "close > previous(" + function + ", 1)");
        } else {
            faults.add(unknown(function, name));
        }
        arguments.forEach(this::typed);
        return new Typed.Unknown();
    }

    private Typed logic(boolean and, List<CelExpr> arguments) {
        String side = "what stands beside " + (and ? "&&" : "||");
        Optional<Rule> left = condition(arguments.getFirst(), side);
        Optional<Rule> right = condition(arguments.getLast(), side);
        if (!both(left, right)) {
            return new Typed.Unknown();
        }
        return new Typed.Condition(
                and
                        ? new Rule.Both(left.orElseThrow(), right.orElseThrow())
                        : new Rule.Either(left.orElseThrow(), right.orElseThrow()));
    }

    private Typed comparison(Rule.Comparison comparison, CelExpr leftSide, CelExpr rightSide) {
        Typed left = typed(leftSide);
        if (left instanceof Typed.Condition
                && leftSide.getKind() == CelExpr.ExprKind.Kind.CALL
                && COMPARISONS.containsKey(leftSide.call().function())
                && !source.isGrouped(span(leftSide))) {
            chained(leftSide, rightSide);
            return new Typed.Unknown();
        }
        Optional<Series> one = amount(left, leftSide);
        Optional<Series> other = amount(rightSide);
        return both(one, other)
                ? new Typed.Condition(new Rule.Compared(comparison, one.orElseThrow(), other.orElseThrow()))
                : new Typed.Unknown();
    }

    private void chained(CelExpr leftSide, CelExpr rightSide) {
        Span left = span(leftSide);
        Span middle = span(leftSide.call().args().getLast());
        Span right = span(rightSide);
        Span whole = new Span(left.start(), Math.max(left.end(), right.end()));
        String parts = source.slice(left) + " && " + source.slice(new Span(middle.start(), whole.end()));
        fault(
                ErrorCode.CHAINED_COMPARISON,
                whole,
                "\"" + source.slice(whole) + "\" compares a condition",
                "A comparison takes two numbers; one that lies between two others needs two comparisons.",
                "Write " + parts + ".",
                "30 < rsi(close, 14) && rsi(close, 14) < 70");
    }

    private Typed crossing(CelExpr expression, String function, List<CelExpr> arguments) {
        List<Optional<Series>> series = arguments.stream().map(this::amount).toList();
        if (arguments.size() != 2) {
            boolean few = arguments.size() < 2;
            fault(
                    few ? ErrorCode.MISSING_ARGUMENT : ErrorCode.TOO_MANY_ARGUMENTS,
                    few ? span(expression) : span(arguments.get(2)),
                    function + " takes two series, got " + arguments.size(),
                    "It tells whether the first crosses the second at this bar.",
                    "Write " + function + "(a, b).",
                    Names.example(function));
            return new Typed.Unknown();
        }
        if (!both(series.getFirst(), series.getLast())) {
            return new Typed.Unknown();
        }
        Series left = series.getFirst().orElseThrow();
        Series right = series.getLast().orElseThrow();
        if (left instanceof Series.Constant && right instanceof Series.Constant) {
            fault(
                    ErrorCode.WRONG_ARGUMENT,
                    span(expression),
                    "two numbers never cross",
                    "At least one of the two has to change from bar to bar.",
                    "Name a column or a function.",
                    function + "(rsi(close, 14), 30)");
            return new Typed.Unknown();
        }
        return new Typed.Condition(
                function.equals(Names.CROSSES_ABOVE)
                        ? new Rule.CrossesAbove(left, right)
                        : new Rule.CrossesBelow(left, right));
    }

    private Optional<Rule> condition(CelExpr expression, String what) {
        return switch (typed(expression)) {
            case Typed.Condition(var rule) -> Optional.of(rule);
            case Typed.Unknown() -> Optional.empty();
            case Typed.Amount ignored -> {
                Span span = span(expression);
                fault(
                        ErrorCode.NO_CONDITION,
                        span,
                        what + " is a number, not a condition: " + source.slice(span),
                        "A condition holds or does not; a number has to be compared with another.",
                        what.endsWith("!")
                                ? "Compare it, and put the comparison in parentheses: !(close > open)."
                                : "Compare it: " + source.slice(span) + " < 30, or crosses_above(a, b).",
                        what.endsWith("!") ? "!(close > open)" : "rsi(close, 14) < 30");
                yield Optional.empty();
            }
        };
    }

    Optional<Series> amount(CelExpr expression) {
        return amount(typed(expression), expression);
    }

    Optional<Series> amount(Typed typed, CelExpr expression) {
        return switch (typed) {
            case Typed.Amount(var series) -> Optional.of(series);
            case Typed.Unknown() -> Optional.empty();
            case Typed.Condition ignored -> {
                Span span = span(expression);
                fault(
                        ErrorCode.CONDITION_AS_NUMBER,
                        span,
                        "\"" + source.slice(span) + "\" is a condition where a number is wanted",
                        "A condition holds or does not; it cannot be compared or calculated with.",
                        "Join conditions by && and ||; where one is not to hold write !(…).",
                        "close > open && !(rsi(close, 14) > 70)");
                yield Optional.empty();
            }
        };
    }

    private static boolean both(Optional<?> left, Optional<?> right) {
        return left.isPresent() && right.isPresent();
    }
}
