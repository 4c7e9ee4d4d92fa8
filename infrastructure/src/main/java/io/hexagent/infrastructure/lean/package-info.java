/**
 * This package holds the way to QuantConnect's Lean: a strategy as a Lean algorithm in Python, Lean's command line, and
 * what its errors mean. Our own engine does not belong here.
 */
@NullMarked
package io.hexagent.infrastructure.lean;

import org.jspecify.annotations.NullMarked;
