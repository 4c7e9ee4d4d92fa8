package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.Filter.Operator;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds conditions on one column that no row can meet together. All conditions of a call must hold, so such a call says
 * that the question was misread: its zero or its empty list would be a confident wrong answer.
 */
final class Contradictions {
    private Contradictions() {}

    /** @throws Unplannable when two of the conditions cannot both hold */
    static void refuse(List<Condition> conditions) {
        for (int i = 0; i < conditions.size(); i++) {
            for (int k = i + 1; k < conditions.size(); k++) {
                Condition first = conditions.get(i);
                Condition second = conditions.get(k);
                if (first.column().equals(second.column()) && excludes(first, second)) {
                    throw Unplannable.refused("No row can have both " + first.words() + " and " + second.words()
                            + ". All conditions of one figure must hold together; ask for each by itself, joined by"
                            + " \"then\", or for the figure by "
                            + first.column().name() + ".");
                }
            }
        }
    }

    private static boolean excludes(Condition first, Condition second) {
        return missingAndMore(first, second)
                || missingAndMore(second, first)
                || valuesApart(first, second)
                || valuesApart(second, first)
                || rangesApart(first, second)
                || rangesApart(second, first);
    }

    private static boolean missingAndMore(Condition first, Condition second) {
        return first.operator() == Operator.IS_MISSING && second.operator() != Operator.IS_MISSING;
    }

    private static boolean isValues(Condition condition) {
        return condition.operator() == Operator.EQ || condition.operator() == Operator.IN;
    }

    /** {@code = a} beside {@code = b}, or beside {@code != a}. */
    private static boolean valuesApart(Condition first, Condition second) {
        if (!isValues(first) || first.column().type().isTime()) {
            return false;
        }
        List<String> wanted = first.operands().stream().map(Contradictions::key).toList();
        return switch (second.operator()) {
            case EQ, IN -> second.operands().stream().map(Contradictions::key).noneMatch(wanted::contains);
            case NE ->
                wanted.size() == 1 && wanted.contains(key(second.operands().getFirst()));
            case LT, LE, GT, GE, BETWEEN ->
                first.operands().stream().noneMatch(value -> within(second, value, first.column()));
            case CONTAINS, STARTS_WITH, IS_MISSING, IS_PRESENT -> false;
        };
    }

    private static String key(Value value) {
        return value.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean within(Condition range, Value value, Column column) {
        if (column.type().isTime() || !(value instanceof Value.Number number)) {
            return true;
        }
        boolean aboveLow = low(range)
                .map(low -> {
                    int order = number.number().compareTo(low);
                    return range.operator() == Operator.GT ? order > 0 : order >= 0;
                })
                .orElse(true);
        boolean belowHigh = high(range)
                .map(high -> {
                    int order = number.number().compareTo(high);
                    return range.operator() == Operator.LT ? order < 0 : order <= 0;
                })
                .orElse(true);
        return aboveLow && belowHigh;
    }

    /** One range ends before the other begins; times are compared as text, as long as both say. */
    private static boolean rangesApart(Condition lower, Condition upper) {
        boolean open = lower.operator() == Operator.LT || upper.operator() == Operator.GT;
        if (lower.column().type().isTime()) {
            Optional<String> end = time(lower, true);
            Optional<String> start = time(upper, false);
            return end.isPresent() && start.isPresent() && apart(end.get(), start.get(), open);
        }
        Optional<BigDecimal> end = high(lower);
        Optional<BigDecimal> start = low(upper);
        if (end.isEmpty() || start.isEmpty()) {
            return false;
        }
        int order = end.get().compareTo(start.get());
        return order < 0 || (order == 0 && open);
    }

    private static boolean apart(String end, String start, boolean open) {
        int length = Math.min(end.length(), start.length());
        int order = end.substring(0, length).compareTo(start.substring(0, length));
        return order < 0 || (order == 0 && open && end.length() == start.length());
    }

    private static Optional<BigDecimal> high(Condition condition) {
        return switch (condition.operator()) {
            case LT, LE -> number(condition.operands().getFirst());
            case BETWEEN -> number(condition.operands().getLast());
            case EQ, NE, GT, GE, IN, CONTAINS, STARTS_WITH, IS_MISSING, IS_PRESENT -> Optional.empty();
        };
    }

    private static Optional<BigDecimal> low(Condition condition) {
        return switch (condition.operator()) {
            case GT, GE, BETWEEN -> number(condition.operands().getFirst());
            case EQ, NE, LT, LE, IN, CONTAINS, STARTS_WITH, IS_MISSING, IS_PRESENT -> Optional.empty();
        };
    }

    private static Optional<String> time(Condition condition, boolean end) {
        return switch (condition.operator()) {
            case LT, LE -> end ? Optional.of(condition.operands().getFirst().toString()) : Optional.empty();
            case GT, GE ->
                end
                        ? Optional.empty()
                        : Optional.of(condition.operands().getFirst().toString());
            case EQ -> Optional.of(condition.operands().getFirst().toString());
            case BETWEEN ->
                Optional.of((end
                                ? condition.operands().getLast()
                                : condition.operands().getFirst())
                        .toString());
            case NE, IN, CONTAINS, STARTS_WITH, IS_MISSING, IS_PRESENT -> Optional.empty();
        };
    }

    private static Optional<BigDecimal> number(Value value) {
        return value instanceof Value.Number number ? Optional.of(number.number()) : Optional.empty();
    }
}
