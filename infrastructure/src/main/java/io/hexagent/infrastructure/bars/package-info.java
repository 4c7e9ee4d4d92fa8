/**
 * This room holds where bars of prices come from: CSV files and data sets, the series that is built in, Binance. What
 * is read of markets for a person's question, as prices in a table, stands in {@code market}.
 */
@NullMarked
package io.hexagent.infrastructure.bars;

import org.jspecify.annotations.NullMarked;
