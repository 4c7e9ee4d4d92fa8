/** This package holds the tests of plain arithmetic. */
@NullMarked
package io.hexagent.infrastructure.evalex;

import org.jspecify.annotations.NullMarked;
