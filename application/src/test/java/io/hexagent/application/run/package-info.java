/** This package holds the tests of the room. */
@NullMarked
package io.hexagent.application.run;

import org.jspecify.annotations.NullMarked;
