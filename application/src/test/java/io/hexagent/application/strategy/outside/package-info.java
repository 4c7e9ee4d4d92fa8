/** This package holds the tests of the room. */
@NullMarked
package io.hexagent.application.strategy.outside;

import org.jspecify.annotations.NullMarked;
