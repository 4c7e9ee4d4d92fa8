package io.hexagent.domain.brokerage;

import java.math.BigDecimal;

/** @param currency as ISO 4217 writes it, or a crypto currency's own code */
public record Money(BigDecimal amount, String currency) {}
