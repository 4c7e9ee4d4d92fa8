package io.hexagent.domain.strategy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules and series in the rule language. What is written can be compiled, and then means the same. */
public final class RuleText {
    // How tightly an operator binds its operands.
    private static final int OR = 1;
    private static final int AND = 2;
    private static final int COMPARISON = 3;
    private static final int SUM = 4;
    private static final int PRODUCT = 5;
    private static final int WHOLE = 7;

    private RuleText() {}

    /** A piece of text that holds together as tightly as its loosest operator. */
    private record Piece(String text, int tightness) {
        String within(int least) {
            return tightness >= least ? text : "(" + text + ")";
        }
    }

    /** A rule, such as {@code rsi(close, 14) < 30 && close > sma(close, 200)}. */
    public static String of(Rule rule) {
        return piece(rule).text();
    }

    /** A series, such as {@code sma(close, 50)}. */
    public static String of(Series series) {
        return piece(series).text();
    }

    /** A number without an exponent, such as {@code 0.001}. */
    public static String of(double number) {
        BigDecimal plain = BigDecimal.valueOf(number).stripTrailingZeros();
        return plain.toPlainString();
    }

    private static Piece piece(Rule rule) {
        return switch (rule) {
            case Rule.Compared(var comparison, var left, var right) ->
                new Piece(
                        piece(left).within(SUM) + " " + symbol(comparison) + " "
                                + piece(right).within(SUM),
                        COMPARISON);
            case Rule.CrossesAbove(var left, var right) -> call("crosses_above", left, right);
            case Rule.CrossesBelow(var left, var right) -> call("crosses_below", left, right);
            case Rule.Both both -> joined(conjuncts(both), " && ", AND);
            case Rule.Either either -> joined(alternatives(either), " || ", OR);
            case Rule.Not(var of) -> new Piece("!" + piece(of).within(WHOLE), WHOLE - 1);
            case Rule.Always(var holds) -> new Piece(Boolean.toString(holds), WHOLE);
        };
    }

    private static Piece call(String function, Series left, Series right) {
        return new Piece(function + "(" + of(left) + ", " + of(right) + ")", WHOLE);
    }

    private static Piece joined(List<Rule> rules, String operator, int tightness) {
        return new Piece(
                rules.stream().map(rule -> piece(rule).within(tightness + 1)).collect(Collectors.joining(operator)),
                tightness);
    }

    private static List<Rule> conjuncts(Rule rule) {
        var all = new ArrayList<Rule>();
        if (rule instanceof Rule.Both(var left, var right)) {
            all.addAll(conjuncts(left));
            all.addAll(conjuncts(right));
        } else {
            all.add(rule);
        }
        return all;
    }

    private static List<Rule> alternatives(Rule rule) {
        var all = new ArrayList<Rule>();
        if (rule instanceof Rule.Either(var left, var right)) {
            all.addAll(alternatives(left));
            all.addAll(alternatives(right));
        } else {
            all.add(rule);
        }
        return all;
    }

    private static String symbol(Rule.Comparison comparison) {
        return switch (comparison) {
            case LESS -> "<";
            case LESS_OR_EQUAL -> "<=";
            case GREATER -> ">";
            case GREATER_OR_EQUAL -> ">=";
            case EQUAL -> "==";
            case NOT_EQUAL -> "!=";
        };
    }

    private static Piece piece(Series series) {
        return switch (series) {
            case Series.Constant(var value) -> new Piece(of(value), WHOLE);
            case Series.Price price -> new Piece(price.name().toLowerCase(Locale.ROOT), WHOLE);
            case Series.Indicated(var indicator, var inputs, var settings) ->
                new Piece(
                        indicator.function()
                                + Stream.concat(
                                                inputs.stream().map(RuleText::of),
                                                settings.stream().map(RuleText::of))
                                        .collect(Collectors.joining(", ", "(", ")")),
                        WHOLE);
            case Series.Arithmetic(var operator, var left, var right) -> {
                int tightness = tightness(operator);
                yield new Piece(
                        piece(left).within(tightness) + " " + symbol(operator) + " "
                                + piece(right).within(tightness + 1),
                        tightness);
            }
            case Series.Negated(var of) -> {
                Piece inner = piece(of);
                boolean number = of instanceof Series.Constant;
                yield new Piece("-" + (number ? "(" + inner.text() + ")" : inner.within(WHOLE)), WHOLE - 1);
            }
        };
    }

    private static int tightness(Series.Operator operator) {
        return switch (operator) {
            case PLUS, MINUS -> SUM;
            case TIMES, DIVIDED -> PRODUCT;
        };
    }

    private static String symbol(Series.Operator operator) {
        return switch (operator) {
            case PLUS -> "+";
            case MINUS -> "-";
            case TIMES -> "*";
            case DIVIDED -> "/";
        };
    }
}
