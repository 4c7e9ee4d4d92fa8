package io.hexagent.infrastructure.chart;

import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.value.Value;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** What charts need to know of calendar periods. */
final class Periods {
    private static final int DAYS_OF_MONTH = 31;

    private Periods() {}

    static String words(Period period) {
        return period.wire().replace('_', ' ');
    }

    /** Whether the period comes again, so that it has no place in time. */
    static boolean recurs(Period period) {
        return switch (period) {
            case MONTH_OF_YEAR, DAY_OF_WEEK, HOUR_OF_DAY -> true;
            case YEAR, QUARTER, MONTH, WEEK, DAY -> false;
        };
    }

    /** The next longer period, the day after no period at all; empty after the year and for periods that recur. */
    static Optional<Period> coarser(Optional<Period> period) {
        if (period.isEmpty()) {
            return Optional.of(Period.DAY);
        }
        return switch (period.get()) {
            case DAY -> Optional.of(Period.WEEK);
            case WEEK -> Optional.of(Period.MONTH);
            case MONTH, QUARTER -> Optional.of(Period.YEAR);
            case YEAR, MONTH_OF_YEAR, DAY_OF_WEEK, HOUR_OF_DAY -> Optional.empty();
        };
    }

    /** The finest of day, month and year that cuts the column's span into at most so many periods, or else the year. */
    static Period fitting(Column time, int most) {
        Optional<LocalDateTime> first = at(time.min().toString());
        Optional<LocalDateTime> last = at(time.max().toString());
        if (first.isEmpty() || last.isEmpty()) {
            return Period.MONTH;
        }
        long days = ChronoUnit.DAYS.between(first.get(), last.get()) + 1;
        if (days <= most) {
            return Period.DAY;
        }
        return days <= (long) most * DAYS_OF_MONTH ? Period.MONTH : Period.YEAR;
    }

    /** The name of a period as a person writes it: a month of the year by its name, others as they are. */
    static String display(String label, Optional<Period> period) {
        if (period.filter(Period.MONTH_OF_YEAR::equals).isPresent() && label.matches("0[1-9]|1[0-2]")) {
            return Month.of(Integer.parseInt(label)).getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
        }
        return label;
    }

    private static Optional<LocalDateTime> at(String text) {
        return Position.of(Value.of(text), Chart.Scale.TIME)
                .filter(Position.OfTime.class::isInstance)
                .map(position -> ((Position.OfTime) position).time());
    }
}
