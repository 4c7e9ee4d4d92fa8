package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.ColumnType;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Missing cells, distinct values, and the least and greatest of a column.
 *
 * @param least the key of the least value, {@link StoredColumn#MISSING} when all are missing
 * @param counts how often each key occurs, for text and flags alone
 */
record ColumnCount(long missing, long distinct, long least, long greatest, int[] counts) {
    /** Integers whose span is at most this are counted with one bit each. */
    private static final long MOST_BITS = 1L << 26;

    static ColumnCount of(StoredColumn column, RowSet rows) {
        long[] keys = column.keys(rows);
        long missing = 0;
        long least = Long.MAX_VALUE;
        long greatest = StoredColumn.MISSING;
        for (long key : keys) {
            if (key == StoredColumn.MISSING) {
                missing++;
            } else {
                least = Math.min(least, key);
                greatest = Math.max(greatest, key);
            }
        }
        if (missing == keys.length) {
            return new ColumnCount(missing, 0, StoredColumn.MISSING, StoredColumn.MISSING, new int[0]);
        }
        if (column.type() == ColumnType.TEXT || column.type() == ColumnType.BOOLEAN) {
            var counts = new int[(int) greatest + 1];
            for (long key : keys) {
                if (key != StoredColumn.MISSING) {
                    counts[(int) key]++;
                }
            }
            long distinct = Arrays.stream(counts).filter(count -> count > 0).count();
            return new ColumnCount(missing, distinct, least, greatest, counts);
        }
        return new ColumnCount(missing, distinct(keys, least, greatest), least, greatest, new int[0]);
    }

    private static long distinct(long[] keys, long least, long greatest) {
        long span = greatest - least;
        if (span >= 0 && span < MOST_BITS) {
            var bits = new long[(int) (span >> 6) + 1];
            for (long key : keys) {
                if (key != StoredColumn.MISSING) {
                    long bit = key - least;
                    bits[(int) (bit >> 6)] |= 1L << bit;
                }
            }
            return Arrays.stream(bits).map(Long::bitCount).sum();
        }
        var distinct = new LongOpenHashSet();
        for (long key : keys) {
            if (key != StoredColumn.MISSING) {
                distinct.add(key);
            }
        }
        return distinct.size();
    }

    /** The distinct values of a text or flag column, the most frequent first; empty for others and for very many. */
    List<String> mostFrequent(StoredColumn column) {
        if (distinct > Column.MOST_VALUES) {
            return List.of();
        }
        return IntStream.range(0, counts.length)
                .filter(key -> counts[key] > 0)
                .boxed()
                .sorted(Comparator.comparingInt((Integer key) -> counts[key])
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .map(key -> column.value(key).toString())
                .toList();
    }
}
