/**
 * This package holds the chart tool: what is drawn is asked of the calculator, and becomes a Vega-Lite spec and, by
 * XChart, a picture. No statistics are calculated here.
 */
@NullMarked
package io.hexagent.infrastructure.chart;

import org.jspecify.annotations.NullMarked;
