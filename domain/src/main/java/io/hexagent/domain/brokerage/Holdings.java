package io.hexagent.domain.brokerage;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What is in one account. */
public record Holdings(List<Cash> cash, List<Position> positions) {
    public Holdings {
        cash = List.copyOf(cash);
        positions = List.copyOf(positions);
    }

    /** @param buyingPower what may be spent, with credit, when the broker says so */
    public record Cash(Money money, Optional<BigDecimal> buyingPower) {}

    /**
     * Units of one security.
     *
     * @param units negative when they are owed
     * @param price of one unit, in the position's currency
     * @param averagePrice what one unit was bought for
     * @param gain the gain not yet taken; negative for a loss
     */
    public record Position(
            String symbol,
            String description,
            String currency,
            BigDecimal units,
            Optional<BigDecimal> price,
            Optional<BigDecimal> averagePrice,
            Optional<BigDecimal> gain) {
        /** Units times price; empty without a price. */
        public Optional<BigDecimal> value() {
            return price.map(units::multiply);
        }
    }
}
