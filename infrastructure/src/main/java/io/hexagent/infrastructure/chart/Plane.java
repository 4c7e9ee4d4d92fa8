package io.hexagent.infrastructure.chart;

import io.hexagent.infrastructure.chart.Chart.Scale;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A level axis of numbers. Times are counted in the unit in which the axis is labelled, so that ticks fall on wholes.
 */
record Plane(Unit unit) {
    private static final double ALMOST = 1e-6;
    private static final int MONTHS = 12;

    /** What one step of the axis is. */
    enum Unit {
        NUMBER,
        YEAR,
        YEARS_OF_TIME,
        MONTHS_OF_TIME,
        DAYS_OF_TIME,
        HOURS_OF_TIME
    }

    static Plane of(Scale scale, List<Position> positions) {
        return new Plane(
                switch (scale) {
                    case NUMBER, CATEGORY -> Unit.NUMBER;
                    case YEAR -> Unit.YEAR;
                    case TIME -> timeUnit(positions);
                });
    }

    private static Unit timeUnit(List<Position> positions) {
        List<LocalDateTime> times = positions.stream()
                .filter(Position.OfTime.class::isInstance)
                .map(position -> ((Position.OfTime) position).time())
                .sorted(Comparator.naturalOrder())
                .toList();
        if (times.isEmpty()) {
            return Unit.DAYS_OF_TIME;
        }
        LocalDateTime first = times.getFirst();
        LocalDateTime last = times.getLast();
        if (ChronoUnit.MONTHS.between(first, last) >= 4 * MONTHS - 1) {
            return Unit.YEARS_OF_TIME;
        }
        long days = ChronoUnit.DAYS.between(first, last);
        boolean clock = times.stream().anyMatch(time -> !time.toLocalTime().equals(LocalTime.MIDNIGHT));
        if (days > 90) {
            return Unit.MONTHS_OF_TIME;
        }
        return clock && days <= 2 ? Unit.HOURS_OF_TIME : Unit.DAYS_OF_TIME;
    }

    /** Whether only whole steps can be labelled. */
    boolean whole() {
        return unit != Unit.NUMBER;
    }

    /** Where the position stands. */
    double at(Position position) {
        return switch (position) {
            case Position.OfNumber at -> at.number();
            case Position.OfCategory at -> Double.NaN;
            case Position.OfTime at -> at(at.time());
        };
    }

    private double at(LocalDateTime time) {
        double day = Duration.between(time.toLocalDate().atStartOfDay(), time).toSeconds() / 86_400.0;
        return switch (unit) {
            case NUMBER, YEAR, YEARS_OF_TIME ->
                time.getYear()
                        + (time.getDayOfYear() - 1 + day) / time.toLocalDate().lengthOfYear();
            case MONTHS_OF_TIME ->
                time.getYear() * (double) MONTHS
                        + time.getMonthValue()
                        - 1
                        + (time.getDayOfMonth() - 1 + day) / time.toLocalDate().lengthOfMonth();
            case DAYS_OF_TIME -> time.toLocalDate().toEpochDay() + day;
            case HOURS_OF_TIME -> time.toEpochSecond(ZoneOffset.UTC) / 3600.0;
        };
    }

    /** The words beside a tick; none where a time is no whole unit. */
    Function<Double, String> labels(AxisRange range) {
        return switch (unit) {
            case NUMBER -> NumberLabels.between(range.least(), range.most(), false)::of;
            case YEAR, YEARS_OF_TIME -> NumberLabels.between(range.least(), range.most(), true)::of;
            case MONTHS_OF_TIME ->
                whole(months -> String.format(
                        Locale.ROOT, "%04d-%02d", Math.floorDiv(months, MONTHS), Math.floorMod(months, MONTHS) + 1));
            case DAYS_OF_TIME -> whole(days -> LocalDate.ofEpochDay(days).toString());
            case HOURS_OF_TIME ->
                whole(hours -> DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT)
                        .format(LocalDateTime.ofEpochSecond(hours * 3600L, 0, ZoneOffset.UTC)));
        };
    }

    private static Function<Double, String> whole(Function<Long, String> label) {
        return at -> Math.abs(at - Math.rint(at)) > ALMOST ? "" : label.apply(Math.round(at));
    }
}
