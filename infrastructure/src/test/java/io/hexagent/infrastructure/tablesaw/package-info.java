/** This package holds the tests of reading tables and calculating on them. */
@NullMarked
package io.hexagent.infrastructure.tablesaw;

import org.jspecify.annotations.NullMarked;
