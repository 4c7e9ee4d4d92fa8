/** This room holds what can be done with accounts at brokers. How they are reached belongs to adapters. */
@NullMarked
package io.hexagent.application.brokerage;

import org.jspecify.annotations.NullMarked;
