package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.value.Value;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a scope parted by the values of some columns, groups in the order of their keys. Rows with a missing key
 * belong to none, as with pandas. Tablesaw's own grouping is not used: it copies each group into a table.
 */
final class Groups {
    private static final int NONE = -1;

    /** A column to group by, found in the table. */
    record By(StoredColumn column, Optional<Period> period) {}

    private final List<By> by;
    private final int[] groupOf;
    private final int[] starts;
    private final List<long[]> keys;

    private Groups(List<By> by, int[] groupOf, List<long[]> keys) {
        this.by = by;
        this.groupOf = groupOf;
        this.keys = keys;
        this.starts = starts(groupOf, keys.size());
    }

    static Groups of(Scope scope, List<By> by) {
        int n = scope.rows().size();
        if (by.isEmpty()) {
            return new Groups(by, new int[n], List.of(new long[0]));
        }
        int[] groupOf = new int[n];
        List<long[]> keys = List.of(new long[0]);
        for (By one : by) {
            Periods.check(one.column(), one.period());
            scope.goOn();
            long[] column = Periods.keys(one.column(), scope.rows(), one.period());
            keys = split(groupOf, keys, column);
        }
        long leftOut = Arrays.stream(groupOf).filter(group -> group == NONE).count();
        scope.noteLeftOut(
                leftOut,
                "no value in "
                        + String.join(
                                " or ",
                                by.stream()
                                        .map(one -> "\"" + one.column().name() + "\"")
                                        .toList()));
        return sorted(by, groupOf, keys);
    }

    /** Splits the groups so far by one more key, numbering the new ones as they appear. */
    private static List<long[]> split(int[] groupOf, List<long[]> keys, long[] column) {
        var split = new ArrayList<long[]>();
        var numbers = new ArrayList<Long2IntOpenHashMap>();
        for (int i = 0; i < keys.size(); i++) {
            var number = new Long2IntOpenHashMap();
            number.defaultReturnValue(NONE);
            numbers.add(number);
        }
        int lastParent = NONE;
        int lastGroup = NONE;
        long lastKey = StoredColumn.MISSING;
        for (int i = 0; i < groupOf.length; i++) {
            int parent = groupOf[i];
            long key = column[i];
            if (parent == NONE || key == StoredColumn.MISSING) {
                groupOf[i] = NONE;
                continue;
            }
            if (parent != lastParent || key != lastKey) {
                var number = numbers.get(parent);
                int group = number.get(key);
                if (group == NONE) {
                    group = split.size();
                    number.put(key, group);
                    long[] above = keys.get(parent);
                    long[] whole = Arrays.copyOf(above, above.length + 1);
                    whole[above.length] = key;
                    split.add(whole);
                }
                lastParent = parent;
                lastKey = key;
                lastGroup = group;
            }
            groupOf[i] = lastGroup;
        }
        return split;
    }

    private static Groups sorted(List<By> by, int[] groupOf, List<long[]> keys) {
        Integer[] order = new Integer[keys.size()];
        Arrays.setAll(order, group -> group);
        Arrays.sort(order, Comparator.comparing(keys::get, Arrays::compare));
        var place = new int[order.length];
        var sorted = new ArrayList<long[]>(order.length);
        for (int i = 0; i < order.length; i++) {
            place[order[i]] = i;
            sorted.add(keys.get(order[i]));
        }
        for (int i = 0; i < groupOf.length; i++) {
            if (groupOf[i] != NONE) {
                groupOf[i] = place[groupOf[i]];
            }
        }
        return new Groups(by, groupOf, sorted);
    }

    private static int[] starts(int[] groupOf, int groups) {
        var starts = new int[groups + 1];
        for (int group : groupOf) {
            if (group != NONE) {
                starts[group + 1]++;
            }
        }
        for (int group = 0; group < groups; group++) {
            starts[group + 1] += starts[group];
        }
        return starts;
    }

    int count() {
        return keys.size();
    }

    /** Number of rows in a group. */
    int rows(int group) {
        return starts[group + 1] - starts[group];
    }

    /** Number of rows in all groups. */
    int rows() {
        return starts[keys.size()];
    }

    long key(int group, int by) {
        return keys.get(group)[by];
    }

    Value name(int group, int by) {
        return Periods.name(this.by.get(by).column(), this.by.get(by).period(), key(group, by));
    }

    /** The numbers of each group, missing ones left out, in file order. */
    Parted<double[]> part(double[] numbers) {
        int[] present = new int[count() + 1];
        for (int i = 0; i < groupOf.length; i++) {
            if (groupOf[i] != NONE && !Double.isNaN(numbers[i])) {
                present[groupOf[i] + 1]++;
            }
        }
        accumulate(present);
        var parted = new double[present[count()]];
        int[] next = present.clone();
        for (int i = 0; i < groupOf.length; i++) {
            if (groupOf[i] != NONE && !Double.isNaN(numbers[i])) {
                parted[next[groupOf[i]]++] = numbers[i];
            }
        }
        return new Parted<>(parted, present);
    }

    /** The keys of each group, missing ones left out, in file order. */
    Parted<long[]> part(long[] keysOfRows) {
        int[] present = new int[count() + 1];
        for (int i = 0; i < groupOf.length; i++) {
            if (groupOf[i] != NONE && keysOfRows[i] != StoredColumn.MISSING) {
                present[groupOf[i] + 1]++;
            }
        }
        accumulate(present);
        var parted = new long[present[count()]];
        int[] next = present.clone();
        for (int i = 0; i < groupOf.length; i++) {
            if (groupOf[i] != NONE && keysOfRows[i] != StoredColumn.MISSING) {
                parted[next[groupOf[i]]++] = keysOfRows[i];
            }
        }
        return new Parted<>(parted, present);
    }

    private static void accumulate(int[] counts) {
        for (int i = 1; i < counts.length; i++) {
            counts[i] += counts[i - 1];
        }
    }

    /** Cells that lie group by group: those of group g from {@code starts[g]} to {@code starts[g + 1]}. */
    static final class Parted<T> {
        private final T cells;
        private final int[] starts;

        Parted(T cells, int[] starts) {
            this.cells = cells;
            this.starts = starts;
        }

        T cells() {
            return cells;
        }

        int from(int group) {
            return starts[group];
        }

        int to(int group) {
            return starts[group + 1];
        }
    }
}
