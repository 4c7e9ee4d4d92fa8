/** This package holds tests of the arithmetic of money. */
@NullMarked
package io.hexagent.infrastructure.finance;

import org.jspecify.annotations.NullMarked;
