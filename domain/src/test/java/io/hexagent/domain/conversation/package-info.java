/** This package holds the tests of the room. */
@NullMarked
package io.hexagent.domain.conversation;

import org.jspecify.annotations.NullMarked;
