/** This room holds the use cases that carry a strategy to another engine. Our own backtests do not belong here. */
@NullMarked
package io.hexagent.application.strategy.outside;

import org.jspecify.annotations.NullMarked;
