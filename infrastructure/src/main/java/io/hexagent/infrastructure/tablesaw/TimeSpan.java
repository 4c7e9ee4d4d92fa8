package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.value.Value;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The time that a word such as 2014, 2014-Q1, 2014-03, 2014-03-05 or 2014-03-05T16:30 stands for, both ends included.
 */
record TimeSpan(long firstMilli, long lastMilli) {
    private static final Pattern YEAR = Pattern.compile("\\d{4}");
    private static final Pattern QUARTER = Pattern.compile("(\\d{4})-?\\s?[Qq]([1-4])");
    /** Days with the month first and last look the same with slashes, so only forms that are clear are taken. */
    private static final List<DayForm> CLEAR = List.of(
            DayForm.YEAR_MONTH_DAY,
            DayForm.YEAR_MONTH,
            DayForm.DAY_NAME_YEAR,
            DayForm.NAME_DAY_YEAR,
            DayForm.NAME_YEAR);

    static Optional<TimeSpan> of(Value operand) {
        String word = operand.toString().strip();
        try {
            if (YEAR.matcher(word).matches()) {
                LocalDate first = LocalDate.of(Integer.parseInt(word), 1, 1);
                return Optional.of(days(first, first.plusYears(1)));
            }
            Matcher quarter = QUARTER.matcher(word);
            if (quarter.matches()) {
                LocalDate first =
                        LocalDate.of(Integer.parseInt(quarter.group(1)), 3 * Integer.parseInt(quarter.group(2)) - 2, 1);
                return Optional.of(days(first, first.plusMonths(3)));
            }
        } catch (DateTimeException e) {
            return Optional.empty();
        }
        var reader = new DayReader();
        for (DayForm form : CLEAR) {
            if (reader.read(word, form)) {
                return Optional.of(span(reader, form, word));
            }
        }
        return reader.read(word, DayForm.DAY_MONTH_YEAR) && reader.isDotted()
                ? Optional.of(span(reader, DayForm.DAY_MONTH_YEAR, word))
                : Optional.empty();
    }

    private static TimeSpan span(DayReader reader, DayForm form, String word) {
        LocalDate day = LocalDate.ofEpochDay(reader.day());
        if (form.isMonth()) {
            return days(day, day.plusMonths(1));
        }
        if (!reader.hasTime()) {
            return days(day, day.plusDays(1));
        }
        long first = reader.day() * StoredColumn.MILLIS_OF_A_DAY + reader.millisOfDay();
        long colons = word.chars().filter(c -> c == ':').count();
        boolean seconds = colons > 1;
        boolean millis = seconds && reader.millisOfDay() % 1000 != 0;
        return new TimeSpan(first, first + (millis ? 0 : seconds ? 999 : 59_999));
    }

    private static TimeSpan days(LocalDate first, LocalDate end) {
        return new TimeSpan(
                first.toEpochDay() * StoredColumn.MILLIS_OF_A_DAY, end.toEpochDay() * StoredColumn.MILLIS_OF_A_DAY - 1);
    }

    long firstDay() {
        return Math.floorDiv(firstMilli, StoredColumn.MILLIS_OF_A_DAY);
    }

    long lastDay() {
        return Math.floorDiv(lastMilli, StoredColumn.MILLIS_OF_A_DAY);
    }
}
