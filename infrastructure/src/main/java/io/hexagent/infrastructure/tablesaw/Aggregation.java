package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.dataset.Calculated;
import io.hexagent.domain.dataset.Calculation.Aggregate;
import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Grouping;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.Calculation.Sort;
import io.hexagent.domain.dataset.CalculationRefused;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Measures for each group. */
final class Aggregation {
    private final Scope scope;
    private final Aggregate aggregate;
    private final List<Measure> measures;
    private final List<Groups.By> by = new ArrayList<>();

    private Aggregation(Scope scope, Aggregate aggregate) {
        this.scope = scope;
        this.aggregate = aggregate;
        this.measures = aggregate.measures().stream()
                .map(measure -> Measures.resolved(scope.table(), measure))
                .toList();
        for (Grouping grouping : aggregate.groupBy()) {
            by.add(new Groups.By(Names.column(scope.table(), grouping.column()), grouping.period()));
        }
    }

    static Calculated of(Scope scope, Aggregate aggregate) {
        return new Aggregation(scope, aggregate).calculate();
    }

    private Calculated calculate() {
        List<String> names = names();
        Groups groups = Groups.of(scope, by);
        var columns = new ArrayList<Value[]>();
        for (int i = 0; i < by.size(); i++) {
            var cells = new Value[groups.count()];
            int at = i;
            Arrays.setAll(cells, group -> groups.name(group, at));
            columns.add(cells);
        }
        for (Measure measure : measures) {
            columns.add(Measures.of(scope, groups, measure));
        }
        Integer[] order = new Integer[groups.count()];
        Arrays.setAll(order, group -> group);
        if (!aggregate.sort().isEmpty()) {
            Arrays.sort(order, comparator(names, columns, groups));
        }
        int wanted = Math.min(order.length, aggregate.limit().orElse(Integer.MAX_VALUE));
        int shown = Math.min(wanted, scope.mostRows());
        var rows = new ArrayList<List<Value>>(shown);
        for (int i = 0; i < shown; i++) {
            int group = order[i];
            rows.add(columns.stream().map(cells -> cells[group]).toList());
        }
        if (shown < order.length) {
            scope.note("the first " + shown + " of " + Sizes.count(order.length, "group"));
        }
        return scope.answer(
                method(),
                new Table(names, rows, wanted),
                Value.fields()
                        .put("rows_used", groups.rows())
                        .put("groups", by.isEmpty() ? 1 : groups.count())
                        .build());
    }

    private List<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (Groups.By one : by) {
            String name = one.column().name();
            if (!names.add(name)) {
                name = name
                        + one.period().map(period -> " (" + period.wire() + ")").orElse("");
                if (!names.add(name)) {
                    throw new CalculationRefused("column \"" + name + "\" is grouped by twice");
                }
            }
        }
        for (Measure measure : measures) {
            if (!names.add(measure.label())) {
                throw new CalculationRefused("two columns of the result would be called \"" + measure.label()
                        + "\"; give one of them another name");
            }
        }
        return List.copyOf(names);
    }

    private Comparator<Integer> comparator(List<String> names, List<Value[]> columns, Groups groups) {
        Comparator<Integer> comparator = Comparator.comparingInt(group -> 0);
        for (Sort sort : aggregate.sort()) {
            int at = column(sort.by(), names);
            Comparator<Integer> next = at < by.size()
                    ? Comparator.comparingLong(group -> groups.key(group, at))
                    : Comparator.comparing(
                            group -> columns.get(at)[group],
                            sort.descending() ? ResultOrder.DESCENDING : ResultOrder.ASCENDING);
            comparator = comparator.thenComparing(at < by.size() && sort.descending() ? next.reversed() : next);
        }
        return comparator;
    }

    /** A column of the result by its name, or a measure by its column or its function where only one has it. */
    private int column(String name, List<String> names) {
        if (names.stream().noneMatch(other -> other.equalsIgnoreCase(name.strip()))) {
            List<Integer> candidates = new ArrayList<>();
            for (int i = 0; i < measures.size(); i++) {
                Measure measure = measures.get(i);
                if (measure.function().wire().equalsIgnoreCase(name.strip())
                        || measure.column()
                                .filter(name.strip()::equalsIgnoreCase)
                                .isPresent()) {
                    candidates.add(by.size() + i);
                }
            }
            if (candidates.size() == 1) {
                return candidates.getFirst();
            }
        }
        return Names.find("result column", name, names);
    }

    private String method() {
        var words = new LinkedHashSet<String>();
        for (Measure measure : measures) {
            method(measure.function()).ifPresent(words::add);
        }
        String each = by.isEmpty() ? "over all rows" : "for each group";
        return words.isEmpty() ? each : each + "; " + String.join("; ", words);
    }

    private static Optional<String> method(Function function) {
        return switch (function) {
            case MEAN -> Optional.of("arithmetic mean");
            case MEDIAN -> Optional.of("median (quantile of type 7)");
            case QUANTILE -> Optional.of("quantile of type 7");
            case STD -> Optional.of("sample standard deviation (n - 1)");
            case VARIANCE -> Optional.of("sample variance (n - 1)");
            case SHARE -> Optional.of("share of all groups (0 to 1)");
            case COUNT, COUNT_DISTINCT, SUM, MIN, MAX, FIRST, LAST -> Optional.empty();
        };
    }
}
