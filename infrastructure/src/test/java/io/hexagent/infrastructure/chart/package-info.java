/** This package holds the tests of the chart tool, over literal tables. */
@NullMarked
package io.hexagent.infrastructure.chart;

import org.jspecify.annotations.NullMarked;
