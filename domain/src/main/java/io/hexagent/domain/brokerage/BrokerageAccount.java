package io.hexagent.domain.brokerage;

import java.util.Optional;

/**
 * One account at a broker.
 *
 * @param number its last characters alone, as it is shown
 * @param broker the institution's name
 * @param total what it is worth with cash and positions, when the broker says so
 */
public record BrokerageAccount(String id, String name, String number, String broker, Optional<Money> total) {}
