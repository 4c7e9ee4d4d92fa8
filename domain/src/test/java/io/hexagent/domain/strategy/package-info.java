/** This package holds the tests of the room. */
@NullMarked
package io.hexagent.domain.strategy;

import org.jspecify.annotations.NullMarked;
