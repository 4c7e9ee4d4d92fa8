package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Calculation.Grouping;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What has been read of one clause so far: conditions, groups and the choices that were made. */
final class Reading {
    private final Clause clause;
    private final DatasetView view;
    private final Optional<PlanStep> previous;
    private final boolean severalDatasets;
    private final List<Condition> conditions = new ArrayList<>();
    private final List<Grouping> groups = new ArrayList<>();
    private final Set<String> assumptions = new LinkedHashSet<>();
    private final Set<Column> listed = new LinkedHashSet<>();

    Reading(Clause clause, DatasetView view, Optional<PlanStep> previous, boolean severalDatasets) {
        this.clause = clause;
        this.view = view;
        this.previous = previous;
        this.severalDatasets = severalDatasets;
    }

    Clause clause() {
        return clause;
    }

    DatasetView view() {
        return view;
    }

    /** The step before, which "it" and "their" speak of. */
    Optional<PlanStep> previous() {
        return previous;
    }

    List<Condition> conditions() {
        return conditions;
    }

    List<Grouping> groups() {
        return groups;
    }

    List<String> assumptions() {
        return List.copyOf(assumptions);
    }

    void assume(String sentence) {
        assumptions.add(sentence);
    }

    void add(Condition condition) {
        conditions.add(condition);
    }

    /** Notes that values of the column were joined by "and", so that a figure may be wanted for each. */
    void list(Column column) {
        listed.add(column);
    }

    Set<Column> listed() {
        return listed;
    }

    /** Arguments with the data set (when there are several) and the filters. */
    Value.Builder arguments() {
        return arguments(conditions);
    }

    Value.Builder arguments(List<Condition> filters) {
        Value.Builder arguments = unfiltered();
        if (!filters.isEmpty()) {
            arguments.put(
                    "filters",
                    Value.items(filters.stream().map(Condition::toValue).toList()));
        }
        return arguments;
    }

    Value.Builder unfiltered() {
        Value.Builder arguments = Value.fields();
        if (severalDatasets) {
            arguments.put("dataset", view.dataset().name());
        }
        return arguments;
    }

    String where() {
        return where(conditions);
    }

    static String where(List<Condition> conditions) {
        return conditions.isEmpty()
                ? ""
                : " where "
                        + String.join(
                                " and ",
                                conditions.stream().map(Condition::words).toList());
    }

    /** Whether the chunk names a column that fits. */
    boolean names(int i, Predicate<Column> fits) {
        return i >= 0
                && i < clause.size()
                && clause.sense(i) instanceof Sense.Names names
                && names.candidates().stream().anyMatch(link -> fits.test(link.column()));
    }

    /**
     * Places the chunk as a column of the role, noting how it was understood.
     *
     * @throws Unplannable when no column fits, or several do
     */
    Column column(int i, Predicate<Column> fits, String role) {
        if (!(clause.sense(i) instanceof Sense.Names names)) {
            throw new IllegalArgumentException("chunk " + i + " names no column");
        }
        List<ColumnLink> fitting = names.candidates().stream()
                .filter(link -> fits.test(link.column()))
                .toList();
        if (fitting.isEmpty()) {
            throw Unplannable.refused(Replies.misfit(names.first(), role));
        }
        if (fitting.size() > 1) {
            throw Unplannable.ask(Replies.whichColumn(clause.at(i).text(), Annotator.columns(fitting)));
        }
        clause.use(i);
        ColumnLink link = fitting.getFirst();
        if (!link.literal()) {
            assume(Replies.linked(link));
        }
        return link.column();
    }

    /** The free chunks that name columns that fit. */
    List<Integer> freeNames(Predicate<Column> fits) {
        return clause.free(sense -> sense instanceof Sense.Names names
                        && names.candidates().stream().anyMatch(link -> fits.test(link.column())))
                .boxed()
                .toList();
    }
}
