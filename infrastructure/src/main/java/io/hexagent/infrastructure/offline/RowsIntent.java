package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Calculation.Grouping;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.infrastructure.offline.PlanStep.Ranking;
import io.hexagent.infrastructure.offline.PlanStep.Telling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows themselves and the values there are: "show the first 5 rows", "what species are there". */
final class RowsIntent implements Intent {
    private static final int SHOWN = 20;

    @Override
    public List<PlanStep> plan(Reading reading) {
        Clause clause = reading.clause();
        boolean distinct = clause.takeAll(Role.DISTINCT);
        Optional<PlanStep> again = distinct ? Optional.empty() : EarlierSteps.again(reading);
        if (again.isPresent()) {
            return List.of(again.get());
        }
        boolean asks = distinct
                || clause.contains(Role.LIST)
                || clause.contains(Role.WHICH)
                || clause.contains(Role.SORT)
                || clause.contains(Role.FIRST)
                || clause.contains(Role.EXISTS)
                || !reading.conditions().isEmpty();
        if (!asks || !reading.groups().isEmpty()) {
            return List.of();
        }
        int limit = limit(reading);
        Optional<Ranking> ranking = Optional.empty();
        Optional<Column> by = Optional.empty();
        int sort = clause.find(Role.SORT);
        boolean ascending = clause.takeAll(Role.ASCENDING);
        boolean descending = clause.takeAll(Role.DESCENDING);
        if (sort >= 0) {
            int at = clause.after(sort, Role.NOISE, Role.GROUP);
            if (at >= clause.size() || !reading.names(at, any -> true)) {
                at = reading.freeNames(Measures.NUMBER).stream()
                        .reduce((first, second) -> second)
                        .orElse(-1);
            }
            if (at < 0) {
                throw Unplannable.ask(
                        Replies.needsColumn("sort by", reading.view().dataset().columns()));
            }
            by = Optional.of(reading.column(at, any -> true, "an order"));
            for (int k = sort; k < at; k++) {
                if (clause.isAny(k, Role.SORT, Role.GROUP)) {
                    clause.use(k);
                }
            }
            for (int k = at; k > 0 && clause.isAny(k - 1, Role.GROUP, Role.NOISE); k--) {
                clause.use(k - 1);
            }
            clause.takeAll(Role.SORT);
            boolean ranked = clause.chunks().stream()
                    .anyMatch(chunk ->
                            chunk.text().toLowerCase(java.util.Locale.ROOT).startsWith("rank"));
            boolean down = descending || (ranked && !ascending);
            if (!ascending && !descending) {
                reading.assume("Sorted " + (down ? "descending." : "ascending."));
            }
            ranking = Optional.of(new Ranking(down, 0));
        }
        int day = clause.find(sense ->
                sense instanceof Sense.Calendar calendar && calendar.period() == Period.DAY && !calendar.adverb());
        boolean rowsAsked = clause.contains(Role.ROW);
        if (day >= 0 && RankIntent.daily(reading.view())) {
            clause.use(day);
            rowsAsked = true;
        }
        var columns = new ArrayList<Column>();
        for (int i : reading.freeNames(any -> true)) {
            if (!(clause.sense(i) instanceof Sense.Names names)
                    || names.implied().isEmpty()) {
                columns.add(reading.column(i, any -> true, "a column"));
            }
        }
        boolean values = (columns.size() == 1
                        && by.isEmpty()
                        && limit == 0
                        && !rowsAsked
                        && (!columns.getFirst().type().isNumber() || DatasetView.isYear(columns.getFirst())))
                || (columns.size() == 1 && distinct);
        if (values && !(uniqueUnderConditions(reading, columns.getFirst()))) {
            return values(reading, columns.getFirst());
        }
        boolean something = rowsAsked
                || !columns.isEmpty()
                || limit > 0
                || !reading.conditions().isEmpty();
        if (!something || distinct) {
            return List.of();
        }
        if (!columns.isEmpty()) {
            by.ifPresent(columns::add);
            reading.conditions().stream().map(Condition::column).forEach(columns::add);
        }
        if (limit == 0) {
            limit = SHOWN;
            reading.assume("At most " + SHOWN + " rows are shown.");
        }
        boolean down = ranking.map(Ranking::descending).orElse(false);
        return List.of(Steps.rows(
                reading, columns.stream().distinct().toList(), by, new Ranking(down, limit), Telling.Kind.ROWS));
    }

    private static int limit(Reading reading) {
        Clause clause = reading.clause();
        if (clause.has(Role.LAST)) {
            throw Unplannable.refused("I can show rows from the start of the file or sorted by a column, not from its"
                    + " end. Sort by a column, for example by a date in descending order.");
        }
        int first = clause.find(Role.FIRST);
        for (int i = 0; i < clause.size(); i++) {
            boolean counts = clause.isFree(i, Sense.Amount.class)
                    && ((i == first + 1 && first >= 0)
                            || clause.is(clause.after(i, Role.NOISE), Role.ROW)
                            || i + 1 == first);
            if (counts && clause.sense(i) instanceof Sense.Amount amount && amount.kind() == Token.Kind.NUMBER) {
                if (!amount.isWhole()
                        || amount.value().signum() <= 0
                        || amount.value().intValue() > 10_000) {
                    throw Unplannable.refused("A number of rows is a whole number from 1 to 10000, got "
                            + amount.value().toPlainString() + ".");
                }
                clause.use(i);
                clause.takeAll(Role.FIRST);
                return amount.value().intValue();
            }
        }
        if (first >= 0) {
            boolean many = clause.at(first).text().equalsIgnoreCase("head")
                    || clause.chunks().stream()
                            .anyMatch(
                                    chunk -> chunk.is(Role.ROW) && chunk.text().endsWith("s"));
            clause.takeAll(Role.FIRST);
            return many ? 5 : 1;
        }
        return 0;
    }

    private static boolean uniqueUnderConditions(Reading reading, Column column) {
        boolean numeric = reading.conditions().stream()
                .anyMatch(condition -> condition.column().type().isNumber());
        return column.type() == ColumnType.TEXT
                && (column.distinct() == reading.view().dataset().rows()
                        || (numeric && RankIntent.unique(reading, column)));
    }

    private static List<PlanStep> values(Reading reading, Column column) {
        reading.assume("Each value is shown with its number of rows.");
        PlanStep step = Steps.aggregate(
                reading, List.of(Measure.count()), List.of(Grouping.of(column.name())), Optional.empty());
        return List.of(new PlanStep(
                "List the values of " + column.name() + reading.where() + ".",
                step.tool(),
                step.arguments(),
                new Telling(Telling.Kind.DISTINCT, column.name(), reading.where()),
                step.assumptions(),
                step.topic()));
    }
}
