package io.hexagent.domain.dataset;

import io.hexagent.domain.value.Value;
import java.util.List;

/**
 * The answer to a {@link Calculation}.
 *
 * @param method how it was calculated, in words: {@code sample standard deviation (n - 1)}, {@code quantiles of type 7}
 * @param table the result, {@code rows x columns}
 * @param facts single figures by name, such as the slope of a trend
 * @param notes what a reader should know: rows left out because a value was missing, a cut
 */
public record Calculated(String method, Table table, Value.Fields facts, List<String> notes) {
    public Calculated {
        notes = List.copyOf(notes);
    }
}
