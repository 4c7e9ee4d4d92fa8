/**
 * This room holds what a run makes beside its answer (charts, tables, files) and where bytes are kept. How a chart is
 * drawn belongs to an adapter.
 */
@NullMarked
package io.hexagent.domain.artifact;

import org.jspecify.annotations.NullMarked;
