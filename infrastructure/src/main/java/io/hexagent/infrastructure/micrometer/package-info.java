/** This room holds metrics as Prometheus reads them. Micrometer stays inside it. */
@NullMarked
package io.hexagent.infrastructure.micrometer;

import org.jspecify.annotations.NullMarked;
