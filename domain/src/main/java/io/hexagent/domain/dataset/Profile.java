package io.hexagent.domain.dataset;

import java.util.List;

/**
 * What reading a file found.
 *
 * @param rows number of rows, the header not counted
 * @param notes what was decided while reading, one sentence each: the separator when it is no comma, decimal commas,
 *     renamed duplicate headers, rows that were too short or too long, numbers kept as text and why
 */
public record Profile(long rows, List<Column> columns, List<String> notes) {
    public Profile {
        columns = List.copyOf(columns);
        notes = List.copyOf(notes);
    }
}
