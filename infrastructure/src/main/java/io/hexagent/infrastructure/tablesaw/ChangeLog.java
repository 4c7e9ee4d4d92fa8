package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.dataset.Cleaned.Change;
import io.hexagent.domain.dataset.Cleaned.Kind;
import io.hexagent.domain.dataset.Cleaned.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The changes of one cleaning: counted all, told one by one up to a limit. Not safe for use by several threads. */
final class ChangeLog {
    private static final int LONGEST = 200;

    private record Place(String column, Kind kind) {}

    private final int most;
    private final List<Change> changes = new ArrayList<>();
    private final Map<Place, Tally> tallies = new LinkedHashMap<>();
    private long total;

    ChangeLog(int most) {
        this.most = most;
    }

    void add(long row, String column, Kind kind, String before, String after) {
        total++;
        var place = new Place(column, kind);
        Tally known = tallies.get(place);
        if (known != null && changes.size() >= most) {
            tallies.put(place, new Tally(column, kind, known.times() + 1, known.example()));
            return;
        }
        var change = new Change(row, column, kind, shortened(before), shortened(after));
        tallies.put(
                place,
                known == null
                        ? new Tally(column, kind, 1, change)
                        : new Tally(column, kind, known.times() + 1, known.example()));
        if (changes.size() < most) {
            changes.add(change);
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }

    List<Change> changes() {
        return changes;
    }

    List<Tally> tallies() {
        return List.copyOf(tallies.values());
    }

    long total() {
        return total;
    }
}
