/**
 * This room holds what people own at brokers, and the links to their accounts. Prices and news of markets do not belong
 * here.
 */
@NullMarked
package io.hexagent.domain.brokerage;

import org.jspecify.annotations.NullMarked;
