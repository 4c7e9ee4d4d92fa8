/**
 * This package holds the embedding model that runs inside this JVM, on DJL and ONNX Runtime. What a vector is and who
 * compares two of them belong to the domain.
 */
@NullMarked
package io.hexagent.infrastructure.djl;

import org.jspecify.annotations.NullMarked;
