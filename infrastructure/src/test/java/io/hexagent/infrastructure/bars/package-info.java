/** This package holds the tests of the room. */
@NullMarked
package io.hexagent.infrastructure.bars;

import org.jspecify.annotations.NullMarked;
