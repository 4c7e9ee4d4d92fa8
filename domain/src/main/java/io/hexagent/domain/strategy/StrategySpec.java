package io.hexagent.domain.strategy;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known so far of the strategy that a person wants. The conditions are in the person's words or in the rule
 * language; what is empty was not said.
 */
public record StrategySpec(
        Optional<Symbol> symbol,
        Optional<Timeframe> timeframe,
        Optional<LocalDate> from,
        Optional<LocalDate> to,
        OptionalDouble cash,
        OptionalDouble fee,
        OptionalDouble slippage,
        Optional<Sizing> sizing,
        OptionalDouble stopLoss,
        OptionalDouble takeProfit,
        Optional<String> entry,
        Optional<String> exit) {

    public static StrategySpec empty() {
        return new StrategySpec(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** What the other says, and where it says nothing what this one says. */
    public StrategySpec with(StrategySpec later) {
        return new StrategySpec(
                later.symbol.or(() -> symbol),
                later.timeframe.or(() -> timeframe),
                later.from.or(() -> from),
                later.to.or(() -> to),
                later.cash.isPresent() ? later.cash : cash,
                later.fee.isPresent() ? later.fee : fee,
                later.slippage.isPresent() ? later.slippage : slippage,
                later.sizing.or(() -> sizing),
                later.stopLoss.isPresent() ? later.stopLoss : stopLoss,
                later.takeProfit.isPresent() ? later.takeProfit : takeProfit,
                later.entry.or(() -> entry),
                later.exit.or(() -> exit));
    }
}
