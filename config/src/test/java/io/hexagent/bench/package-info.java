/**
 * This package holds the measurements of whole processes: {@code ./mvnw verify -Pbench}. Each figure is a ratio to a
 * floor that is measured in the same rounds.
 */
@NullMarked
package io.hexagent.bench;

import org.jspecify.annotations.NullMarked;
