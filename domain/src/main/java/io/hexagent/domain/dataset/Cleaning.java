package io.hexagent.domain.dataset;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is to be done to the rows of a data set. Cells are always trimmed, and numbers, days and flags written in one
 * form; the rest is done in this order: duplicates, outliers, missing values.
 *
 * @param duplicates the columns by which two rows are the same, empty for all of them; absent: duplicates are kept
 */
public record Cleaning(Optional<List<String>> duplicates, Outliers outliers, Missing missing) {
    public Cleaning {
        duplicates = duplicates.map(List::copyOf);
    }

    /** What happens to values far from the others. */
    public enum OutlierAction {
        KEEP,
        /** The row goes. */
        DROP_ROWS,
        /** The value becomes the nearest bound. */
        CLIP,
        /** The value becomes a missing one. */
        BLANK;

        /** The name on the wire. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param columns number columns; empty for all of them
     * @param factor interquartile ranges beyond the quartiles, or standard deviations from the mean; the method's usual
     *     one when absent
     */
    public record Outliers(
            OutlierAction action, List<String> columns, Calculation.OutlierMethod method, OptionalDouble factor) {
        public static final Outliers KEPT =
                new Outliers(OutlierAction.KEEP, List.of(), Calculation.OutlierMethod.IQR, OptionalDouble.empty());

        public Outliers {
            columns = List.copyOf(columns);
            if (factor.isPresent() && !(factor.getAsDouble() > 0 && Double.isFinite(factor.getAsDouble()))) {
                throw new IllegalArgumentException("the factor must be above 0, got " + factor.getAsDouble());
            }
        }
    }

    /** What happens to cells without a value. */
    public enum MissingAction {
        KEEP,
        /** The row goes. */
        DROP_ROWS,
        /** Number columns only. */
        MEAN,
        /** Number columns only; quantile of type 7. */
        MEDIAN,
        MOST_FREQUENT,
        /** The value of the row before; a gap at the beginning stays. */
        PREVIOUS;

        /** The name on the wire. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param columns empty for all that the action fits */
    public record Missing(MissingAction action, List<String> columns) {
        public static final Missing KEPT = new Missing(MissingAction.KEEP, List.of());

        public Missing {
            columns = List.copyOf(columns);
        }
    }
}
