package io.hexagent.domain.strategy;

import io.hexagent.domain.strategy.BacktestReport.Curve;
import io.hexagent.domain.strategy.BacktestReport.Signals;
import io.hexagent.domain.strategy.Rule.Comparison;
import io.hexagent.domain.strategy.Series.Arithmetic;
import io.hexagent.domain.strategy.Series.Constant;
import io.hexagent.domain.strategy.Series.Indicated;
import io.hexagent.domain.strategy.Series.Negated;
import io.hexagent.domain.strategy.Series.Operator;
import io.hexagent.domain.strategy.Series.Price;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules and series over bars. What occurs more than once, in one rule or in several, is computed once; all of it is
 * kept as long as the evaluation is. No value depends on a later bar than its own. For one thread.
 */
public final class Evaluation {
    private final Bars bars;
    private final Map<Series, Column> columns = new HashMap<>();
    private final Map<Rule, Mask> masks = new HashMap<>();

    public Evaluation(Bars bars) {
        this.bars = bars;
    }

    /** Numbers for each bar, or with a step of 0 one for all of them. */
    private record Column(double[] values, int step) {
        double at(int bar) {
            return values[bar * step];
        }
    }

    /**
     * How many bars there have to be until a rule is defined for the first time, that bar included: 15 for
     * {@code rsi(close, 14) < 30}, 201 for a crossing of {@code sma(close, 200)}, 1 for a comparison of prices. Values
     * that are undefined for another reason, such as a division by 0, are not foreseen.
     */
    public static int warmUp(Rule rule) {
        return switch (rule) {
            case Rule.Compared compared -> Math.max(warmUp(compared.left()), warmUp(compared.right()));
            case Rule.CrossesAbove crosses -> 1 + Math.max(warmUp(crosses.left()), warmUp(crosses.right()));
            case Rule.CrossesBelow crosses -> 1 + Math.max(warmUp(crosses.left()), warmUp(crosses.right()));
            case Rule.Both both -> Math.max(warmUp(both.left()), warmUp(both.right()));
            case Rule.Either either -> Math.max(warmUp(either.left()), warmUp(either.right()));
            case Rule.Not not -> warmUp(not.of());
            case Rule.Always ignored -> 1;
        };
    }

    /** How many bars there have to be until a series is defined for the first time, that bar included. */
    public static int warmUp(Series series) {
        return switch (series) {
            case Constant ignored -> 1;
            case Price ignored -> 1;
            case Negated negated -> warmUp(negated.of());
            case Arithmetic arithmetic -> Math.max(warmUp(arithmetic.left()), warmUp(arithmetic.right()));
            case Indicated indicated -> {
                int before = 1;
                for (Series input : indicated.inputs()) {
                    before = Math.max(before, warmUp(input));
                }
                yield before + delay(indicated);
            }
        };
    }

    /** How many bars later than its inputs an indicator is defined. */
    private static int delay(Indicated indicated) {
        return switch (indicated.indicator()) {
            case SMA, EMA, WMA, HIGHEST, LOWEST, STDDEV, BOLLINGER_UPPER, BOLLINGER_MIDDLE, BOLLINGER_LOWER ->
                whole(indicated, 0) - 1;
            case RSI, ATR, ROC, PREVIOUS -> whole(indicated, 0);
            case MACD -> Math.max(whole(indicated, 0), whole(indicated, 1)) - 1;
            case MACD_SIGNAL, MACD_HISTOGRAM ->
                Math.max(whole(indicated, 0), whole(indicated, 1)) + whole(indicated, 2) - 2;
            case STOCHASTIC_K -> whole(indicated, 0) + whole(indicated, 1) - 2;
            case STOCHASTIC_D -> whole(indicated, 0) + whole(indicated, 1) + whole(indicated, 2) - 3;
            case ADX -> 2 * whole(indicated, 0) - 1;
            case OBV -> 0;
        };
    }

    /** A series at each bar; NaN where it is undefined. */
    public Curve curve(Series series) {
        Column column = column(series);
        double[] values = new double[bars.size()];
        for (int bar = 0; bar < values.length; bar++) {
            values[bar] = column.at(bar);
        }
        return new Curve(values);
    }

    /** The bars at whose close a rule holds. */
    public Signals signals(Rule rule) {
        return new Signals(mask(rule).holds(), bars.size());
    }

    /** Undefined where a series in the rule is. */
    Mask mask(Rule rule) {
        Mask known = masks.get(rule);
        if (known == null) {
            known = compute(rule);
            masks.put(rule, known);
        }
        return known;
    }

    private Mask compute(Rule rule) {
        return switch (rule) {
            case Rule.Compared(Comparison comparison, Series left, Series right) ->
                switch (comparison) {
                    case GREATER -> greater(left, right);
                    case LESS -> greater(right, left);
                    case GREATER_OR_EQUAL ->
                        mask(new Rule.Compared(Comparison.LESS, left, right)).not();
                    case LESS_OR_EQUAL ->
                        mask(new Rule.Compared(Comparison.GREATER, left, right)).not();
                    case EQUAL -> equal(left, right);
                    case NOT_EQUAL -> equal(left, right).not();
                };
            case Rule.CrossesAbove(Series left, Series right) ->
                mask(new Rule.Compared(Comparison.GREATER, left, right)).begins();
            case Rule.CrossesBelow(Series left, Series right) ->
                mask(new Rule.Compared(Comparison.LESS, left, right)).begins();
            case Rule.Both(Rule left, Rule right) -> mask(left).and(mask(right));
            case Rule.Either(Rule left, Rule right) -> mask(left).or(mask(right));
            case Rule.Not(Rule of) -> mask(of).not();
            case Rule.Always(boolean holds) -> Mask.always(holds, bars.size());
        };
    }

    private Mask greater(Series left, Series right) {
        Column a = column(left);
        Column b = column(right);
        return Mask.greater(a.values(), a.step(), b.values(), b.step(), bars.size());
    }

    private Mask equal(Series left, Series right) {
        Column a = column(left);
        Column b = column(right);
        return Mask.equal(a.values(), a.step(), b.values(), b.step(), bars.size());
    }

    private Column column(Series series) {
        Column known = columns.get(series);
        if (known == null) {
            known = switch (series) {
                case Constant constant -> new Column(new double[] {constant.value()}, 0);
                case Price price -> new Column(bars.column(price), 1);
                case Negated negated -> negated(column(negated.of()));
                case Arithmetic(Operator operator, Series left, Series right) ->
                    arithmetic(operator, column(left), column(right));
                case Indicated indicated -> indicated(indicated);
            };
            columns.put(series, known);
        }
        return known;
    }

    private static Column negated(Column of) {
        double[] out = new double[of.values().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = -of.values()[i];
        }
        return new Column(out, of.step());
    }

    private static Column arithmetic(Operator operator, Column a, Column b) {
        int step = Math.max(a.step(), b.step());
        double[] out = new double[step == 0 ? 1 : Math.max(a.values().length, b.values().length)];
        switch (operator) {
            case PLUS -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = finite(a.at(i) + b.at(i));
                }
            }
            case MINUS -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = finite(a.at(i) - b.at(i));
                }
            }
            case TIMES -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = finite(a.at(i) * b.at(i));
                }
            }
            case DIVIDED -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = finite(a.at(i) / b.at(i));
                }
            }
        }
        return new Column(out, step);
    }

    /** What is too large for a number is undefined, as is a division by 0. */
    private static double finite(double value) {
        return Math.abs(value) <= Double.MAX_VALUE ? value : Double.NaN;
    }

    /** Indicators that are made of others share their parts. */
    private Column indicated(Indicated one) {
        return switch (one.indicator()) {
            case SMA, BOLLINGER_MIDDLE -> {
                Indicated plain = window(Indicator.SMA, one.inputs(), whole(one, 0));
                yield plain.equals(one) ? over(Windows.sma(input(one), whole(one, 0))) : column(plain);
            }
            case EMA -> over(Windows.ema(input(one), whole(one, 0)));
            case WMA -> over(Windows.wma(input(one), whole(one, 0)));
            case RSI -> over(Wilder.rsi(input(one), whole(one, 0)));
            case HIGHEST -> over(Windows.highest(input(one), whole(one, 0)));
            case LOWEST -> over(Windows.lowest(input(one), whole(one, 0)));
            case STDDEV -> over(Windows.stddev(input(one), whole(one, 0)));
            case ROC -> over(Windows.roc(input(one), whole(one, 0)));
            case PREVIOUS -> over(Windows.previous(input(one), whole(one, 0)));
            case MACD -> macd(one);
            case MACD_SIGNAL -> over(Windows.ema(macd(one).values(), whole(one, 2)));
            case MACD_HISTOGRAM ->
                arithmetic(
                        Operator.MINUS,
                        macd(one),
                        column(new Indicated(Indicator.MACD_SIGNAL, one.inputs(), one.settings())));
            case BOLLINGER_UPPER -> column(band(one, Operator.PLUS));
            case BOLLINGER_LOWER -> column(band(one, Operator.MINUS));
            case ATR -> over(Wilder.atr(price(Price.HIGH), price(Price.LOW), price(Price.CLOSE), whole(one, 0)));
            case ADX -> over(Wilder.adx(price(Price.HIGH), price(Price.LOW), price(Price.CLOSE), whole(one, 0)));
            case STOCHASTIC_K -> stochastic(one);
            case STOCHASTIC_D -> over(Windows.sma(stochastic(one).values(), whole(one, 2)));
            case OBV -> over(Indicators.obv(price(Price.CLOSE), price(Price.VOLUME)));
        };
    }

    /** The line itself is the same whatever the signal's length. */
    private Column macd(Indicated one) {
        var line = new Indicated(
                Indicator.MACD,
                one.inputs(),
                List.of(one.settings().get(0), one.settings().get(1), 1.0));
        if (!line.equals(one)) {
            return column(line);
        }
        return over(Indicators.macd(input(one), whole(one, 0), whole(one, 1)));
    }

    private Column stochastic(Indicated one) {
        var line = new Indicated(
                Indicator.STOCHASTIC_K,
                one.inputs(),
                List.of(one.settings().get(0), one.settings().get(1), 1.0));
        if (!line.equals(one)) {
            return column(line);
        }
        int length = whole(one, 0);
        double[] raw = Indicators.within(
                price(Price.CLOSE),
                column(window(Indicator.LOWEST, List.of(Price.LOW), length)).values(),
                column(window(Indicator.HIGHEST, List.of(Price.HIGH), length)).values());
        return over(Windows.sma(raw, whole(one, 1)));
    }

    private static Series band(Indicated one, Operator side) {
        int length = whole(one, 0);
        return new Arithmetic(
                side,
                window(Indicator.SMA, one.inputs(), length),
                new Arithmetic(
                        Operator.TIMES,
                        new Constant(one.settings().get(1)),
                        window(Indicator.STDDEV, one.inputs(), length)));
    }

    private static Indicated window(Indicator indicator, List<Series> inputs, int length) {
        return new Indicated(indicator, inputs, List.of((double) length));
    }

    private static Column over(double[] values) {
        return new Column(values, 1);
    }

    private double[] price(Price price) {
        return bars.column(price);
    }

    /** The first input, at each bar. */
    private double[] input(Indicated one) {
        Column column = column(one.inputs().getFirst());
        if (column.step() == 1) {
            return column.values();
        }
        double[] same = new double[bars.size()];
        Arrays.fill(same, column.at(0));
        return same;
    }

    private static int whole(Indicated one, int setting) {
        return one.settings().get(setting).intValue();
    }
}
