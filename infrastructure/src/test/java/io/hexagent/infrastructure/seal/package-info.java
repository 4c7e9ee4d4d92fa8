/** This package holds tests. */
@NullMarked
package io.hexagent.infrastructure.seal;

import org.jspecify.annotations.NullMarked;
