package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.CalculationRefused;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;

/** One measure over all groups. */
final class Measures {
    private Measures() {}

    /** The measure with its column's true name, so that its label is right. */
    static Measure resolved(LoadedTable table, Measure measure) {
        return measure.column().isEmpty()
                ? measure
                : new Measure(
                        measure.function(),
                        Optional.of(Names.column(table, measure.column().get()).name()),
                        measure.q(),
                        measure.name());
    }

    /**
     * The measure's value for each group.
     *
     * @param measure with a column of the table
     * @throws CalculationRefused when the column's type does not fit the function
     */
    static Value[] of(Scope scope, Groups groups, Measure measure) {
        scope.goOn();
        if (measure.column().isEmpty()) {
            double all = groups.rows();
            return each(
                    groups,
                    group -> measure.function() == Function.SHARE
                            ? Figures.value(groups.rows(group) / all)
                            : Value.of((long) groups.rows(group)));
        }
        StoredColumn column = Names.column(scope.table(), measure.column().get());
        return switch (measure.function()) {
            case COUNT -> keyed(scope, groups, column, (keys, from, to) -> Value.of((long) to - from));
            case COUNT_DISTINCT -> keyed(scope, groups, column, (keys, from, to) -> Value.of(distinct(keys, from, to)));
            case MIN ->
                keyed(
                        scope,
                        groups,
                        column,
                        (keys, from, to) ->
                                column.value(Arrays.stream(keys, from, to).min().orElse(StoredColumn.MISSING)));
            case MAX ->
                keyed(
                        scope,
                        groups,
                        column,
                        (keys, from, to) ->
                                column.value(Arrays.stream(keys, from, to).max().orElse(StoredColumn.MISSING)));
            case FIRST ->
                keyed(
                        scope,
                        groups,
                        column,
                        (keys, from, to) -> from == to ? Value.Absent.ABSENT : column.value(keys[from]));
            case LAST ->
                keyed(
                        scope,
                        groups,
                        column,
                        (keys, from, to) -> from == to ? Value.Absent.ABSENT : column.value(keys[to - 1]));
            case SUM ->
                column.type() == ColumnType.INTEGER
                        ? keyed(scope, groups, column, Measures::exactSum)
                        : numbered(scope, groups, column, measure, Sample::sum);
            case MEAN -> numbered(scope, groups, column, measure, Sample::mean);
            case MEDIAN ->
                numbered(
                        scope,
                        groups,
                        column,
                        measure,
                        sample -> sample.sorted().quantile(0.5));
            case STD -> numbered(scope, groups, column, measure, Sample::std);
            case VARIANCE -> numbered(scope, groups, column, measure, Sample::variance);
            case QUANTILE ->
                numbered(
                        scope,
                        groups,
                        column,
                        measure,
                        sample -> sample.sorted().quantile(measure.q().orElseThrow()));
            case SHARE -> shares(scope, groups, column, measure);
        };
    }

    private interface OfKeys {
        Value of(long[] keys, int from, int to);
    }

    private interface OfNumbers {
        double of(Sample sample);
    }

    private static Value[] keyed(Scope scope, Groups groups, StoredColumn column, OfKeys measure) {
        var parted = groups.part(column.keys(scope.rows()));
        return each(groups, group -> measure.of(parted.cells(), parted.from(group), parted.to(group)));
    }

    private static Value[] numbered(
            Scope scope, Groups groups, StoredColumn column, Measure measure, OfNumbers ofNumbers) {
        double[] figures = figures(scope, groups, column, measure, ofNumbers);
        return each(groups, group -> Figures.value(figures[group]));
    }

    private static double[] figures(
            Scope scope, Groups groups, StoredColumn column, Measure measure, OfNumbers ofNumbers) {
        boolean flagsFit = measure.function() == Function.SUM
                || measure.function() == Function.MEAN
                || measure.function() == Function.SHARE;
        if (column.type() == ColumnType.BOOLEAN && flagsFit) {
            scope.note("in \"" + column.name() + "\" true counts as 1 and false as 0");
        } else {
            column = Names.numberColumn(
                    scope.table(),
                    column.name(),
                    "function \"" + measure.function().wire() + "\"");
        }
        var parted = groups.part(column.numbers(scope.rows()));
        var figures = new double[groups.count()];
        for (int group = 0; group < figures.length; group++) {
            figures[group] = ofNumbers.of(new Sample(parted.cells(), parted.from(group), parted.to(group)));
        }
        return figures;
    }

    private static Value[] shares(Scope scope, Groups groups, StoredColumn column, Measure measure) {
        double[] sums = figures(scope, groups, column, measure, Sample::sum);
        double[] present = Arrays.stream(sums).filter(sum -> !Double.isNaN(sum)).toArray();
        double all = new Sample(present, 0, present.length).sum();
        return each(groups, group -> Figures.value(sums[group] / all));
    }

    private static Value[] each(Groups groups, IntFunction<Value> of) {
        var values = new Value[groups.count()];
        Arrays.setAll(values, of);
        return values;
    }

    private static long distinct(long[] keys, int from, int to) {
        long[] sorted = Arrays.copyOfRange(keys, from, to);
        Arrays.sort(sorted);
        long distinct = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                distinct++;
            }
        }
        return distinct;
    }

    private static Value exactSum(long[] keys, int from, int to) {
        if (from == to) {
            return Value.Absent.ABSENT;
        }
        BigInteger carried = BigInteger.ZERO;
        long sum = 0;
        for (int i = from; i < to; i++) {
            long next = sum + keys[i];
            if (((sum ^ next) & (keys[i] ^ next)) < 0) {
                carried = carried.add(BigInteger.valueOf(sum));
                next = keys[i];
            }
            sum = next;
        }
        return carried.signum() == 0 ? Value.of(sum) : Value.of(new BigDecimal(carried.add(BigInteger.valueOf(sum))));
    }
}
