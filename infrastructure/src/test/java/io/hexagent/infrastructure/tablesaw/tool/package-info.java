/** This package holds the tests of the tools on tables. */
@NullMarked
package io.hexagent.infrastructure.tablesaw.tool;

import org.jspecify.annotations.NullMarked;
