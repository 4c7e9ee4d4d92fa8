/**
 * This package holds the tools with which a model asks for calculations on a data set: what each takes, and how an
 * answer is shown. The arithmetic is behind the port {@link io.hexagent.domain.dataset.Calculator}.
 */
@NullMarked
package io.hexagent.infrastructure.tablesaw.tool;

import org.jspecify.annotations.NullMarked;
