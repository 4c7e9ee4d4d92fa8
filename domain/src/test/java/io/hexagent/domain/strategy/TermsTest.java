package io.hexagent.domain.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexagent.domain.strategy.Series.Indicated;
import io.hexagent.domain.strategy.Series.Price;
import io.hexagent.domain.strategy.Strategy.Terms;
import java.util.List;
import java.util.OptionalDouble;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What cannot be traded on is refused with what is allowed. */
class TermsTest {
    private static final OptionalDouble NONE = OptionalDouble.empty();

    private static Terms terms(double cash, double fee, double slippage) {
        return new Terms(cash, fee, slippage, Sizing.allIn(), NONE, NONE, 0);
    }

    private static Terms stops(double stopLoss, double takeProfit) {
        return new Terms(1, 0, 0, Sizing.allIn(), OptionalDouble.of(stopLoss), OptionalDouble.of(takeProfit), 0);
    }

    private static void refused(ThrowingCallable making, String message) {
        assertThatIllegalArgumentException().isThrownBy(making).withMessageContaining(message);
    }

    @Test
    void noCashIsRefused() {
        refused(() -> terms(0, 0, 0), "cash 0 is not allowed: it has to be above 0");
        refused(() -> terms(-5, 0, 0), "cash -5");
        refused(() -> terms(Double.NaN, 0, 0), "cash NaN");
        refused(() -> terms(Double.POSITIVE_INFINITY, 0, 0), "cash Infinity");
    }

    @Test
    void aFeeOfAllIsRefused() {
        refused(() -> terms(1, 1, 0), "fee 1 is not allowed: it has to be at least 0 and below 1");
        refused(() -> terms(1, -0.001, 0), "fee -0.001");
        refused(() -> terms(1, 0, 1), "slippage 1");
        assertThat(terms(1, 0.999, 0.999).fee()).isEqualTo(0.999);
    }

    @Test
    void stopsThatCannotBeReachedAreRefused() {
        refused(() -> stops(1, 0.1), "stop_loss 1");
        refused(() -> stops(0, 0.1), "stop_loss 0");
        refused(() -> stops(0.1, 0), "take_profit 0");
        assertThat(stops(0.05, 2).takeProfit()).hasValue(2);
        refused(() -> new Terms(1, 0, 0, Sizing.allIn(), NONE, NONE, 3), "risk_free 3");
    }

    @Test
    void sizesOfNothingAreRefused() {
        refused(() -> new Sizing.Part(0), "above 0 and at most 1");
        refused(() -> new Sizing.Part(1.5), "sizing part 1.5");
        refused(() -> new Sizing.Money(0), "sizing amount 0");
        refused(() -> new Sizing.Units(Double.NaN), "sizing units NaN");
    }

    @Test
    void settingsOutOfBoundsAreRefused() {
        refused(
                () -> new Indicated(Indicator.SMA, List.of(Price.CLOSE), List.of(0.0)),
                "sma's length 0 is not allowed: it has to be a whole number from 1 to 10000");
        refused(() -> new Indicated(Indicator.SMA, List.of(Price.CLOSE), List.of(2.5)), "sma's length 2.5");
        refused(() -> new Indicated(Indicator.SMA, List.of(), List.of(2.0)), "sma takes 1 series, not 0");
        refused(() -> new Indicated(Indicator.SMA, List.of(Price.CLOSE), List.of()), "sma takes 1 settings, not 0");
        refused(() -> new Series.Constant(Double.NaN), "NaN");
    }
}
