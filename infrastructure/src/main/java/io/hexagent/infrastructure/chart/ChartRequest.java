package io.hexagent.infrastructure.chart;

import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.dataset.CalculationRefused;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.Filter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What was asked for, with the columns found. */
record ChartRequest(
        ChartKind kind,
        Dataset dataset,
        Optional<Column> x,
        Optional<Column> y,
        Optional<Function> function,
        Optional<Column> color,
        Optional<Period> period,
        OptionalInt bins,
        Order order,
        OptionalInt limit,
        Optional<String> title,
        List<Filter> filters) {

    /** How bars and points are ordered by their value. */
    enum Order {
        NONE,
        ASC,
        DESC
    }

    /** The column for the horizontal axis. @throws CalculationRefused when none was named */
    Column requiredX() {
        return x.orElseThrow(() -> lacks("x"));
    }

    /** The column for the vertical axis. @throws CalculationRefused when none was named */
    Column requiredY() {
        return y.orElseThrow(() -> lacks("y"));
    }

    private CalculationRefused lacks(String axis) {
        return new CalculationRefused("a " + kind.wire() + " chart needs " + axis + ", one of "
                + dataset.columns().stream().map(Column::name).toList());
    }

    /** The filters in words; empty when there are none. */
    Optional<String> condition() {
        if (filters.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(String.join(
                " and ",
                filters.stream()
                        .map(filter -> switch (filter.operator()) {
                            case IS_MISSING -> filter.column() + " is missing";
                            case IS_PRESENT -> filter.column() + " is present";
                            case BETWEEN ->
                                filter.column() + " from " + filter.operands().get(0) + " to "
                                        + filter.operands().get(1);
                            case IN ->
                                filter.column() + " in "
                                        + String.join(
                                                ", ",
                                                filter.operands().stream()
                                                        .map(Object::toString)
                                                        .toList());
                            case EQ, NE, LT, LE, GT, GE ->
                                filter.column() + " " + filter.operator().wire() + " "
                                        + filter.operands().getFirst();
                            case CONTAINS ->
                                filter.column() + " contains "
                                        + filter.operands().getFirst();
                            case STARTS_WITH ->
                                filter.column() + " starts with "
                                        + filter.operands().getFirst();
                        })
                        .toList()));
    }

    /** The title asked for, or the given one with the filters in words. */
    String titleOr(String usual) {
        return title.map(String::strip)
                .filter(given -> !given.isEmpty())
                .orElseGet(
                        () -> usual + condition().map(text -> " (" + text + ")").orElse(""));
    }
}
