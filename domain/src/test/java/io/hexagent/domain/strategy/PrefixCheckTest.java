package io.hexagent.domain.strategy;

import static io.hexagent.domain.strategy.Samples.crossing;
import static io.hexagent.domain.strategy.Samples.goog;
import static io.hexagent.domain.strategy.Samples.rsi;
import static io.hexagent.domain.strategy.Samples.walk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.strategy.BacktestReport.Curve;
import io.hexagent.domain.strategy.BacktestReport.Signals;
import io.hexagent.domain.strategy.PrefixCheck.Course;
import io.hexagent.domain.strategy.PrefixCheck.Finding;
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
import io.hexagent.domain.strategy.Series.Indicated;
import io.hexagent.domain.strategy.Series.Operator;
import io.hexagent.domain.strategy.Series.Price;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PrefixCheckTest {
    @Test
    void theKnownStrategiesLookAtNoLaterBar() {
        assertThat(PrefixCheck.of(rsi(), goog(), 2_000, 1)).isEqualTo(new Finding.Clean(1047, true));
        assertThat(PrefixCheck.of(crossing(), goog(), 2_000, 1)).isEqualTo(new Finding.Clean(1047, true));
    }

    @Test
    void aLongSeriesIsTriedInParts() {
        assertThat(PrefixCheck.of(rsi(), walk(5_000, 1), 40, 1)).isEqualTo(new Finding.Clean(40, false));
        assertThat(PrefixCheck.of(rsi(), walk(41, 1), 40, 1)).isEqualTo(new Finding.Clean(40, false));
        assertThatIllegalArgumentException().isThrownBy(() -> PrefixCheck.of(rsi(), goog(), 0, 1));
    }

    /** A rule that buys before the price rises. */
    @Test
    void aStrategyThatKnowsTomorrowIsFound() {
        Finding finding = PrefixCheck.of(walk(50, 3), 1, 100, 1, bars -> course(bars, true));

        assertThat(finding).isInstanceOfSatisfying(Finding.LooksAhead.class, found -> {
            assertThat(found.what()).isEqualTo("entry");
            assertThat(found.bar()).isEqualTo(found.prefix() - 1);
        });
        assertThat(PrefixCheck.of(walk(5_000, 3), 1, 16, 1, bars -> course(bars, true)))
                .isInstanceOf(Finding.LooksAhead.class);
        assertThat(PrefixCheck.of(walk(50, 3), 1, 100, 1, bars -> course(bars, false)))
                .isEqualTo(new Finding.Clean(50, true));
    }

    private static Course course(Bars bars, boolean ahead) {
        long[] words = new long[(bars.size() + 63) >> 6];
        for (int bar = 0; bar < bars.size(); bar++) {
            boolean rises = ahead
                    ? bar + 1 < bars.size() && bars.close(bar + 1) > bars.close(bar)
                    : bar > 0 && bars.close(bar) > bars.close(bar - 1);
            words[bar >> 6] |= (rises ? 1L : 0L) << bar;
        }
        var signals = new Signals(words, bars.size());
        return new Course(
                signals, new Signals(new long[words.length], bars.size()), new Curve(new double[bars.size()]));
    }

    @Test
    void anInterruptEndsTheCheck() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> PrefixCheck.of(rsi(), goog(), 10, 1)).isInstanceOf(CancellationException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** Any rule of the language, whatever it is made of. */
    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void noRuleLooksAtALaterBar(@ForAll("rules") Rule entry, @ForAll("rules") Rule exit, @ForAll long seed) {
        Strategy strategy = Samples.strategy(
                Samples.terms(0.001, 0.001, OptionalDouble.of(0.05), OptionalDouble.of(0.08)), entry, exit);

        assertThat(PrefixCheck.of(strategy, walk(130, seed), 200, 1)).isEqualTo(new Finding.Clean(130, true));
    }

    @Provide
    Arbitrary<Rule> rules() {
        return rules(2);
    }

    private static Arbitrary<Rule> rules(int depth) {
        Arbitrary<Series> series = series(2);
        Arbitrary<Rule> plain = Arbitraries.oneOf(
                Combinators.combine(Arbitraries.of(Comparison.values()), series, series)
                        .as(Compared::new),
                Combinators.combine(series, series).as(CrossesAbove::new),
                Combinators.combine(series, series).as(CrossesBelow::new),
                Arbitraries.of(true, false).map(Always::new));
        if (depth == 0) {
            return plain;
        }
        Arbitrary<Rule> inner = rules(depth - 1);
        return Arbitraries.oneOf(
                plain,
                Combinators.combine(inner, inner).as(Both::new),
                Combinators.combine(inner, inner).as(Either::new),
                inner.map(Not::new));
    }

    private static Arbitrary<Series> series(int depth) {
        Arbitrary<Series> plain = Arbitraries.oneOf(
                Arbitraries.of(Price.values()),
                Arbitraries.doubles().between(-200, 200).map(Constant::new));
        if (depth == 0) {
            return plain;
        }
        Arbitrary<Series> inner = series(depth - 1);
        return Arbitraries.oneOf(
                plain,
                Combinators.combine(Arbitraries.of(Operator.values()), inner, inner)
                        .as(Arithmetic::new),
                inner.map(Series.Negated::new),
                Combinators.combine(
                                Arbitraries.of(Indicator.values()),
                                inner,
                                Arbitraries.integers().between(2, 20))
                        .as(PrefixCheckTest::indicated));
    }

    private static Series indicated(Indicator indicator, Series input, int length) {
        var settings = new ArrayList<Double>();
        for (int i = 0; i < indicator.settings().size(); i++) {
            settings.add((double) length + i);
        }
        return new Indicated(indicator, indicator.inputs() == 1 ? List.of(input) : List.of(), settings);
    }
}
