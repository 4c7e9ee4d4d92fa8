/** This package holds the tests of the language of strategies. */
@NullMarked
package io.hexagent.infrastructure.cel;

import org.jspecify.annotations.NullMarked;
