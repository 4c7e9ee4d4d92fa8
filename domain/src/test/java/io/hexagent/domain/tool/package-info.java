/** This package holds the tests of the room. */
@NullMarked
package io.hexagent.domain.tool;

import org.jspecify.annotations.NullMarked;
