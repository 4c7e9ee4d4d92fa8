/** This package holds the tests of the offline planner. */
@NullMarked
package io.hexagent.infrastructure.offline;

import org.jspecify.annotations.NullMarked;
