/** This package holds the tests of the room. */
@NullMarked
package io.hexagent.application.language;

import org.jspecify.annotations.NullMarked;
