/**
 * This room holds what is done with trading strategies: compile one, try it, sweep it, walk it forward, draw it. What a
 * strategy is and how it is computed stands in domain; sessions in which one is talked about do not belong here.
 */
@NullMarked
package io.hexagent.application.strategy;

import org.jspecify.annotations.NullMarked;
