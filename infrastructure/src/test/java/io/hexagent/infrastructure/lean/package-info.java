/** This package holds the tests of the way to Lean. */
@NullMarked
package io.hexagent.infrastructure.lean;

import org.jspecify.annotations.NullMarked;
