package io.hexagent.domain.strategy;

import static io.hexagent.domain.strategy.Samples.closes;
import static io.hexagent.domain.strategy.Samples.greater;
import static io.hexagent.domain.strategy.Samples.less;
import static io.hexagent.domain.strategy.Samples.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.strategy.BacktestReport.Signals;
import io.hexagent.domain.strategy.Rule.Always;
import io.hexagent.domain.strategy.Rule.Both;
import io.hexagent.domain.strategy.Rule.Compared;
import io.hexagent.domain.strategy.Rule.Comparison;
import io.hexagent.domain.strategy.Rule.CrossesAbove;
import io.hexagent.domain.strategy.Rule.CrossesBelow;
import io.hexagent.domain.strategy.Rule.Either;
import io.hexagent.domain.strategy.Rule.Not;
import io.hexagent.domain.strategy.Series.Arithmetic;
import io.hexagent.domain.strategy.Series.Constant;
import io.hexagent.domain.strategy.Series.Negated;
import io.hexagent.domain.strategy.Series.Operator;
import io.hexagent.domain.strategy.Series.Price;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private final Bars bars = closes(1, 3, 2, 5, 4, 4, 6);
    private final Series before = of(Indicator.PREVIOUS, 2);

    private List<Integer> holds(Rule rule) {
        return holds(rule, bars);
    }

    private static List<Integer> holds(Rule rule, Bars bars) {
        Signals signals = new Evaluation(bars).signals(rule);
        var held = new ArrayList<Integer>();
        for (int bar = signals.next(0); bar < signals.size(); bar = signals.next(bar + 1)) {
            assertThat(signals.at(bar)).isTrue();
            held.add(bar);
        }
        assertThat(signals.count()).isEqualTo(held.size());
        return held;
    }

    private static Rule compared(Comparison comparison, Series left, Series right) {
        return new Compared(comparison, left, right);
    }

    @Test
    void comparisonsHoldWhereTheyDo() {
        assertThat(holds(greater(Price.CLOSE, 4))).containsExactly(3, 6);
        assertThat(holds(less(Price.CLOSE, 4))).containsExactly(0, 1, 2);
        assertThat(holds(compared(Comparison.GREATER_OR_EQUAL, Price.CLOSE, new Constant(4))))
                .containsExactly(3, 4, 5, 6);
        assertThat(holds(compared(Comparison.LESS_OR_EQUAL, Price.CLOSE, new Constant(4))))
                .containsExactly(0, 1, 2, 4, 5);
        assertThat(holds(compared(Comparison.EQUAL, Price.CLOSE, new Constant(4))))
                .containsExactly(4, 5);
        assertThat(holds(compared(Comparison.NOT_EQUAL, Price.CLOSE, new Constant(4))))
                .containsExactly(0, 1, 2, 3, 6);
    }

    @Test
    void nothingHoldsWhereASeriesIsUndefinedWhateverIsAsked() {
        for (Comparison comparison : Comparison.values()) {
            Rule rule = compared(comparison, Price.CLOSE, before);
            assertThat(holds(rule)).doesNotContain(0, 1);
            assertThat(holds(new Not(rule))).doesNotContain(0, 1);
            assertThat(holds(new Not(new Not(rule)))).isEqualTo(holds(rule));
        }
        Rule rising = compared(Comparison.GREATER, Price.CLOSE, before);
        assertThat(holds(rising)).containsExactly(2, 3, 4, 6);
        assertThat(holds(new Not(rising))).containsExactly(5);
    }

    @Test
    void anAlternativeHoldsThoughTheOtherSideIsUndefined() {
        Rule either = new Either(compared(Comparison.GREATER, Price.CLOSE, before), less(Price.CLOSE, 2));

        assertThat(holds(either)).containsExactly(0, 2, 3, 4, 6);
        assertThat(holds(new Not(either))).containsExactly(5);
        assertThat(holds(new Both(compared(Comparison.GREATER, Price.CLOSE, before), greater(Price.CLOSE, 0))))
                .containsExactly(2, 3, 4, 6);
    }

    @Test
    void aCrossingNeedsTheBarBefore() {
        Series four = new Constant(4);

        assertThat(holds(new CrossesAbove(Price.CLOSE, four))).containsExactly(3, 6);
        assertThat(holds(new CrossesBelow(Price.CLOSE, four))).isEmpty();
        assertThat(holds(new CrossesBelow(Price.CLOSE, new Constant(2.5)))).containsExactly(2);
        assertThat(holds(new CrossesAbove(Price.CLOSE, new Constant(0)))).isEmpty();
        // undefined at bars 0 and 1, so that bar 3 is the first that can be a crossing
        assertThat(holds(new CrossesBelow(before, Price.CLOSE))).containsExactly(6);
        assertThat(holds(new Not(new CrossesAbove(Price.CLOSE, four)))).containsExactly(1, 2, 4, 5);
    }

    @Property(tries = 50)
    void crossingsAreFoundAcrossTheWordsOfTheirBits(@ForAll long seed) {
        Bars walk = Samples.walk(300, seed);
        Series average = of(Indicator.SMA, 5);
        double[] close = walk.column(Price.CLOSE);
        double[] sma = Windows.sma(close, 5);
        var above = new ArrayList<Integer>();
        for (int bar = 1; bar < close.length; bar++) {
            if (close[bar - 1] <= sma[bar - 1] && close[bar] > sma[bar]) {
                above.add(bar);
            }
        }
        assertThat(holds(new CrossesAbove(Price.CLOSE, average), walk)).isEqualTo(above);
        assertThat(holds(new CrossesBelow(average, Price.CLOSE), walk)).isEqualTo(above);
    }

    @Test
    void arithmeticIsUndefinedWhereItsPartsAreOrAResultIsNoNumber() {
        var evaluation = new Evaluation(closes(0, 1, 2));
        Series inverse = new Arithmetic(Operator.DIVIDED, new Constant(1), Price.CLOSE);
        Series sum = new Arithmetic(
                Operator.PLUS,
                new Arithmetic(Operator.TIMES, Price.CLOSE, new Constant(3)),
                new Negated(new Arithmetic(Operator.MINUS, new Constant(2), new Constant(0.5))));

        assertThat(evaluation.curve(inverse).at(0)).isNaN();
        assertThat(evaluation.curve(inverse).at(2)).isEqualTo(0.5);
        assertThat(evaluation.curve(sum).at(2)).isEqualTo(4.5);
        assertThat(evaluation
                        .curve(new Arithmetic(Operator.TIMES, new Constant(1e300), new Constant(1e300)))
                        .at(1))
                .isNaN();
        assertThat(holds(new Not(greater(inverse, 0)), closes(0, 1, 2))).isEmpty();
    }

    @Test
    void ofANumberAnIndicatorIsThatNumber() {
        Series average = new Series.Indicated(Indicator.SMA, List.of(new Constant(7)), List.of(3.0));

        assertThat(new Evaluation(bars).curve(average).at(1)).isNaN();
        assertThat(new Evaluation(bars).curve(average).at(2)).isEqualTo(7);
    }

    @Test
    void theWarmUpOfARuleIsItsLongestWindowsAndABarMoreForACrossing() {
        assertThat(Evaluation.warmUp(less(of(Indicator.RSI, 14), 30))).isEqualTo(15);
        assertThat(Evaluation.warmUp(Samples.crossing().entry())).isEqualTo(201);
        assertThat(Evaluation.warmUp(new Always(true))).isEqualTo(1);
        assertThat(Evaluation.warmUp(greater(Price.CLOSE, 1))).isEqualTo(1);
        assertThat(Evaluation.warmUp(new Either(less(of(Indicator.SMA, 5), 1), less(of(Indicator.ADX, 14), 1))))
                .isEqualTo(28);
        assertThat(Evaluation.warmUp(new Not(less(of(Indicator.MACD_SIGNAL, 12, 26, 9), 0))))
                .isEqualTo(34);
    }

    @Test
    void whatOccursTwiceIsComputedOnce() {
        var evaluation = new Evaluation(bars);
        Rule rule = new CrossesAbove(of(Indicator.SMA, 2), of(Indicator.SMA, 3));

        assertThat(evaluation.mask(rule))
                .isSameAs(evaluation.mask(new CrossesAbove(of(Indicator.SMA, 2), of(Indicator.SMA, 3))));
        assertThat(evaluation.mask(rule)).isNotSameAs(new Evaluation(bars).mask(rule));
    }

    @Test
    void constantRulesHoldAtEveryBarOrAtNone() {
        assertThat(holds(new Always(true))).hasSize(7);
        assertThat(holds(new Always(false))).isEmpty();
        assertThat(holds(new Not(new Always(false)))).hasSize(7);
        assertThat(holds(new Always(true), Samples.walk(64, 1))).hasSize(64);
        assertThat(holds(new Always(true), Samples.walk(65, 1))).hasSize(65);
    }
}
