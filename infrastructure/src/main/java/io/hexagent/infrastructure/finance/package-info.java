/**
 * This room holds the arithmetic of money over time and the tool that offers it. Prices and portfolios, which come from
 * outside, belong to other rooms.
 */
@NullMarked
package io.hexagent.infrastructure.finance;

import org.jspecify.annotations.NullMarked;
