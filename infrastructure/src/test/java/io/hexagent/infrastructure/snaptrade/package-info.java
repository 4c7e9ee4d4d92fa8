/** This package holds tests. */
@NullMarked
package io.hexagent.infrastructure.snaptrade;

import org.jspecify.annotations.NullMarked;
