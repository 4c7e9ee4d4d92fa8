/** This package holds the tests of the room. */
@NullMarked
package io.hexagent.application.tool;

import org.jspecify.annotations.NullMarked;
