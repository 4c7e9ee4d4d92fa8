package io.hexagent.domain.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * A question about one table that has one right answer. Column names are those of the {@link Dataset}; an unknown one
 * is refused with a suggestion. Missing cells never count as values.
 */
public sealed interface Calculation {

    /** Which rows count. All filters must hold. */
    List<Filter> filters();

    /** Name, type, missing, distinct, least and greatest value of each column; all columns when none is named. */
    record Describe(List<String> columns) implements Calculation {
        public Describe {
            columns = List.copyOf(columns);
        }

        @Override
        public List<Filter> filters() {
            return List.of();
        }
    }

    /** Count, mean, std, min, quartiles and max of number columns (all of them when none is named). */
    record Statistics(List<String> columns, List<Double> quantiles, List<Filter> filters) implements Calculation {
        public Statistics {
            columns = List.copyOf(columns);
            quantiles = List.copyOf(quantiles);
            filters = List.copyOf(filters);
        }
    }

    /**
     * Measures for each group, or for the whole table without groups. The result has the group columns first, then one
     * column for each measure. Without a sort, groups stand in the order of their keys.
     *
     * @param limit the most rows of the result
     */
    record Aggregate(
            List<Measure> measures, List<Grouping> groupBy, List<Filter> filters, List<Sort> sort, OptionalInt limit)
            implements Calculation {
        public Aggregate {
            measures = List.copyOf(measures);
            groupBy = List.copyOf(groupBy);
            filters = List.copyOf(filters);
            sort = List.copyOf(sort);
            if (measures.isEmpty()) {
                throw new IllegalArgumentException("an aggregate needs at least one measure");
            }
        }
    }

    /** The rows themselves: some columns (all when none is named), sorted, at most {@code limit}. */
    record Rows(List<String> columns, List<Filter> filters, List<Sort> sort, OptionalInt limit) implements Calculation {
        public Rows {
            columns = List.copyOf(columns);
            filters = List.copyOf(filters);
            sort = List.copyOf(sort);
        }
    }

    /**
     * The correlation of each pair of number columns (all of them when none is named), over rows where both are
     * present.
     */
    record Correlate(List<String> columns, CorrelationMethod method, List<Filter> filters) implements Calculation {
        public Correlate {
            columns = List.copyOf(columns);
            filters = List.copyOf(filters);
        }
    }

    /** How a correlation is calculated. */
    enum CorrelationMethod {
        PEARSON,
        SPEARMAN;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Rows whose value lies outside the fences.
     *
     * @param factor IQR: the fences lie this many interquartile ranges beyond the quartiles (1.5 by default); z-score:
     *     this many sample standard deviations from the mean (3 by default)
     */
    record Outliers(String column, OutlierMethod method, OptionalDouble factor, List<Filter> filters)
            implements Calculation {
        public Outliers {
            filters = List.copyOf(filters);
        }
    }

    /** How outliers are told. */
    enum OutlierMethod {
        IQR,
        ZSCORE;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A histogram of a number or time column (equal-width bins; the last one includes its upper edge), or the counts
     * and shares of each value of any other column, the most frequent first.
     *
     * @param bins number of bins; by default from the Freedman-Diaconis rule, 5 to 50
     */
    record Distribution(String column, OptionalInt bins, List<Filter> filters) implements Calculation {
        public Distribution {
            filters = List.copyOf(filters);
        }
    }

    /**
     * One measure over time: a row for each period in order, with the change from the first to the last, and the slope
     * of the least-squares line for each period.
     *
     * @param time a time column, or an integer column of years
     * @param period empty: each distinct value of the time column is a period
     */
    record Trend(Measure measure, String time, Optional<Period> period, Optional<String> groupBy, List<Filter> filters)
            implements Calculation {
        public Trend {
            filters = List.copyOf(filters);
        }
    }

    /**
     * Count, mean, median, std, min and max of a number column in each group, the difference between the groups, and
     * for two groups Welch's t-test (t, degrees of freedom, two-sided p), for more a one-way analysis of variance (F,
     * p).
     *
     * @param groups the groups to compare; all when none is named
     */
    record CompareGroups(String column, String groupBy, List<String> groups, List<Filter> filters)
            implements Calculation {
        public CompareGroups {
            groups = List.copyOf(groups);
            filters = List.copyOf(filters);
        }
    }

    /** Missing cells of each column (all when none is named): count and share. */
    record MissingValues(List<String> columns) implements Calculation {
        public MissingValues {
            columns = List.copyOf(columns);
        }

        @Override
        public List<Filter> filters() {
            return List.of();
        }
    }

    /**
     * One figure of a group.
     *
     * @param column the column it is taken over; empty only for COUNT (rows) and SHARE (of rows)
     * @param q for QUANTILE: between 0 and 1
     * @param name the name of the result's column; by default the function and the column, as {@code mean of wind}
     */
    record Measure(Function function, Optional<String> column, OptionalDouble q, Optional<String> name) {
        public Measure {
            if (column.isEmpty() && function != Function.COUNT && function != Function.SHARE) {
                throw new IllegalArgumentException("function \"" + function.wire() + "\" needs a column");
            }
            if (function == Function.QUANTILE && (q.isEmpty() || !(q.getAsDouble() >= 0 && q.getAsDouble() <= 1))) {
                throw new IllegalArgumentException("function \"quantile\" needs q between 0 and 1");
            }
        }

        public static Measure of(Function function, String column) {
            return new Measure(function, Optional.of(column), OptionalDouble.empty(), Optional.empty());
        }

        public static Measure count() {
            return new Measure(Function.COUNT, Optional.empty(), OptionalDouble.empty(), Optional.empty());
        }

        /** The name of the result's column. */
        public String label() {
            return name.orElseGet(() -> switch (function) {
                case COUNT -> column.map(present -> "count of " + present).orElse("count");
                case COUNT_DISTINCT -> "distinct " + column.orElseThrow();
                case SHARE -> column.map(present -> "share of " + present).orElse("share");
                case QUANTILE ->
                    "quantile " + String.format(Locale.ROOT, "%s", q.orElseThrow()) + " of " + column.orElseThrow();
                case SUM, MEAN, MEDIAN, MIN, MAX, STD, VARIANCE, FIRST, LAST ->
                    function.wire() + " of " + column.orElseThrow();
            });
        }
    }

    /** What a measure calculates. */
    enum Function {
        /** Rows, or present cells of the column. */
        COUNT,
        COUNT_DISTINCT,
        SUM,
        MEAN,
        MEDIAN,
        MIN,
        MAX,
        /** Sample standard deviation (n − 1); absent for fewer than two values. */
        STD,
        /** Sample variance (n − 1); absent for fewer than two values. */
        VARIANCE,
        /** Type 7 of Hyndman and Fan (1996), as pandas, R and Excel. */
        QUANTILE,
        /** The group's rows (or sum of the column) as a part of all groups', 0 to 1. */
        SHARE,
        /** The value of the group's first row in file order. */
        FIRST,
        LAST;

        /** The name on the wire. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException when no function has the name; the message lists them */
        public static Function ofWire(String wire) {
            return Arrays.stream(values())
                    .filter(function -> function.wire().equals(wire))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("function \"" + wire + "\" not in "
                            + Arrays.stream(values()).map(Function::wire).collect(Collectors.joining(", ", "[", "]"))));
        }
    }

    /**
     * A column to group by.
     *
     * @param period groups a time column by calendar periods; empty: by its values
     */
    record Grouping(String column, Optional<Period> period) {
        public static Grouping of(String column) {
            return new Grouping(column, Optional.empty());
        }
    }

    /**
     * A calendar period. Groups are named {@code 2014}, {@code 2014-Q1}, {@code 2014-03}, {@code 2014-W09},
     * {@code 2014-03-05}.
     */
    enum Period {
        YEAR,
        QUARTER,
        MONTH,
        WEEK,
        DAY,
        /** The month of the year across years: {@code 01} to {@code 12}. */
        MONTH_OF_YEAR,
        /** The day of the week across weeks: {@code Monday} to {@code Sunday}. */
        DAY_OF_WEEK,
        /** The hour of the day across days: {@code 00} to {@code 23}. */
        HOUR_OF_DAY;

        /** The name on the wire. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Orders by a column of the result. Missing values come last in both directions. */
    record Sort(String by, boolean descending) {}
}
