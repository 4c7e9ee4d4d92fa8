/** This package holds the tests of the room. */
@NullMarked
package io.hexagent.domain.run;

import org.jspecify.annotations.NullMarked;
