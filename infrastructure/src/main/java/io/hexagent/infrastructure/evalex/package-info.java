/**
 * This package holds plain arithmetic in exact decimals: expressions are parsed by EvalEx, every operation is bounded.
 * Calculations on tables do not belong here.
 */
@NullMarked
package io.hexagent.infrastructure.evalex;

import org.jspecify.annotations.NullMarked;
