/** This package holds the tests of the embedding model, and the measurement of its speed. */
@NullMarked
package io.hexagent.infrastructure.djl;

import org.jspecify.annotations.NullMarked;
