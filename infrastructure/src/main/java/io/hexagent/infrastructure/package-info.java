/** This package holds the module infrastructure. */
@NullMarked
package io.hexagent.infrastructure;

import org.jspecify.annotations.NullMarked;
