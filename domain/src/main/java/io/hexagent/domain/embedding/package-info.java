/** This room holds vectors of text and the port that makes them. */
@NullMarked
package io.hexagent.domain.embedding;

import org.jspecify.annotations.NullMarked;
