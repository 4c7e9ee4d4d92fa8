/** This package holds tests. */
@NullMarked
package io.hexagent.infrastructure.market;

import org.jspecify.annotations.NullMarked;
