/**
 * This room holds what is read of markets from outside: prices, what is talked about, what insiders trade. What people
 * own does not belong here.
 */
@NullMarked
package io.hexagent.infrastructure.market;

import org.jspecify.annotations.NullMarked;
