package io.hexagent.infrastructure.bars;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the times of one file: ISO days and times, days with slashes or names of months, numbers since the epoch.
 * Without a zone they are UTC. Whether 3/4/2024 is in March or in April is decided over all rows. Not safe for use by
 * several threads.
 */
final class BarTimes {
    private static final long NO_TIME = Long.MIN_VALUE;
    private static final Pattern ISO = Pattern.compile("(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})(?:[T ]+(.+))?");
    private static final Pattern LOCAL = Pattern.compile("(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})(?:[T ,]+(.+))?");
    private static final Pattern CLOCK = Pattern.compile(
            "(\\d{1,2}):?(\\d{2})(?::?(\\d{2})(?:[.,](\\d{1,9}))?)?\\s*(Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern DIGITS = Pattern.compile("-?\\d{1,19}(?:\\.\\d*)?");
    private static final List<DateTimeFormatter> NAMED = List.of(
            named("d-MMM-uuuu"), named("d MMM uuuu"), named("MMM d, uuuu"), named("MMM d uuuu"), named("d-MMM-uu"));

    private long[] times = new long[1024];
    /** The other reading of days that have two. */
    private long[] others = new long[0];

    private int size;
    private boolean monthFirst = true;
    private boolean dayFirst = true;
    private boolean undecided;

    private static DateTimeFormatter named(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH);
    }

    /** A cell is no time. */
    static final class NoTime extends Exception {
        private static final long serialVersionUID = 1L;

        NoTime(String text) {
            super("\"" + text + "\" is no time; write 2024-01-31, 2024-01-31T16:30:00Z or seconds since 1970");
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    /** Whether a cell can be read as a time. */
    static boolean isTime(String cell) {
        try {
            new BarTimes().add(cell, "");
            return true;
        } catch (NoTime none) {
            return false;
        }
    }

    int size() {
        return size;
    }

    /** @param clock the time of day when it has a cell of its own; else empty */
    void add(String cell, String clock) throws NoTime {
        String text = cell.strip();
        try {
            if (!read(text, clock.strip())) {
                throw new NoTime(cell);
            }
        } catch (DateTimeException | NumberFormatException | ArithmeticException impossible) {
            throw new NoTime(cell);
        }
    }

    private boolean read(String text, String clock) {
        if (DIGITS.matcher(text).matches()) {
            return number(text, clock);
        }
        Matcher iso = ISO.matcher(text);
        if (iso.matches()) {
            LocalDate day = LocalDate.of(
                    Integer.parseInt(iso.group(1)), Integer.parseInt(iso.group(3)), Integer.parseInt(iso.group(4)));
            return put(at(day, iso.group(5) == null ? clock : iso.group(5)));
        }
        Matcher local = LOCAL.matcher(text);
        if (local.matches()) {
            return local(local, local.group(5) == null ? clock : local.group(5));
        }
        for (DateTimeFormatter form : NAMED) {
            try {
                return put(at(LocalDate.parse(text, form), clock));
            } catch (DateTimeException another) {
                continue;
            }
        }
        return false;
    }

    /** 20240131, 202401311630, 20240131163000, or a number since the epoch: by its length in s, ms, µs or ns. */
    private boolean number(String text, String clock) {
        int dot = text.indexOf('.');
        String digits = dot < 0 ? text : text.substring(0, dot);
        int length = digits.length();
        boolean calendar = dot < 0 && (digits.startsWith("19") || digits.startsWith("20"));
        if (calendar && (length == 8 || length == 12 || length == 14)) {
            try {
                LocalDate day = LocalDate.parse(digits.substring(0, 8), DateTimeFormatter.BASIC_ISO_DATE);
                return put(at(day, length == 8 ? clock : digits.substring(8)));
            } catch (DateTimeException number) {
                // A number since the epoch after all.
            }
        }
        if (length < 8) {
            return false;
        }
        long value = Long.parseLong(digits);
        if (length <= 11) {
            return put(Math.multiplyExact(value, 1000L));
        }
        return put(length <= 14 ? value : length <= 17 ? value / 1000 : value / 1_000_000);
    }

    private boolean local(Matcher local, String clock) {
        int first = Integer.parseInt(local.group(1));
        int second = Integer.parseInt(local.group(3));
        int year = Integer.parseInt(local.group(4));
        boolean mayBeMonthFirst = !local.group(2).equals(".") && first <= 12;
        boolean mayBeDayFirst = second <= 12;
        monthFirst &= mayBeMonthFirst;
        dayFirst &= mayBeDayFirst;
        undecided = true;
        long month = mayBeMonthFirst ? at(LocalDate.of(year, first, second), clock) : NO_TIME;
        long day = mayBeDayFirst ? at(LocalDate.of(year, second, first), clock) : NO_TIME;
        if (month == NO_TIME && day == NO_TIME) {
            return false;
        }
        put(month);
        if (others.length < times.length) {
            others = Arrays.copyOf(others, times.length);
        }
        others[size - 1] = day;
        return true;
    }

    private static long at(LocalDate day, String clock) {
        if (clock.isEmpty()) {
            return day.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
        }
        Matcher matcher = CLOCK.matcher(clock);
        if (!matcher.matches()) {
            throw new DateTimeException("no time of day");
        }
        int seconds = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        int millis = matcher.group(4) == null ? 0 : Integer.parseInt((matcher.group(4) + "00").substring(0, 3));
        LocalTime time = LocalTime.of(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), seconds, millis * 1_000_000);
        return day.atTime(time).toInstant(zone(matcher.group(5))).toEpochMilli();
    }

    private static ZoneOffset zone(@Nullable String zone) {
        return zone == null || zone.toUpperCase(Locale.ROOT).matches("Z|UTC|GMT")
                ? ZoneOffset.UTC
                : ZoneOffset.of(zone);
    }

    private boolean put(long time) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
        }
        times[size++] = time;
        return true;
    }

    /**
     * The times in milliseconds since the epoch.
     *
     * @throws IllegalArgumentException when days like 3/4/2024 could be both; the message may be shown
     */
    long[] toArray() {
        if (!undecided || (monthFirst && !dayFirst)) {
            return Arrays.copyOf(times, size);
        }
        if (monthFirst == dayFirst) {
            throw new IllegalArgumentException(
                    monthFirst
                            ? "whether days or months come first in the dates cannot be told; write them as 2024-01-31"
                            : "in some dates the day comes first, in others the month; write them as 2024-01-31");
        }
        long[] read = Arrays.copyOf(times, size);
        for (int i = 0; i < size && i < others.length; i++) {
            if (others[i] != 0 && others[i] != NO_TIME) {
                read[i] = others[i];
            }
        }
        return read;
    }

    /** The day of a time, in UTC. */
    static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
