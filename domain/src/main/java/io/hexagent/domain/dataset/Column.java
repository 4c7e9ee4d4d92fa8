package io.hexagent.domain.dataset;

import io.hexagent.domain.value.Value;
import java.util.List;

/**
 * What is known of one column.
 *
 * @param name as in the header, trimmed; unique in its data set
 * @param missing number of rows without a value
 * @param distinct number of distinct values, missing ones not counted
 * @param min the least value (text: in code point order), {@link Value.Absent} when all are missing
 * @param max the greatest value, likewise
 * @param values the distinct values of a text or boolean column, the most frequent first, at most {@link #MOST_VALUES};
 *     empty for other types and for columns with more distinct values than that
 */
public record Column(
        String name, ColumnType type, long missing, long distinct, Value min, Value max, List<String> values) {
    public static final int MOST_VALUES = 2000;

    public Column {
        values = List.copyOf(values);
    }
}
