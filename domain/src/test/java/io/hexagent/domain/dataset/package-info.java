/** This package holds the tests of the room. */
@NullMarked
package io.hexagent.domain.dataset;

import org.jspecify.annotations.NullMarked;
