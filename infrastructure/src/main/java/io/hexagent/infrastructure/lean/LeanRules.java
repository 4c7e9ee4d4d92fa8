package io.hexagent.infrastructure.lean;

import io.hexagent.domain.strategy.Indicator;
import io.hexagent.domain.strategy.Rule;
import io.hexagent.domain.strategy.RuleText;
import io.hexagent.domain.strategy.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rules of a strategy as statements of Python, one for each series and each condition, so that none is nested.
 * Lean's indicators are fed by hand, bar by bar: one on top of another gets values from where the other is defined, as
 * ours do.
 */
final class LeanRules {
    private final List<String> indicators = new ArrayList<>();
    private final List<String> statements = new ArrayList<>();
    private final Map<Series, String> series = new LinkedHashMap<>();
    private final Map<String, String> made = new LinkedHashMap<>();
    private final Map<Rule, String> rules = new LinkedHashMap<>();
    /** The series whose values of the bar before are needed. */
    private final Set<String> remembered = new TreeSet<>();

    /** What makes the indicators, a statement each. */
    List<String> indicators() {
        return indicators;
    }

    /** What is done at each bar, in order. */
    List<String> statements() {
        return statements;
    }

    /** What is kept for the next bar, as a dictionary of Python. */
    String memory() {
        return remembered.stream().map(name -> "\"" + name + "\": " + name).collect(Collectors.joining(", ", "{", "}"));
    }

    /** The name of a variable that holds whether a rule holds. */
    String condition(Rule rule) {
        String known = rules.get(rule);
        if (known != null) {
            return known;
        }
        String expression =
                switch (rule) {
                    case Rule.Compared(var comparison, var left, var right) ->
                        compared(comparison, amount(left), amount(right));
                    case Rule.CrossesAbove(var left, var right) ->
                        before(left) + " <= " + before(right) + " and " + amount(left) + " > " + amount(right);
                    case Rule.CrossesBelow(var left, var right) ->
                        before(left) + " >= " + before(right) + " and " + amount(left) + " < " + amount(right);
                    case Rule.Both(var left, var right) -> condition(left) + " and " + condition(right);
                    case Rule.Either(var left, var right) -> condition(left) + " or " + condition(right);
                    case Rule.Not(var of) -> {
                        String inner = condition(of);
                        yield "defined(" + String.join(", ", amounts(of)) + ") and not " + inner;
                    }
                    case Rule.Always(var holds) -> holds ? "True" : "False";
                };
        String name = "r" + rules.size();
        rules.put(rule, name);
        statements.add(name + " = " + expression);
        return name;
    }

    private static String compared(Rule.Comparison comparison, String left, String right) {
        return switch (comparison) {
            case LESS -> left + " < " + right;
            case LESS_OR_EQUAL -> left + " <= " + right;
            case GREATER -> left + " > " + right;
            case GREATER_OR_EQUAL -> left + " >= " + right;
            case EQUAL -> left + " == " + right;
            // Python's != holds where a side is undefined.
            case NOT_EQUAL -> left + " < " + right + " or " + left + " > " + right;
        };
    }

    private String before(Series of) {
        String name = amount(of);
        if (of instanceof Series.Constant) {
            return name;
        }
        remembered.add(name);
        return "self._was.get(\"" + name + "\", NAN)";
    }

    private Set<String> amounts(Rule rule) {
        var names = new LinkedHashSet<String>();
        switch (rule) {
            case Rule.Compared(var ignored, var left, var right) -> names.addAll(List.of(amount(left), amount(right)));
            case Rule.CrossesAbove(var left, var right) -> names.addAll(List.of(amount(left), amount(right)));
            case Rule.CrossesBelow(var left, var right) -> names.addAll(List.of(amount(left), amount(right)));
            case Rule.Both(var left, var right) -> {
                names.addAll(amounts(left));
                names.addAll(amounts(right));
            }
            case Rule.Either(var left, var right) -> {
                names.addAll(amounts(left));
                names.addAll(amounts(right));
            }
            case Rule.Not(var of) -> names.addAll(amounts(of));
            case Rule.Always ignored -> {}
        }
        return names;
    }

    /** The name of a variable that holds a series' value at the bar, or the number itself. */
    private String amount(Series of) {
        if (of instanceof Series.Constant(var value)) {
            return "(" + RuleText.of(value) + ")";
        }
        String known = series.get(of);
        if (known != null) {
            return known;
        }
        String expression =
                switch (of) {
                    case Series.Constant(var value) -> RuleText.of(value);
                    case Series.Price price -> "float(bar." + price.name().toLowerCase(Locale.ROOT) + ")";
                    case Series.Indicated indicated -> indicated(indicated);
                    case Series.Arithmetic(var operator, var left, var right) ->
                        switch (operator) {
                            case PLUS -> amount(left) + " + " + amount(right);
                            case MINUS -> amount(left) + " - " + amount(right);
                            case TIMES -> amount(left) + " * " + amount(right);
                            case DIVIDED -> "divided(" + amount(left) + ", " + amount(right) + ")";
                        };
                    case Series.Negated(var inner) -> "-" + amount(inner);
                };
        String name = "s" + series.size();
        series.put(of, name);
        statements.add(name + " = " + expression);
        return name;
    }

    private String indicated(Series.Indicated of) {
        List<String> inputs = of.inputs().stream().map(this::amount).toList();
        String creation = creation(of.indicator(), of.settings());
        String line = line(of.indicator());
        String key = creation + inputs;
        String known = made.get(key);
        if (known == null) {
            known = "self._i" + made.size();
            made.put(key, known);
            indicators.add(known + " = " + creation);
            statements.add(
                    inputs.isEmpty()
                            ? known + ".update(bar)"
                            : "feed(" + known + ", bar.end_time, " + inputs.getFirst() + ")");
        }
        return "value(" + known + ", " + known + line + ")";
    }

    private static String creation(Indicator indicator, List<Double> settings) {
        List<String> given = settings.stream().map(RuleText::of).toList();
        String length = given.isEmpty() ? "" : given.getFirst();
        return switch (indicator) {
            case SMA -> "SimpleMovingAverage(" + length + ")";
            case EMA -> "ExponentialMovingAverage(" + length + ")";
            case WMA -> "LinearWeightedMovingAverage(" + length + ")";
            case RSI -> "RelativeStrengthIndex(" + length + ", MovingAverageType.WILDERS)";
            case MACD, MACD_SIGNAL, MACD_HISTOGRAM ->
                "MovingAverageConvergenceDivergence(" + String.join(", ", given) + ", MovingAverageType.EXPONENTIAL)";
            case BOLLINGER_UPPER, BOLLINGER_MIDDLE, BOLLINGER_LOWER ->
                "BollingerBands(" + String.join(", ", given) + ")";
            case ATR -> "AverageTrueRange(" + length + ", MovingAverageType.WILDERS)";
            case STOCHASTIC_K, STOCHASTIC_D -> "Stochastic(" + String.join(", ", given) + ")";
            case ADX -> "AverageDirectionalIndex(" + length + ")";
            case OBV -> "OnBalanceVolume()";
            case ROC -> "RateOfChangePercent(" + length + ")";
            case HIGHEST -> "Maximum(" + length + ")";
            case LOWEST -> "Minimum(" + length + ")";
            case STDDEV -> "StandardDeviation(" + length + ")";
            case PREVIOUS -> "Delay(" + length + ")";
        };
    }

    /** Which of an indicator's lines is meant. */
    private static String line(Indicator indicator) {
        return switch (indicator) {
            case MACD_SIGNAL -> ".signal";
            case MACD_HISTOGRAM -> ".histogram";
            case BOLLINGER_UPPER -> ".upper_band";
            case BOLLINGER_MIDDLE -> ".middle_band";
            case BOLLINGER_LOWER -> ".lower_band";
            case STOCHASTIC_K -> ".stoch_k";
            case STOCHASTIC_D -> ".stoch_d";
            case SMA, EMA, WMA, RSI, MACD, ATR, ADX, OBV, ROC, HIGHEST, LOWEST, STDDEV, PREVIOUS -> "";
        };
    }
}
