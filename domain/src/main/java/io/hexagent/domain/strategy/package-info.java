/**
 * This room holds trading strategies: what a person wants of one, its rules, the bars that it is tried on, the backtest
 * and its figures. How rules are written down and where bars come from does not belong here.
 */
@NullMarked
package io.hexagent.domain.strategy;

import org.jspecify.annotations.NullMarked;
