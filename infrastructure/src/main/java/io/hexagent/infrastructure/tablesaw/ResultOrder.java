package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.value.Value;
import java.util.Comparator;

/** The order of cells in a result: numbers by size, text by code point, false before true, missing ones last. */
final class ResultOrder {
    static final Comparator<Value> ASCENDING = (a, b) -> compare(a, b, false);
    static final Comparator<Value> DESCENDING = (a, b) -> compare(a, b, true);

    private ResultOrder() {}

    private static int compare(Value a, Value b, boolean descending) {
        boolean aMissing = a instanceof Value.Absent;
        boolean bMissing = b instanceof Value.Absent;
        if (aMissing || bMissing) {
            return Boolean.compare(aMissing, bMissing);
        }
        int order;
        if (a instanceof Value.Number x && b instanceof Value.Number y) {
            order = x.number().compareTo(y.number());
        } else if (a instanceof Value.Flag x && b instanceof Value.Flag y) {
            order = Boolean.compare(x.flag(), y.flag());
        } else {
            order = CodePointOrder.COMPARATOR.compare(a.toString(), b.toString());
        }
        return descending ? -order : order;
    }
}
