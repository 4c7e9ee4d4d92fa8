/** This room holds the traces that are sent to a collector. OpenTelemetry stays inside it. */
@NullMarked
package io.hexagent.infrastructure.opentelemetry;

import org.jspecify.annotations.NullMarked;
