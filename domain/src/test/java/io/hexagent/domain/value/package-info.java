/** This package holds the tests of the room. */
@NullMarked
package io.hexagent.domain.value;

import org.jspecify.annotations.NullMarked;
