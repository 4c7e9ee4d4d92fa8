/**
 * This room holds what is measured while the program works: counts, pieces of work, gauges. How measurements are kept,
 * shown or sent belongs to adapters.
 */
@NullMarked
package io.hexagent.domain.telemetry;

import org.jspecify.annotations.NullMarked;
