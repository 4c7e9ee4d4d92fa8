package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Column;

/**
 * Words of a question that mean a value of a column.
 *
 * @param literal whether they are the value itself
 */
record ValueLink(Column column, String value, boolean literal) {}
