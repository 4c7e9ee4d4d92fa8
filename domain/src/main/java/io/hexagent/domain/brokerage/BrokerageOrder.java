package io.hexagent.domain.brokerage;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * An order at a broker.
 *
 * @param action as the service says it: {@code BUY}, {@code SELL}, …
 * @param type {@code Market}, {@code Limit}, …
 * @param price what it was executed at, else its limit
 * @param placedAt ISO-8601, as the service says it
 */
public record BrokerageOrder(
        String id,
        String symbol,
        String status,
        String action,
        String type,
        Optional<BigDecimal> quantity,
        Optional<BigDecimal> filled,
        Optional<BigDecimal> price,
        Optional<String> placedAt) {}
