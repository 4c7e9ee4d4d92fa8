package io.hexagent.domain.strategy;

import static io.hexagent.domain.strategy.Samples.crossing;
import static io.hexagent.domain.strategy.Samples.goog;
import static io.hexagent.domain.strategy.Samples.rsi;
import static io.hexagent.domain.strategy.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hexagent.domain.strategy.Sweep.Parameter;
import io.hexagent.domain.strategy.Sweep.Report;
import io.hexagent.domain.strategy.Sweep.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SweepTest {
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @AfterEach
    void close() {
        threads.close();
    }

    private Report sweep(Strategy strategy, Parameter... parameters) {
        return Sweep.run(
                strategy, List.of(parameters), Objective.SHARPE, goog(), MarketHours.SESSIONS, 1_000, threads, 3);
    }

    private static Parameter parameter(String place, Double... values) {
        return new Parameter(place, Place.of(place), List.of(values));
    }

    @Test
    void eachTrialIsTheBacktestOfTheStrategyWithItsNumbers() {
        Report report = sweep(
                crossing(), parameter("sma.length=50", 20.0, 50.0, 80.0), parameter("sma.length=200", 100.0, 200.0));

        assertThat(report.trials()).hasSize(6);
        assertThat(report.trials()).extracting(Trial::values).startsWith(List.of(20.0, 100.0), List.of(20.0, 200.0));
        for (Trial trial : report.trials()) {
            Strategy alone = crossing(
                    trial.values().get(0).intValue(), trial.values().get(1).intValue());
            assertThat(trial.metrics()).isEqualTo(run(alone, goog()).metrics());
            assertThat(trial.score()).isEqualTo(trial.metrics().sharpe());
            assertThat(trial.score().getAsDouble())
                    .isLessThanOrEqualTo(report.trials()
                            .get(report.best().getAsInt())
                            .score()
                            .getAsDouble());
        }
        assertThat(report.warnings().getFirst()).contains("best of 6 trials", "deflated Sharpe ratio");
    }

    /** 50 becomes 200 and 200 becomes 50 at the same time. */
    @Test
    void whatIsPutInIsNotTakenForWhatWasThere() {
        Report report = sweep(crossing(), parameter("sma.length=50", 200.0), parameter("sma.length=200", 50.0));

        assertThat(report.trials().getFirst().metrics())
                .isEqualTo(run(crossing(200, 50), goog()).metrics());
    }

    @Test
    void numbersStopsAndSidesAreNamed() {
        assertThat(Place.in(rsi()))
                .extracting(Place::toString)
                .containsExactly("rsi.length=14", "number=30", "number=70");
        for (String text : List.of(
                "rsi.length=14", "entry.number=30", "exit.rsi.length", "stop_loss", "take_profit", "number=-0.5")) {
            assertThat(Place.of(text)).hasToString(text);
        }
        Report report = sweep(
                rsi(),
                parameter("exit.number", 65.0),
                parameter("entry.rsi.length", 10.0),
                parameter("stop_loss", 0.05));
        Series quick = Samples.of(Indicator.RSI, 10);
        Series usual = Samples.of(Indicator.RSI, 14);
        Strategy alone = Samples.strategy(
                Samples.terms(0.001, 0, OptionalDouble.of(0.05), OptionalDouble.empty()),
                Samples.less(quick, 30),
                Samples.greater(usual, 65));
        assertThat(report.trials().getFirst().metrics())
                .isEqualTo(run(alone, goog()).metrics());
    }

    @Test
    void placesThatDoNotFitAreRefusedWithWhatThereIs() {
        refused(
                "sma.length=51",
                crossing(),
                "sma.length=51 is not in the strategy; there are [sma.length=50, sma.length=200]");
        refused("sma.length", crossing(), "sma.length is 50 and 200 in the strategy; say which, as sma.length=50");
        refused("number", rsi(), "number is 30 and 70");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Place.of("sma.width"))
                .withMessageContaining("sma has no setting \"width\", but [length]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Place.of("smaa.length"))
                .withMessageContaining("smaa");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Place.of("the fast one"))
                .withMessageContaining("allowed are such as");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Place.of("number=1e"))
                .withMessageContaining("no number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sweep(rsi(), parameter("number=30", 1.0), parameter("entry.number", 2.0)))
                .withMessageContaining("are the same number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sweep(rsi(), parameter("rsi.length", 7.0, 0.0)))
                .withMessageContaining("rsi's length 0 is not allowed");
    }

    private void refused(String place, Strategy strategy, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sweep(strategy, parameter(place, 5.0)))
                .withMessageContaining(message);
    }

    @Test
    void gridsAreBounded() {
        var wide = Parameter.range("low", Place.of("number=30"), 1, 40, 1);
        var high = Parameter.range("high", Place.of("number=70"), 50, 90, 1);

        assertThat(wide.values()).hasSize(40);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sweep(rsi(), wide, high))
                .withMessageContaining("the grid has 1640 trials, but at most 1000");
        assertThatIllegalArgumentException().isThrownBy(() -> sweep(rsi())).withMessageContaining("rsi.length=14");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sweep(rsi(), wide, wide))
                .withMessageContaining("two parameters are named low");
        assertThatIllegalArgumentException().isThrownBy(() -> Parameter.range("low", Place.of("number=30"), 1, 40, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Parameter.range("low", Place.of("number=30"), 40, 1, 1));
        assertThat(Parameter.range("stop", Place.of("stop_loss"), 0.1, 0.3, 0.1).values())
                .containsExactly(0.1, 0.2, 0.3);
    }

    @Test
    void withoutAScoreNoneIsTheBest() {
        Report report = sweep(rsi(), parameter("number=30", -1.0, -2.0));

        assertThat(report.best()).isEmpty();
        assertThat(report.deflation()).isEmpty();
        assertThat(report.warnings()).containsExactly("No trial has a sharpe, so none is the best.");
    }

    @Test
    void anInterruptEndsASweep() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> sweep(rsi(), parameter("number=30", 20.0, 30.0)))
                    .isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void anExecutorThatNeverRunsAnythingDoesNotHoldASweepUp() {
        Report report = Sweep.run(
                rsi(),
                List.of(parameter("number=30", 20.0, 30.0, 40.0)),
                Objective.TOTAL_RETURN,
                goog(),
                MarketHours.SESSIONS,
                10,
                task -> {},
                4);

        assertThat(report.trials()).hasSize(3).doesNotContainNull();
    }

    /** Φ(1.96) = 0.975002105 (tables of the normal distribution). */
    @Test
    void theNormalDistributionIsTheTables() {
        assertThat(Normal.below(0)).isEqualTo(0.5);
        assertThat(Normal.below(1.96)).isCloseTo(0.9750021048517795, within(1e-12));
        assertThat(Normal.below(-3)).isCloseTo(0.0013498980316301, within(1e-12));
        assertThat(Normal.quantile(0.975)).isCloseTo(1.959963984540054, within(1e-9));
        assertThat(Normal.quantile(0.001)).isCloseTo(-3.090232306167813, within(1e-9));
    }

    /**
     * The example of Bailey and López de Prado (2014): 100 trials with a variance of 1/2 a year at 250 days a year, a
     * best Sharpe ratio of 2.5 a year in 1250 days with skewness −3 and kurtosis 10 has an expected maximum of 0.1132 a
     * day, and a deflated Sharpe ratio of about 0.90.
     */
    @Test
    void theExpectedMaximumIsThatOfThePaper() {
        double spread = Math.sqrt(0.5 / 250);
        // 100 values with exactly that sample variance
        double side = spread * Math.sqrt(99 / 100.0);
        var sharpes = new ArrayList<Double>();
        for (int i = 0; i < 100; i++) {
            sharpes.add(i % 2 == 0 ? side : -side);
        }
        double expected = Deflation.expectedMaximum(sharpes);

        assertThat(expected).isCloseTo(0.1132, within(5e-5));
        double sharpe = 2.5 / Math.sqrt(250);
        assertThat(Deflation.probability(sharpe, expected, 1250, -3, 10)).isCloseTo(0.9004, within(5e-4));
    }
}
