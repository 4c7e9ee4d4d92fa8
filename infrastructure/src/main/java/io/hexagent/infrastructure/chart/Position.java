package io.hexagent.infrastructure.chart;

import io.hexagent.domain.value.Value;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place on an axis. */
sealed interface Position {
    /** The label of cells without a value. */
    String MISSING = "(missing)";

    record OfNumber(double number) implements Position {}

    record OfTime(LocalDateTime time) implements Position {}

    record OfCategory(String label) implements Position {}

    /** The cell on an axis of the scale; empty when it cannot stand there. */
    static Optional<Position> of(Value cell, Chart.Scale scale) {
        return switch (scale) {
            case NUMBER, YEAR ->
                cell instanceof Value.Number number
                        ? Optional.of(new OfNumber(number.number().doubleValue()))
                        : Optional.empty();
            case TIME -> time(cell.toString()).map(OfTime::new);
            case CATEGORY -> Optional.of(new OfCategory(label(cell)));
        };
    }

    /** The cell as a category is named. */
    static String label(Value cell) {
        return switch (cell) {
            case Value.Absent absent -> MISSING;
            case Value.Text text ->
                text.text().isBlank() ? "(blank)" : text.text().strip();
            case Value.Number number ->
                number.number().signum() == 0
                        ? "0"
                        : number.number().stripTrailingZeros().toPlainString();
            case Value.Flag flag -> flag.toString();
            case Value.Items items -> items.toString();
            case Value.Fields fields -> fields.toString();
        };
    }

    /** The beginning of a period named as the calculator names it, or a day, or a time; empty for other text. */
    private static Optional<LocalDateTime> time(String text) {
        Matcher matcher = Times.PERIOD.matcher(text);
        try {
            if (!matcher.matches()) {
                return text.length() > 10 ? Optional.of(LocalDateTime.parse(text.replace(' ', 'T'))) : Optional.empty();
            }
            int year = Integer.parseInt(matcher.group(1));
            if (matcher.group(2) != null) {
                return Optional.of(LocalDate.of(year, 3 * Integer.parseInt(matcher.group(2)) - 2, 1)
                        .atStartOfDay());
            }
            if (matcher.group(3) != null) {
                LocalDate week = LocalDate.of(year, 1, 4)
                        .with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, Integer.parseInt(matcher.group(3)));
                return Optional.of(week.with(DayOfWeek.MONDAY).atStartOfDay());
            }
            int month = matcher.group(4) == null ? 1 : Integer.parseInt(matcher.group(4));
            int day = matcher.group(5) == null ? 1 : Integer.parseInt(matcher.group(5));
            return Optional.of(LocalDate.of(year, month, day).atStartOfDay());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Where a period that recurs stands in its cycle: Monday is 1, March 3, 17 o'clock 17. */
    static int inCycle(String label) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().equals(label.toUpperCase(Locale.ROOT))) {
                return day.getValue();
            }
        }
        return label.matches("\\d{1,2}") ? Integer.parseInt(label) : Integer.MAX_VALUE;
    }

    /** The forms of a time. */
    final class Times {
        private static final Pattern PERIOD =
                Pattern.compile("(\\d{4})(?:-Q([1-4])|-W(\\d{2})|-(\\d{2})(?:-(\\d{2}))?)?");

        private Times() {}
    }
}
