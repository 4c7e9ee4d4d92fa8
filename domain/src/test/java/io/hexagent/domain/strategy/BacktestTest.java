package io.hexagent.domain.strategy;

import static io.hexagent.domain.strategy.Samples.closes;
import static io.hexagent.domain.strategy.Samples.crossing;
import static io.hexagent.domain.strategy.Samples.goog;
import static io.hexagent.domain.strategy.Samples.greater;
import static io.hexagent.domain.strategy.Samples.less;
import static io.hexagent.domain.strategy.Samples.of;
import static io.hexagent.domain.strategy.Samples.rsi;
import static io.hexagent.domain.strategy.Samples.run;
import static io.hexagent.domain.strategy.Samples.strategy;
import static io.hexagent.domain.strategy.Samples.terms;
import static io.hexagent.domain.strategy.Samples.walk;
import static io.hexagent.domain.strategy.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.hexagent.domain.strategy.Rule.Always;
import io.hexagent.domain.strategy.Rule.Either;
import io.hexagent.domain.strategy.Series.Price;
import io.hexagent.domain.strategy.Strategy.Terms;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BacktestTest {
    private static final OptionalDouble NONE = OptionalDouble.empty();

    /** Computed independently of this code: cash 100,000, fee 0.001, fills at the next open. */
    @Test
    void theRsiStrategyOnGoogHasItsKnownFigures() {
        BacktestReport report = run(rsi(), goog());
        Metrics metrics = report.metrics();

        assertThat(report.firstBar()).isEqualTo(14);
        assertThat(metrics.totalReturn()).isCloseTo(0.06116787, relative(0.06116787));
        assertThat(metrics.cagr().getAsDouble()).isCloseTo(0.01439726, relative(0.01439726));
        assertThat(metrics.volatility().getAsDouble()).isCloseTo(0.22548318, relative(0.22548318));
        assertThat(metrics.sharpe().getAsDouble()).isCloseTo(0.17330318, relative(0.17330318));
        assertThat(metrics.sortino().getAsDouble()).isCloseTo(0.27940646, relative(0.27940646));
        assertThat(metrics.maxDrawdown()).isCloseTo(0.35513084, relative(0.35513084));
        assertThat(metrics.calmar().getAsDouble()).isCloseTo(0.01439726 / 0.35513084, relative(0.0405));
        assertThat(metrics.exposure()).isCloseTo(0.19484241, relative(0.19484241));
        assertThat(metrics.trades()).isEqualTo(3);
        assertThat(metrics.openTrades()).isEqualTo(1);
        assertThat(metrics.winRate().getAsDouble()).isCloseTo(0.66666667, relative(0.66666667));
        assertThat(metrics.profitFactor().getAsDouble()).isCloseTo(39.46856334, relative(39.46856334));
        assertThat(report.warnings()).anySatisfy(warning -> assertThat(warning).contains("still open"));
    }

    /** Computed independently in Python from the definitions. */
    @Test
    void theOtherFiguresOfTheRsiStrategyAreThoseOfPython() {
        Metrics metrics = run(rsi(), goog()).metrics();

        assertThat(metrics.payoff().getAsDouble()).isCloseTo(25.08472991117421, within(1e-9));
        assertThat(metrics.expectancy().getAsDouble()).isCloseTo(0.1135535351786382, within(1e-12));
        assertThat(metrics.fees()).isCloseTo(890.8516166814782, within(1e-8));
        assertThat(metrics.beta().getAsDouble()).isCloseTo(0.35586838857379705, within(1e-12));
        assertThat(metrics.alpha().getAsDouble()).isCloseTo(-0.09559471496363403, within(1e-12));
    }

    @Test
    void theCrossingOnGoogHasItsKnownFigures() {
        BacktestReport report = run(crossing(), goog());
        Metrics metrics = report.metrics();

        assertThat(report.firstBar()).isEqualTo(200);
        assertThat(metrics.totalReturn()).isCloseTo(0.05724575, relative(0.05724575));
        assertThat(metrics.cagr().getAsDouble()).isCloseTo(0.01349328, relative(0.01349328));
        assertThat(metrics.volatility().getAsDouble()).isCloseTo(0.16345347, relative(0.16345347));
        assertThat(metrics.sharpe().getAsDouble()).isCloseTo(0.16409576, relative(0.16409576));
        assertThat(metrics.sortino().getAsDouble()).isCloseTo(0.22643594, relative(0.22643594));
        assertThat(metrics.maxDrawdown()).isCloseTo(0.40063899, relative(0.40063899));
        assertThat(metrics.exposure()).isCloseTo(0.33046800, relative(0.33046800));
        assertThat(metrics.trades()).isEqualTo(1);
        assertThat(metrics.winRate()).hasValue(1.0);
        assertThat(metrics.profitFactor()).isEmpty();
        assertThat(metrics.payoff()).isEmpty();
    }

    /** The table has eight decimals. */
    private static Offset<Double> relative(double known) {
        return within(Math.max(1e-6 * known, 5e-9));
    }

    @Test
    void buyingAndHoldingIsBoughtAtTheSecondOpen() {
        BacktestReport report = run(strategy(new Always(true), new Always(false)), goog());
        Bars bars = report.bars();
        double expected = bars.close(bars.size() - 1) / (bars.open(1) * 1.001) - 1;

        assertThat(report.benchmark().totalReturn()).isCloseTo(expected, within(1e-12));
        assertThat(report.metrics()).isEqualTo(report.benchmark());
        assertThat(report.metrics().beta()).hasValue(1);
        assertThat(report.metrics().alpha()).hasValue(0);
    }

    @Test
    void figuresByHand() {
        // bought at 110 at bar 1, sold at 121 at bar 3: a signal's close is a bar earlier
        Bars bars = closes(100, 110, 132, 121, 90, 95);
        BacktestReport report =
                run(strategy(terms(0, 0, NONE, NONE), less(Price.CLOSE, 105), greater(Price.CLOSE, 130)), bars);

        assertThat(report.trades()).hasSize(2);
        Trade first = report.trades().getFirst();
        assertThat(first.entryBar()).isEqualTo(1);
        assertThat(first.exitBar()).isEqualTo(3);
        assertThat(first.profitPart()).isCloseTo(0.1, within(1e-12));
        assertThat(first.profit()).isCloseTo(10_000, within(1e-6));
        assertThat(first.reason()).isEqualTo(Trade.Reason.SIGNAL);
        Trade second = report.trades().getLast();
        assertThat(second.entryBar()).isEqualTo(5);
        assertThat(second.reason()).isEqualTo(Trade.Reason.OPEN);
        Metrics metrics = report.metrics();
        assertThat(metrics.totalReturn()).isCloseTo(0.1, within(1e-12));
        assertThat(metrics.maxDrawdown()).isCloseTo(1 - 110.0 / 120, within(1e-12));
        assertThat(metrics.exposure()).isEqualTo(3.0 / 6);
        // returns 0, 0.2, -1/12, 0, 0
        double mean = (0.2 - 1 / 12.0) / 5;
        double squares = 3 * mean * mean + Math.pow(0.2 - mean, 2) + Math.pow(-1 / 12.0 - mean, 2);
        assertThat(metrics.sharpe().getAsDouble())
                .isCloseTo(mean / Math.sqrt(squares / 4) * Math.sqrt(252), within(1e-9));
        assertThat(metrics.sortino().getAsDouble())
                .isCloseTo(mean / Math.sqrt(Math.pow(1 / 12.0, 2) / 5) * Math.sqrt(252), within(1e-9));
        assertThat(metrics.cagr().getAsDouble()).isCloseTo(Math.pow(1.1, 365.25 / 5) - 1, within(1e-6));
    }

    @Test
    void aRisklessReturnIsTakenOffEachBar() {
        Terms terms = new Terms(100_000, 0.001, 0, Sizing.allIn(), NONE, NONE, 0.0252);
        Metrics with = run(with(rsi(), terms), goog()).metrics();
        Metrics without = run(rsi(), goog()).metrics();

        assertThat(with.sharpe().getAsDouble())
                .isCloseTo(
                        without.sharpe().getAsDouble()
                                - 0.0252 / without.volatility().getAsDouble(),
                        within(1e-9));
        assertThat(with.totalReturn()).isEqualTo(without.totalReturn());
    }

    @Test
    void slippageMakesBothSidesWorse() {
        Bars bars = closes(100, 100, 200, 200, 200);
        BacktestReport report =
                run(strategy(terms(0.01, 0.02, NONE, NONE), less(Price.CLOSE, 150), greater(Price.CLOSE, 150)), bars);
        Trade trade = report.trades().getFirst();

        assertThat(trade.entryPrice()).isEqualTo(102);
        assertThat(trade.exitPrice()).isEqualTo(196);
        assertThat(trade.units()).isCloseTo(100_000 / (102 * 1.01), within(1e-9));
        assertThat(report.metrics().finalEquity()).isCloseTo(trade.units() * 196 * 0.99, within(1e-6));
        assertThat(trade.fees()).isCloseTo(trade.units() * (102 + 196) * 0.01, within(1e-6));
        assertThat(report.metrics().fees()).isEqualTo(trade.fees());
    }

    @Test
    void aStopActsWithinTheBar() {
        BacktestReport report = stops(
                new double[] {100, 100, 100, 100}, new double[] {100, 101, 97, 99}, new double[] {98, 99, 94, 98});
        Trade trade = report.trades().getFirst();

        assertThat(trade.reason()).isEqualTo(Trade.Reason.STOP_LOSS);
        assertThat(trade.exitBar()).isEqualTo(2);
        assertThat(trade.exitPrice()).isEqualTo(95);
        assertThat(report.metrics().exposure()).isEqualTo(2.0 / 3);
    }

    @Test
    void anOpenBeyondTheStopFillsAtTheOpen() {
        BacktestReport below = stops(
                new double[] {100, 100, 100, 100}, new double[] {100, 101, 97, 99}, new double[] {90, 99, 85, 98});
        assertThat(below.trades().getFirst().exitPrice()).isEqualTo(90);
        assertThat(below.trades().getFirst().reason()).isEqualTo(Trade.Reason.STOP_LOSS);
        assertThat(below.metrics().exposure()).isEqualTo(1.0 / 3);

        BacktestReport above = stops(
                new double[] {100, 100, 100, 100}, new double[] {100, 101, 97, 99}, new double[] {120, 121, 85, 98});
        assertThat(above.trades().getFirst().exitPrice()).isEqualTo(120);
        assertThat(above.trades().getFirst().reason()).isEqualTo(Trade.Reason.TAKE_PROFIT);
    }

    @Test
    void aTakeProfitActsWithinTheBar() {
        BacktestReport report = stops(
                new double[] {100, 100, 100, 100}, new double[] {100, 101, 97, 99}, new double[] {98, 112, 97, 98});

        assertThat(report.trades().getFirst().exitPrice()).isCloseTo(110, within(1e-9));
        assertThat(report.trades().getFirst().reason()).isEqualTo(Trade.Reason.TAKE_PROFIT);
    }

    @Test
    void aBarThatTouchesBothStopsIsALoss() {
        BacktestReport report = stops(
                new double[] {100, 100, 100, 100}, new double[] {100, 101, 97, 99}, new double[] {98, 130, 90, 98});

        assertThat(report.trades().getFirst().reason()).isEqualTo(Trade.Reason.STOP_LOSS);
        assertThat(report.trades().getFirst().exitPrice()).isEqualTo(95);
        assertThat(report.warnings()).anySatisfy(warning -> assertThat(warning).contains("both stop-loss"));
    }

    @Test
    void aStopActsOnTheEntrysOwnBarAndTheRuleIsLookedAtAgain() {
        BacktestReport report = stops(
                new double[] {100, 100, 100, 100}, new double[] {100, 101, 90, 99}, new double[] {98, 99, 97, 98});

        assertThat(report.trades().getFirst().entryBar()).isEqualTo(1);
        assertThat(report.trades().getFirst().exitBar()).isEqualTo(1);
        assertThat(report.trades().getFirst().exitPrice()).isEqualTo(95);
        assertThat(report.trades().getLast().entryBar()).isEqualTo(2);
        assertThat(report.metrics().exposure()).isEqualTo(2.0 / 3);
    }

    /** Always in, without a fee; a stop-loss of 5 and a take-profit of 10 percent. */
    private static BacktestReport stops(double[]... rows) {
        return run(
                strategy(
                        terms(0, 0, OptionalDouble.of(0.05), OptionalDouble.of(0.1)),
                        new Always(true),
                        new Always(false)),
                Samples.rows(rows));
    }

    @Test
    void theExitRuleIsLookedAtOnlyWhileThereIsAPosition() {
        BacktestReport report = run(strategy(new Always(true), new Always(true)), closes(1, 1, 1, 1, 1, 1, 1));

        assertThat(report.trades()).extracting(Trade::entryBar).containsExactly(1, 3, 5);
        assertThat(report.trades()).extracting(Trade::exitBar).containsExactly(2, 4, 6);
        assertThat(report.warnings()).anySatisfy(warning -> assertThat(warning).contains("exit rule held as well"));
    }

    @Test
    void aSignalAtTheLastBarFillsNowhere() {
        BacktestReport report = run(strategy(greater(Price.CLOSE, 5), new Always(false)), closes(1, 2, 6));

        assertThat(report.trades()).isEmpty();
        assertThat(report.metrics().totalReturn()).isZero();
        assertThat(report.warnings()).anySatisfy(warning -> assertThat(warning).contains("the bar that follows"));
    }

    @Test
    void sizesNeverExceedTheCash() {
        Bars bars = closes(100, 100, 200);
        assertThat(bought(new Sizing.Part(0.5), bars)).isCloseTo(50_000 / 100.1, within(1e-9));
        assertThat(bought(new Sizing.Money(10_010), bars)).isCloseTo(100, within(1e-9));
        assertThat(bought(new Sizing.Money(1e9), bars)).isCloseTo(100_000 / 100.1, within(1e-9));
        assertThat(bought(new Sizing.Units(7), bars)).isCloseTo(7, within(1e-9));
        assertThat(bought(new Sizing.Units(1e9), bars)).isCloseTo(100_000 / 100.1, within(1e-9));
    }

    private static double bought(Sizing sizing, Bars bars) {
        var terms = new Terms(100_000, 0.001, 0, sizing, NONE, NONE, 0);
        BacktestReport report = run(strategy(terms, new Always(true), new Always(false)), bars);
        return report.trades().getFirst().units();
    }

    @Test
    void oneBarIsABacktestWithoutFigures() {
        BacktestReport report = run(rsi(), closes(100));

        assertThat(report.metrics().totalReturn()).isZero();
        assertThat(report.metrics().cagr()).isEmpty();
        assertThat(report.metrics().volatility()).isEmpty();
        assertThat(report.metrics().sharpe()).isEmpty();
        assertThat(report.metrics().beta()).isEmpty();
        assertThat(report.firstBar()).isEqualTo(1);
        assertThat(report.warnings())
                .anySatisfy(warning -> assertThat(warning).contains("There are 1 bars, but the rules need 15"));
    }

    @Test
    void noBarIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(rsi(), closes()))
                .withMessageContaining("needs bars");
    }

    @Test
    void figuresThatAreNotDefinedAreEmpty() {
        Metrics never =
                run(strategy(new Always(false), new Always(true)), goog()).metrics();

        assertThat(never.totalReturn()).isZero();
        assertThat(never.volatility()).hasValue(0);
        assertThat(never.sharpe()).isEmpty();
        assertThat(never.sortino()).isEmpty();
        assertThat(never.calmar()).isEmpty();
        assertThat(never.winRate()).isEmpty();
        assertThat(never.expectancy()).isEmpty();
        assertThat(never.beta()).hasValue(0);
    }

    /** The hash was computed by Python from the file, by the words of its definition. */
    @Test
    void theHashOfBarsIsWhatOthersGetToo() {
        assertThat(goog().fingerprint()).isEqualTo("c14d617a263124113c0bd2ab32daafcf1a67ee2661117322c03b97abd8181f07");
    }

    @Test
    void theManifestTellsBarsAndStrategyApart() {
        BacktestReport report = run(rsi(), goog());

        assertThat(report.manifest().bars())
                .hasSize(64)
                .isEqualTo(run(crossing(), goog()).manifest().bars());
        assertThat(run(rsi(), goog().slice(0, 1046)).manifest().bars())
                .isNotEqualTo(report.manifest().bars());
        assertThat(report.manifest().source()).isEqualTo("test");
        assertThat(run(rsi(), goog()).metrics()).isEqualTo(report.metrics());
    }

    @Test
    void aFeeOfNothingIsWarnedOf() {
        assertThat(run(with(rsi(), terms(0, 0, NONE, NONE)), goog()).warnings())
                .anySatisfy(warning -> assertThat(warning).contains("The fee is 0"));
        assertThat(run(rsi(), goog()).warnings())
                .noneSatisfy(warning -> assertThat(warning).contains("The fee is 0"));
    }

    @Property(tries = 50)
    void anEntryThatNeverHoldsNeverTrades(@ForAll long seed) {
        BacktestReport report = run(strategy(new Always(false), new Always(true)), walk(200, seed));

        assertThat(report.trades()).isEmpty();
        assertThat(report.metrics().fees()).isZero();
        assertThat(report.metrics().finalEquity()).isEqualTo(Terms.USUAL_CASH);
    }

    /** Scaled by a power of two, nothing is rounded differently. */
    @Property(tries = 50)
    void pricesOfAnotherUnitGiveTheSameEquity(@ForAll long seed, @ForAll @IntRange(min = -20, max = 20) int power) {
        Bars bars = walk(300, seed);
        double factor = Math.scalb(1.0, power);
        BacktestReport one = run(busy(0.001), bars);
        BacktestReport other = run(busy(0.001), Samples.priced(bars, price -> price * factor));

        for (int bar = 0; bar < bars.size(); bar++) {
            assertThat(other.equity().at(bar)).isEqualTo(one.equity().at(bar));
        }
        assertThat(other.metrics()).isEqualTo(one.metrics());
    }

    @Property(tries = 50)
    void moreCashIsMoreEquityInProportion(@ForAll long seed) {
        Bars bars = walk(300, seed);
        BacktestReport one = run(busy(0.001), bars);
        var terms = new Terms(4 * Terms.USUAL_CASH, 0.001, 0, Sizing.allIn(), NONE, NONE, 0);
        BacktestReport four = run(with(busy(0.001), terms), bars);

        assertThat(four.metrics().finalEquity()).isEqualTo(4 * one.metrics().finalEquity());
        assertThat(four.metrics().sharpe()).isEqualTo(one.metrics().sharpe());
    }

    @Property(tries = 50)
    void withoutAFeeTheSameTradesEarnMore(@ForAll long seed) {
        Bars bars = walk(300, seed);
        BacktestReport free = run(busy(0), bars);
        BacktestReport paid = run(busy(0.002), bars);

        assertThat(free.trades())
                .extracting(Trade::entryBar)
                .isEqualTo(paid.trades().stream().map(Trade::entryBar).toList());
        if (!free.trades().isEmpty()) {
            assertThat(free.metrics().finalEquity())
                    .isGreaterThan(paid.metrics().finalEquity());
            assertThat(paid.metrics().fees()).isPositive();
        }
    }

    private static Strategy busy(double fee) {
        Series rsi = of(Indicator.RSI, 5);
        return strategy(terms(fee, 0, NONE, NONE), less(rsi, 40), greater(rsi, 60));
    }

    /** Bar by bar as a person would do it, with nothing in common with the engine but the rules' signals. */
    @Property(tries = 200)
    void theAccountIsWhatALoopOverTheBarsWouldKeep(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 3) int stops,
            @ForAll @IntRange(min = 0, max = 50) int slip) {
        Bars bars = walk(250, seed);
        OptionalDouble stopLoss = (stops & 1) == 0 ? NONE : OptionalDouble.of(0.03);
        OptionalDouble takeProfit = (stops & 2) == 0 ? NONE : OptionalDouble.of(0.04);
        Series rsi = of(Indicator.RSI, 4);
        // the rules overlap on purpose
        Strategy strategy = strategy(
                terms(0.001, slip / 1000.0, stopLoss, takeProfit),
                new Either(less(rsi, 45), greater(rsi, 85)),
                greater(rsi, 60));
        BacktestReport report = run(strategy, bars);
        double cash = Terms.USUAL_CASH;
        double units = 0;
        double paid = 0;
        int order = 0;
        int trades = 0;
        int held = 0;
        for (int bar = 0; bar < bars.size(); bar++) {
            if (order == 1) {
                paid = bars.open(bar) * (1 + slip / 1000.0);
                units = cash / (paid * 1.001);
                cash = 0;
            } else if (order == -1) {
                cash = units * bars.open(bar) * (1 - slip / 1000.0) * 0.999;
                units = 0;
                trades++;
            }
            if (units > 0) {
                double low = paid * (1 - stopLoss.orElse(1));
                double high = takeProfit.isPresent() ? paid * 1.04 : Double.MAX_VALUE;
                double price = 0;
                boolean gap = false;
                if (bars.open(bar) <= low || bars.open(bar) >= high) {
                    price = bars.open(bar);
                    gap = order != 1;
                } else if (bars.low(bar) <= low) {
                    price = low;
                } else if (bars.high(bar) >= high) {
                    price = high;
                }
                held += gap ? 0 : 1;
                if (price > 0) {
                    cash = units * price * (1 - slip / 1000.0) * 0.999;
                    units = 0;
                    trades++;
                }
            }
            order = 0;
            if (units == 0 && report.entries().at(bar)) {
                order = 1;
            } else if (units > 0 && report.exits().at(bar)) {
                order = -1;
            }
            double equity = cash + units * bars.close(bar);
            assertThat(report.equity().at(bar)).as("at bar %d", bar).isCloseTo(equity, within(1e-9 * equity));
        }
        assertThat(report.metrics().trades()).isEqualTo(trades);
        assertThat(report.metrics().exposure()).isEqualTo((double) held / bars.size());
    }
}
