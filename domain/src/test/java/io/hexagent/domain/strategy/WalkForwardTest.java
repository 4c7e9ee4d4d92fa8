package io.hexagent.domain.strategy;

import static io.hexagent.domain.strategy.Samples.goog;
import static io.hexagent.domain.strategy.Samples.greater;
import static io.hexagent.domain.strategy.Samples.less;
import static io.hexagent.domain.strategy.Samples.of;
import static io.hexagent.domain.strategy.Samples.strategy;
import static io.hexagent.domain.strategy.Samples.walk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.hexagent.domain.strategy.Sweep.Parameter;
import io.hexagent.domain.strategy.WalkForward.Report;
import io.hexagent.domain.strategy.WalkForward.Window;
import io.hexagent.domain.strategy.WalkForward.Windows;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class WalkForwardTest {
    private static final Series RSI = of(Indicator.RSI, 5);
    private static final Strategy STRATEGY = strategy(less(RSI, 35), greater(RSI, 65));
    private static final List<Parameter> THRESHOLDS = List.of(
            Parameter.range("low", Place.of("number=35"), 20, 45, 5),
            Parameter.range("high", Place.of("number=65"), 55, 80, 5));

    private static Report walkForward(Windows windows, Bars bars) {
        return WalkForward.run(
                STRATEGY,
                THRESHOLDS,
                Objective.TOTAL_RETURN,
                windows,
                bars,
                MarketHours.SESSIONS,
                10_000,
                Runnable::run,
                2);
    }

    @Test
    void eachTestFollowsItsTraining() {
        Report report = walkForward(new Windows(300, 100, false), goog());

        assertThat(report.windows()).hasSize(8);
        assertThat(report.firstBar()).isEqualTo(300);
        assertThat(report.windows())
                .extracting(Window::trainFrom)
                .containsExactly(0, 100, 200, 300, 400, 500, 600, 700);
        assertThat(report.windows().getLast().testTo()).isEqualTo(1047);
        assertThat(report.equity().size()).isEqualTo(1047 - 299);
        assertThat(report.warnings()).anySatisfy(warning -> assertThat(warning).contains("in training on average"));
    }

    /** The best in training by a sweep of the training bars alone, indicators warmed up by the bars before. */
    @Test
    void theChoiceIsTheBestOfTheTrainingBars() {
        Report report = walkForward(new Windows(300, 100, true), goog());
        Sweep.Report sweep = Sweep.run(
                STRATEGY,
                THRESHOLDS,
                Objective.TOTAL_RETURN,
                goog().slice(0, 500),
                MarketHours.SESSIONS,
                100,
                Runnable::run,
                1);
        Window third = report.windows().get(2);

        assertThat(third.trainFrom()).isZero();
        assertThat(third.testFrom()).isEqualTo(500);
        assertThat(third.best()).isEqualTo(sweep.best());
        assertThat(third.inSample())
                .isEqualTo(sweep.trials().get(sweep.best().getAsInt()).score());
    }

    /** The returns of the windows, one after the other, are the whole's. */
    @Test
    void theTestsAreOneAccount() {
        Report report = walkForward(new Windows(250, 90, false), goog());
        double growth = 1;
        double fees = 0;
        for (Window window : report.windows()) {
            growth *= 1 + window.test().totalReturn();
            fees += window.test().fees();
        }
        assertThat(report.metrics().totalReturn()).isCloseTo(growth - 1, within(1e-9));
        assertThat(report.metrics().fees()).isCloseTo(fees, within(1e-6));
        assertThat(report.equity().at(0)).isEqualTo(STRATEGY.terms().cash());
    }

    /** With nothing to choose from, it is the plain backtest of the bars behind the training. */
    @Test
    void aSingleTrialTradesOnlyInTheTests() {
        Bars bars = walk(400, 7);
        Report report = WalkForward.run(
                STRATEGY,
                List.of(new Parameter("low", Place.of("number=35"), List.of(35.0))),
                Objective.TOTAL_RETURN,
                new Windows(100, 50, false),
                bars,
                MarketHours.SESSIONS,
                100,
                Runnable::run,
                1);
        var evaluation = new Evaluation(bars);
        double[] equity = new double[400];
        var simulation = new Simulation(bars, STRATEGY.terms(), equity);
        simulation.run(
                100,
                400,
                evaluation.signals(STRATEGY.entry()),
                evaluation.signals(STRATEGY.exit()),
                OptionalDouble.empty(),
                OptionalDouble.empty());

        assertThat(report.trades()).isEqualTo(simulation.trades(399)).isNotEmpty();
        for (int bar = 100; bar < 400; bar++) {
            assertThat(report.equity().at(bar - 99)).isEqualTo(equity[bar]);
        }
    }

    /** What comes after a test changes neither its choice nor its account. */
    @Test
    void laterBarsChangeNothingBefore() {
        Report whole = walkForward(new Windows(200, 60, false), goog());
        Report part = walkForward(new Windows(200, 60, false), goog().slice(0, 560));

        assertThat(part.windows()).hasSize(6);
        assertThat(whole.windows().subList(0, 6)).isEqualTo(part.windows());
        for (int bar = 0; bar < part.equity().size(); bar++) {
            assertThat(whole.equity().at(bar)).isEqualTo(part.equity().at(bar));
        }
    }

    @Test
    void withoutAScoreInTrainingNothingIsBought() {
        Report report = WalkForward.run(
                STRATEGY,
                List.of(new Parameter("low", Place.of("number=35"), List.of(-1.0, -2.0))),
                Objective.SHARPE,
                new Windows(100, 50, false),
                goog(),
                MarketHours.SESSIONS,
                100,
                Runnable::run,
                1);

        assertThat(report.trades()).isEmpty();
        assertThat(report.windows())
                .allSatisfy(window -> assertThat(window.best()).isEmpty());
        assertThat(report.warnings()).anySatisfy(warning -> assertThat(warning).contains("nothing was bought"));
    }

    @Test
    void windowsThatDoNotFitAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Windows(1, 5, false))
                .withMessageContaining("at least 2 and 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> walkForward(new Windows(1047, 5, false), goog()))
                .withMessageContaining("too few");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> walkForward(new Windows(100, 1, false), goog()))
                .withMessageContaining("36 trials in 947 windows are more than the 10000");
    }
}
