package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.dataset.CalculationRefused;
import io.hexagent.domain.dataset.Filter;
import io.hexagent.domain.dataset.Filter.Operator;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * One filter made fit for one column: a test of keys. Tablesaw's own selections are not used, since its "is not" keeps
 * missing cells and it knows no periods.
 */
record RowFilter(Filter filter, StoredColumn column, LongPredicate test) {
    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE + 1);
    private static final BigDecimal GREATEST = BigDecimal.valueOf(Long.MAX_VALUE);

    /** @throws CalculationRefused when the filter does not fit the table */
    static RowFilter of(LoadedTable table, Filter filter) {
        StoredColumn column = Names.column(table, filter.column());
        return new RowFilter(filter, column, test(column, filter));
    }

    RowSet keep(RowSet rows, List<String> notes) {
        long[] keys = column.keys(rows);
        var kept = new int[keys.length];
        int n = 0;
        for (int i = 0; i < keys.length; i++) {
            if (test.test(keys[i])) {
                kept[n++] = rows.row(i);
            }
        }
        if (n == 0 && rows.size() > 0) {
            noteNothingKept(notes);
        }
        return n == rows.size() ? rows : RowSet.of(Arrays.copyOf(kept, n));
    }

    private void noteNothingKept(List<String> notes) {
        var note = new StringBuilder(
                "no row has \"" + column.name() + "\" " + filter.operator().wire());
        filter.operands().forEach(operand -> note.append(" \"").append(operand).append('"'));
        if (filter.operator() == Operator.EQ && column.texts().length > 0) {
            Names.nearest(filter.operands().getFirst().toString(), List.of(column.texts()))
                    .ifPresent(near ->
                            note.append("; did you mean \"").append(near).append("\"?"));
        }
        notes.add(note.toString());
    }

    private static LongPredicate test(StoredColumn column, Filter filter) {
        LongPredicate test =
                switch (filter.operator()) {
                    case IS_MISSING -> key -> key == StoredColumn.MISSING;
                    case IS_PRESENT -> key -> true;
                    case EQ, NE, LT, LE, GT, GE, IN, BETWEEN, CONTAINS, STARTS_WITH ->
                        switch (column.type()) {
                            case INTEGER -> whole(column, filter);
                            case DECIMAL -> decimal(column, filter);
                            case BOOLEAN -> flag(column, filter);
                            case DATE, DATETIME -> time(column, filter);
                            case TEXT -> text(column, filter);
                        };
                };
        return filter.operator() == Operator.IS_MISSING ? test : key -> key != StoredColumn.MISSING && test.test(key);
    }

    /** A range of keys, both included, that one operand stands for. */
    private record Range(long from, long to) {
        boolean has(long key) {
            return key >= from && key <= to;
        }
    }

    private static LongPredicate ranges(StoredColumn column, Filter filter, List<Range> operands) {
        Range first = operands.getFirst();
        Range last = operands.getLast();
        return switch (filter.operator()) {
            case EQ -> first::has;
            case NE -> key -> !first.has(key);
            case LT -> key -> key < first.from();
            case LE -> key -> key <= first.to();
            case GT -> key -> key > first.to();
            case GE -> key -> key >= first.from();
            case IN -> key -> operands.stream().anyMatch(range -> range.has(key));
            case BETWEEN -> key -> key >= first.from() && key <= last.to();
            case CONTAINS, STARTS_WITH -> throw doesNotFit(column, filter);
            case IS_MISSING, IS_PRESENT -> throw new IllegalStateException("has no operands");
        };
    }

    private static LongPredicate whole(StoredColumn column, Filter filter) {
        // 2.5 lies between the keys 2 and 3: its range is empty, from 3 to 2.
        return ranges(
                column,
                filter,
                filter.operands().stream()
                        .map(operand -> {
                            BigDecimal number = number(column, operand);
                            return new Range(
                                    clamped(number.setScale(0, RoundingMode.CEILING)),
                                    clamped(number.setScale(0, RoundingMode.FLOOR)));
                        })
                        .toList());
    }

    private static long clamped(BigDecimal whole) {
        return whole.max(LEAST).min(GREATEST).longValueExact();
    }

    private static LongPredicate decimal(StoredColumn column, Filter filter) {
        return ranges(
                column,
                filter,
                filter.operands().stream()
                        .map(operand -> {
                            long key =
                                    StoredColumn.keyOf(number(column, operand).doubleValue());
                            return new Range(key, key);
                        })
                        .toList());
    }

    private static BigDecimal number(StoredColumn column, Value operand) {
        if (operand instanceof Value.Number number
                && number.number().precision() + Math.abs((long) number.number().scale()) < 2000) {
            return number.number();
        }
        if (operand instanceof Value.Text text
                && NumberForm.POINT.fits(text.text().strip())
                && text.text().length() < 400) {
            return new BigDecimal(text.text().strip());
        }
        throw new CalculationRefused("column \"" + column.name() + "\" holds numbers; \"" + operand + "\" is none");
    }

    private static LongPredicate flag(StoredColumn column, Filter filter) {
        if (filter.operator() != Operator.EQ && filter.operator() != Operator.NE && filter.operator() != Operator.IN) {
            throw doesNotFit(column, filter);
        }
        return ranges(
                column,
                filter,
                filter.operands().stream()
                        .map(operand -> {
                            long key =
                                    switch (operand.toString().strip().toLowerCase(Locale.ROOT)) {
                                        case "true", "yes", "y", "t", "1" -> 1;
                                        case "false", "no", "n", "f", "0" -> 0;
                                        default ->
                                            throw new CalculationRefused("column \"" + column.name()
                                                    + "\" holds true and false; \"" + operand + "\" is neither");
                                    };
                            return new Range(key, key);
                        })
                        .toList());
    }

    private static LongPredicate time(StoredColumn column, Filter filter) {
        return ranges(
                column,
                filter,
                filter.operands().stream()
                        .map(operand -> {
                            TimeSpan span = TimeSpan.of(operand)
                                    .orElseThrow(() -> new CalculationRefused("column \"" + column.name()
                                            + "\" holds dates; \"" + operand
                                            + "\" is none: use 2014, 2014-03, 2014-03-05 or 2014-03-05T16:30"));
                            return switch (column.type()) {
                                case DATE -> new Range(span.firstDay(), span.lastDay());
                                case DATETIME -> new Range(span.firstMilli(), span.lastMilli());
                                case INTEGER, DECIMAL, BOOLEAN, TEXT ->
                                    throw new IllegalStateException("no time column");
                            };
                        })
                        .toList());
    }

    private static LongPredicate text(StoredColumn column, Filter filter) {
        List<String> operands = filter.operands().stream()
                .map(operand -> folded(operand.toString()))
                .toList();
        String first = operands.getFirst();
        String last = operands.getLast();
        Predicate<String> test =
                switch (filter.operator()) {
                    case EQ -> first::equals;
                    case NE -> text -> !first.equals(text);
                    case LT -> text -> text.compareTo(first) < 0;
                    case LE -> text -> text.compareTo(first) <= 0;
                    case GT -> text -> text.compareTo(first) > 0;
                    case GE -> text -> text.compareTo(first) >= 0;
                    case IN -> operands::contains;
                    case BETWEEN -> text -> text.compareTo(first) >= 0 && text.compareTo(last) <= 0;
                    case CONTAINS -> text -> text.contains(first);
                    case STARTS_WITH -> text -> text.startsWith(first);
                    case IS_MISSING, IS_PRESENT -> throw new IllegalStateException("has no operands");
                };
        var matching = new boolean[column.texts().length];
        for (int place = 0; place < matching.length; place++) {
            matching[place] = test.test(folded(column.texts()[place]));
        }
        return key -> matching[(int) key];
    }

    private static String folded(String text) {
        return text.strip().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static CalculationRefused doesNotFit(StoredColumn column, Filter filter) {
        return new CalculationRefused("operator \"" + filter.operator().wire() + "\" does not fit column \""
                + column.name() + "\", which is " + column.type().wire());
    }
}
