package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.dataset.CalculationRefused;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.domain.value.Value;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Optional;

/**
 * The keys of a column when its cells are taken by calendar periods. Consecutive periods have consecutive keys, so that
 * their difference is a number of periods.
 */
final class Periods {
    private static final int MONDAY_OF_1970 = 4;

    private Periods() {}

    /** @throws CalculationRefused when the column has no such periods */
    static void check(StoredColumn column, Optional<Period> period) {
        if (period.isEmpty() || column.type() == ColumnType.DATETIME) {
            return;
        }
        boolean fits = (column.type() == ColumnType.DATE && period.get() != Period.HOUR_OF_DAY)
                || (column.type() == ColumnType.INTEGER && period.get() == Period.YEAR);
        if (!fits) {
            throw new CalculationRefused(
                    "column \"" + column.name() + "\" is " + column.type().wire() + " and has no period \""
                            + period.get().wire() + "\"");
        }
    }

    static long[] keys(StoredColumn column, RowSet rows, Optional<Period> period) {
        long[] keys = column.keys(rows);
        if (period.isEmpty() || column.type() == ColumnType.INTEGER) {
            return keys;
        }
        boolean timed = column.type() == ColumnType.DATETIME;
        long lastDay = StoredColumn.MISSING;
        long lastKey = StoredColumn.MISSING;
        for (int i = 0; i < keys.length; i++) {
            long key = keys[i];
            if (key == StoredColumn.MISSING) {
                continue;
            }
            if (period.get() == Period.HOUR_OF_DAY) {
                keys[i] = Math.floorMod(key, StoredColumn.MILLIS_OF_A_DAY) / 3_600_000L;
                continue;
            }
            long day = timed ? Math.floorDiv(key, StoredColumn.MILLIS_OF_A_DAY) : key;
            if (day != lastDay) {
                lastDay = day;
                lastKey = key(day, period.get());
            }
            keys[i] = lastKey;
        }
        return keys;
    }

    private static long key(long day, Period period) {
        return switch (period) {
            case YEAR -> LocalDate.ofEpochDay(day).getYear();
            case QUARTER -> {
                LocalDate date = LocalDate.ofEpochDay(day);
                yield date.getYear() * 4L + (date.getMonthValue() - 1) / 3;
            }
            case MONTH -> {
                LocalDate date = LocalDate.ofEpochDay(day);
                yield date.getYear() * 12L + date.getMonthValue() - 1;
            }
            case WEEK -> Math.floorDiv(day - MONDAY_OF_1970, 7);
            case DAY -> day;
            case MONTH_OF_YEAR -> LocalDate.ofEpochDay(day).getMonthValue();
            case DAY_OF_WEEK -> Math.floorMod(day - MONDAY_OF_1970, 7) + 1;
            case HOUR_OF_DAY -> throw new IllegalStateException("an hour is no part of a day's key");
        };
    }

    /** A period's name as {@link Period} gives it, or the column's value without a period. */
    static Value name(StoredColumn column, Optional<Period> period, long key) {
        if (period.isEmpty() || column.type() == ColumnType.INTEGER) {
            return column.value(key);
        }
        return Value.of(
                switch (period.get()) {
                    case YEAR -> String.format(Locale.ROOT, "%04d", key);
                    case QUARTER -> String.format(Locale.ROOT, "%04d-Q%d", key / 4, key % 4 + 1);
                    case MONTH -> String.format(Locale.ROOT, "%04d-%02d", key / 12, key % 12 + 1);
                    case WEEK -> {
                        LocalDate monday = LocalDate.ofEpochDay(key * 7 + MONDAY_OF_1970);
                        yield String.format(
                                Locale.ROOT,
                                "%04d-W%02d",
                                monday.get(IsoFields.WEEK_BASED_YEAR),
                                monday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
                    }
                    case DAY -> LocalDate.ofEpochDay(key).toString();
                    case MONTH_OF_YEAR, HOUR_OF_DAY -> String.format(Locale.ROOT, "%02d", key);
                    case DAY_OF_WEEK -> DayOfWeek.of((int) key).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
                });
    }
}
