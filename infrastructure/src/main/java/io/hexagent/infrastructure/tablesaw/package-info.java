/**
 * This package holds tables: reading them with FastCSV, deciding the type of each column, and calculating on them with
 * Tablesaw as the store. What a model may ask of them is in the package {@code tool} beside it.
 */
@NullMarked
package io.hexagent.infrastructure.tablesaw;

import org.jspecify.annotations.NullMarked;
