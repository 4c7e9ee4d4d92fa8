package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.columns.Column;
import tech.tablesaw.columns.dates.PackedLocalDate;
import tech.tablesaw.columns.datetimes.PackedLocalDateTime;

/**
 * One column of a table that was read. Text is kept as an IntColumn of places in a sorted list of the distinct texts,
 * since a StringColumn keeps three hash tables beside its rows.
 *
 * <p>Each cell has a key: a whole number that orders and equals as the cells do (integers themselves; doubles by their
 * bits; days since 1970; milliseconds since 1970; the place of a text; 0 and 1), or {@link #MISSING}. Grouping, sorting
 * and counting need only keys.
 */
final class StoredColumn {
    static final long MISSING = Long.MIN_VALUE;
    static final long MILLIS_OF_A_DAY = 86_400_000L;
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    private final ColumnType type;
    private final Column<?> cells;
    private final String[] texts;

    private StoredColumn(ColumnType type, Column<?> cells, String[] texts) {
        this.type = type;
        this.cells = cells;
        this.texts = texts;
    }

    static StoredColumn of(LongColumn cells) {
        return new StoredColumn(ColumnType.INTEGER, cells, new String[0]);
    }

    static StoredColumn of(DoubleColumn cells) {
        return new StoredColumn(ColumnType.DECIMAL, cells, new String[0]);
    }

    static StoredColumn of(BooleanColumn cells) {
        return new StoredColumn(ColumnType.BOOLEAN, cells, new String[0]);
    }

    static StoredColumn of(DateColumn cells) {
        return new StoredColumn(ColumnType.DATE, cells, new String[0]);
    }

    static StoredColumn of(DateTimeColumn cells) {
        return new StoredColumn(ColumnType.DATETIME, cells, new String[0]);
    }

    /** @param sorted the distinct texts in code point order, to which the cells refer by place */
    static StoredColumn of(IntColumn cells, String[] sorted) {
        return new StoredColumn(ColumnType.TEXT, cells, sorted);
    }

    String name() {
        return cells.name();
    }

    ColumnType type() {
        return type;
    }

    Column<?> cells() {
        return cells;
    }

    /** The distinct texts of a text column in code point order. */
    String[] texts() {
        return texts;
    }

    long bytes() {
        long bytes = (long) cells.size()
                * switch (type) {
                    case INTEGER, DECIMAL, DATETIME -> 8;
                    case DATE, TEXT -> 4;
                    case BOOLEAN -> 1;
                };
        for (String text : texts) {
            bytes += 56 + text.length();
        }
        return bytes;
    }

    /** The cells of some rows as keys, in the rows' order. */
    long[] keys(RowSet rows) {
        int n = rows.size();
        var keys = new long[n];
        switch (type) {
            case INTEGER -> {
                var longs = (LongColumn) cells;
                for (int i = 0; i < n; i++) {
                    keys[i] = longs.getLong(rows.row(i));
                }
            }
            case DECIMAL -> {
                var doubles = (DoubleColumn) cells;
                for (int i = 0; i < n; i++) {
                    keys[i] = keyOf(doubles.getDouble(rows.row(i)));
                }
            }
            case BOOLEAN -> {
                var flags = (BooleanColumn) cells;
                for (int i = 0; i < n; i++) {
                    byte flag = flags.getByte(rows.row(i));
                    keys[i] = flag == 0 || flag == 1 ? flag : MISSING;
                }
            }
            case DATE -> {
                var days = (DateColumn) cells;
                for (int i = 0; i < n; i++) {
                    int packed = days.getIntInternal(rows.row(i));
                    keys[i] = packed == Integer.MIN_VALUE ? MISSING : PackedLocalDate.toEpochDay(packed);
                }
            }
            case DATETIME -> {
                var times = (DateTimeColumn) cells;
                for (int i = 0; i < n; i++) {
                    keys[i] = millis(times.getLongInternal(rows.row(i)));
                }
            }
            case TEXT -> {
                var places = (IntColumn) cells;
                for (int i = 0; i < n; i++) {
                    int place = places.getInt(rows.row(i));
                    keys[i] = place == Integer.MIN_VALUE ? MISSING : place;
                }
            }
        }
        return keys;
    }

    /** The cells of some rows as numbers, NaN where missing; true is 1. Only for number and boolean columns. */
    double[] numbers(RowSet rows) {
        int n = rows.size();
        var numbers = new double[n];
        switch (type) {
            case INTEGER -> {
                var longs = (LongColumn) cells;
                for (int i = 0; i < n; i++) {
                    long value = longs.getLong(rows.row(i));
                    numbers[i] = value == MISSING ? Double.NaN : value;
                }
            }
            case DECIMAL -> {
                var doubles = (DoubleColumn) cells;
                for (int i = 0; i < n; i++) {
                    numbers[i] = doubles.getDouble(rows.row(i));
                }
            }
            case BOOLEAN -> {
                var flags = (BooleanColumn) cells;
                for (int i = 0; i < n; i++) {
                    byte flag = flags.getByte(rows.row(i));
                    numbers[i] = flag == 0 || flag == 1 ? flag : Double.NaN;
                }
            }
            case DATE, DATETIME, TEXT -> throw new IllegalStateException("column \"" + name() + "\" has no numbers");
        }
        return numbers;
    }

    /** The value of a key as it stands in results. */
    Value value(long key) {
        if (key == MISSING) {
            return Value.Absent.ABSENT;
        }
        return switch (type) {
            case INTEGER -> Value.of(key);
            case DECIMAL -> Figures.value(numberOf(key));
            case BOOLEAN -> Value.of(key == 1);
            case DATE -> Value.of(LocalDate.ofEpochDay(key).toString());
            case DATETIME -> Value.of(timestamp(key));
            case TEXT -> Value.of(texts[(int) key]);
        };
    }

    /** The cell of one row. */
    Value cell(int row) {
        return value(keys(RowSet.one(row))[0]);
    }

    static String timestamp(long millis) {
        LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
        return time.getNano() == 0 ? SECONDS.format(time) : time.toString();
    }

    /** The key of a number: ordered as the numbers are, zero and minus zero the same. */
    static long keyOf(double number) {
        if (Double.isNaN(number)) {
            return MISSING;
        }
        long bits = Double.doubleToRawLongBits(number + 0.0);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    static double numberOf(long key) {
        return Double.longBitsToDouble(key ^ ((key >> 63) & Long.MAX_VALUE));
    }

    private static long millis(long packed) {
        if (packed == MISSING) {
            return MISSING;
        }
        int time = PackedLocalDateTime.time(packed);
        int hour = time >>> 24;
        int minute = (time >>> 16) & 0xff;
        int milli = time & 0xffff;
        return PackedLocalDate.toEpochDay(PackedLocalDateTime.date(packed)) * MILLIS_OF_A_DAY
                + (hour * 60L + minute) * 60_000L
                + milli;
    }

    /** A Tablesaw cell of milliseconds since 1970. */
    static long packed(long day, int millisOfDay) {
        int minutes = millisOfDay / 60_000;
        int time = ((minutes / 60) << 24) | ((minutes % 60) << 16) | (millisOfDay % 60_000);
        return ((long) packed(day) << 32) | (time & 0xffffffffL);
    }

    /** A Tablesaw cell of days since 1970. */
    static int packed(long day) {
        LocalDate date = LocalDate.ofEpochDay(day);
        return PackedLocalDate.pack(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
    }
}
