package io.hexagent.domain.strategy;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A strategy that can be tried: long only, one position at a time.
 *
 * @param from the first day; empty: from the first bar there is
 * @param to the last day, inclusive; empty: to the last bar there is
 * @param terms the money's side
 * @param code the document that it was compiled from
 */
public record Strategy(
        Symbol symbol,
        Timeframe timeframe,
        Optional<LocalDate> from,
        Optional<LocalDate> to,
        Terms terms,
        Rule entry,
        Rule exit,
        String code) {

    /**
     * On what terms a strategy trades.
     *
     * @param cash at the start, in the currency of the prices, above 0
     * @param fee a part of each order's value, for each side; 0.001 is a tenth of a percent; at least 0, below 1
     * @param slippage a part of the price by which each order fills worse; at least 0, below 1
     * @param stopLoss a part of the entry price below which a position is sold within a bar; 0 to 1, exclusive
     * @param takeProfit a part of the entry price above which a position is sold within a bar; above 0
     * @param riskFree a year's return without risk
     */
    public record Terms(
            double cash,
            double fee,
            double slippage,
            Sizing sizing,
            OptionalDouble stopLoss,
            OptionalDouble takeProfit,
            double riskFree) {
        public static final double USUAL_CASH = 100_000;
        public static final double USUAL_FEE = 0.001;

        /** @throws IllegalArgumentException when a figure is out of its bounds, with what is allowed */
        public Terms {
            require(cash > 0, "cash", cash, "above 0");
            require(fee >= 0 && fee < 1, "fee", fee, "at least 0 and below 1, as 0.001 for a tenth of a percent");
            require(slippage >= 0 && slippage < 1, "slippage", slippage, "at least 0 and below 1");
            if (stopLoss.isPresent()) {
                double part = stopLoss.getAsDouble();
                require(part > 0 && part < 1, "stop_loss", part, "above 0 and below 1, as 0.05 for 5 percent");
            }
            if (takeProfit.isPresent()) {
                double part = takeProfit.getAsDouble();
                require(part > 0, "take_profit", part, "above 0, as 0.1 for 10 percent");
            }
            require(
                    riskFree > -1 && riskFree <= 1,
                    "risk_free",
                    riskFree,
                    "above -1 and at most 1, as 0.03 for 3 percent");
        }

        private static void require(boolean holds, String key, double value, String allowed) {
            if (!holds || Double.isInfinite(value)) {
                throw new IllegalArgumentException(
                        key + " " + Figure.text(value) + " is not allowed: it has to be " + allowed);
            }
        }

        public static Terms usual() {
            return new Terms(
                    USUAL_CASH, USUAL_FEE, 0, Sizing.allIn(), OptionalDouble.empty(), OptionalDouble.empty(), 0);
        }
    }
}
