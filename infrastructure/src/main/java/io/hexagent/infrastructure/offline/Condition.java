package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.Filter;
import io.hexagent.domain.value.Value;
import java.util.List;

/**
 * A filter with its place in the question.
 *
 * @param position the chunk it was read from
 */
record Condition(Column column, Filter.Operator operator, List<Value> operands, int position) {
    Condition {
        operands = List.copyOf(operands);
    }

    static Condition of(Column column, Filter.Operator operator, int position, Value... operands) {
        return new Condition(column, operator, List.of(operands), position);
    }

    /** As the tools take it. */
    Value toValue() {
        Value.Builder filter = Value.fields().put("column", column.name()).put("op", operator.wire());
        return switch (operator) {
            case IN, BETWEEN -> filter.put("value", Value.items(operands)).build();
            case IS_MISSING, IS_PRESENT -> filter.build();
            case EQ, NE, LT, LE, GT, GE, CONTAINS, STARTS_WITH ->
                filter.put("value", operands.getFirst()).build();
        };
    }

    /** In words: {@code Species is Adelie}. */
    String words() {
        String name = column.name();
        String first = operands.isEmpty() ? "" : operands.getFirst().toString();
        return switch (operator) {
            case EQ -> column.type().isTime() ? name + " is in " + first : name + " is " + first;
            case NE -> column.type().isTime() ? name + " is not in " + first : name + " is not " + first;
            case LT -> column.type().isTime() ? name + " is before " + first : name + " is below " + first;
            case LE -> column.type().isTime() ? name + " is up to " + first : name + " is at most " + first;
            case GT -> column.type().isTime() ? name + " is after " + first : name + " is above " + first;
            case GE -> column.type().isTime() ? name + " is from " + first + " on" : name + " is at least " + first;
            case IN ->
                name + " is "
                        + String.join(
                                " or ", operands.stream().map(Value::toString).toList());
            case BETWEEN -> name + " is between " + first + " and " + operands.getLast();
            case CONTAINS -> name + " contains " + first;
            case STARTS_WITH -> name + " starts with " + first;
            case IS_MISSING -> name + " is missing";
            case IS_PRESENT -> name + " is present";
        };
    }
}
