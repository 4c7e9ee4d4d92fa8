package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.Column;
import io.hexagent.infrastructure.offline.PlanStep.Ranking;
import io.hexagent.infrastructure.offline.PlanStep.Telling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The first and the last in time: "the first order", "who was hired last", "the newest 3 orders", "earliest date by
 * region". Rows of a file are in no order that means anything, so these go by the time column.
 */
final class FirstIntent implements Intent {
    private static final Set<String> FILE_ROWS =
            Set.of("row", "line", "record", "entry", "observation", "example", "sample");
    private static final Set<String> AGES = Set.of("oldest", "youngest");
    private static final Set<String> TIMES = Set.of("date", "day", "time", "year", "timestamp", "datetime");
    private static final int MOST = 10_000;

    @Override
    public List<PlanStep> plan(Reading reading) {
        Clause clause = reading.clause();
        int mark = mark(reading);
        if (mark < 0) {
            return List.of();
        }
        List<Column> times = reading.view().timeColumns();
        boolean plain = clause.isAny(mark, Role.FIRST, Role.LAST);
        if (times.isEmpty()) {
            if (plain) {
                return List.of();
            }
            throw Unplannable.refused("There is no date or year column to tell the "
                    + clause.at(mark).text() + " by. "
                    + Replies.columns(reading.view().dataset()));
        }
        boolean ranks = clause.contains(sense -> sense instanceof Sense.Calculates)
                || clause.contains(Role.TOP)
                || clause.contains(Role.BOTTOM)
                || clause.contains(Role.FREQUENT)
                || clause.contains(Role.HOW_MANY)
                || clause.contains(Role.SORT)
                || clause.free(sense -> sense instanceof Sense.Superlative).anyMatch(i -> i != mark);
        if (ranks) {
            return List.of();
        }
        boolean latest = clause.isAny(mark, Role.LATEST, Role.LAST)
                || clause.at(mark).text().equalsIgnoreCase("youngest");
        int limit = limit(clause, mark);
        clause.use(mark);
        boolean onlyTime = reading.freeNames(any -> true).stream().allMatch(i -> reading.names(i, DatasetView::isTime));
        boolean asksTime = reading.freeNames(DatasetView::isTime).stream()
                        .anyMatch(i -> !clause.contains(Role.ROW)
                                || Words.split(clause.at(i).text()).stream()
                                        .map(Words::lemma)
                                        .anyMatch(TIMES::contains))
                || clause.chunks().stream().anyMatch(chunk -> chunk.text().equalsIgnoreCase("when"));
        boolean who = clause.chunks().stream()
                .anyMatch(chunk ->
                        Set.of("who", "whose", "which").contains(chunk.text().toLowerCase(Locale.ROOT)));
        Column time = time(reading, clause.at(mark).text());
        reading.assume("\"" + clause.at(mark).text() + "\" goes by " + time.name() + ".");
        if (!reading.groups().isEmpty()) {
            if (!onlyTime || limit > 1) {
                throw Unplannable.refused("I can tell the " + clause.at(mark).text() + " " + time.name()
                        + " of each group, but not the rows they are in.");
            }
            return List.of(extreme(reading, time, latest));
        }
        if (onlyTime && asksTime && !who && limit == 1) {
            return List.of(extreme(reading, time, latest));
        }
        return List.of(row(reading, time, latest, limit));
    }

    /** The word that asks for the first or the last, or −1. */
    private static int mark(Reading reading) {
        Clause clause = reading.clause();
        for (int i = 0; i < clause.size(); i++) {
            if (!clause.free(i)) {
                continue;
            }
            if (clause.isAny(i, Role.EARLIEST, Role.LATEST)
                    || (clause.isAny(i, Role.FIRST, Role.LAST) && asksInTime(reading, i))
                    || (AGES.contains(clause.at(i).text().toLowerCase(Locale.ROOT))
                            && reading.freeNames(column -> column.type().isNumber() && !DatasetView.isYear(column))
                                    .isEmpty()
                            && reading.view()
                                    .columns()
                                    .link(List.of(Token.word("age")), Linked.ALL)
                                    .isEmpty())) {
                return i;
            }
        }
        return -1;
    }

    /** Links by name or synonym. */
    private static final class Linked {
        static final Set<ColumnLink.Fit> ALL =
                java.util.EnumSet.range(ColumnLink.Fit.NAME, ColumnLink.Fit.PART_SYNONYM);
    }

    /** "the first order", "hired first"; but neither "first 5 rows" nor "First, show …" nor "the last quarter". */
    private static boolean asksInTime(Reading reading, int i) {
        Clause clause = reading.clause();
        if (clause.at(i).text().equalsIgnoreCase("head") || clause.at(i).text().equalsIgnoreCase("tail")) {
            return false;
        }
        int next = clause.after(i, Role.NOISE);
        if (next < clause.size() && clause.sense(next) instanceof Sense.Amount) {
            next = clause.after(next, Role.NOISE);
        }
        boolean things = next < clause.size()
                && ((clause.is(next, Role.ROW)
                                && !FILE_ROWS.contains(
                                        Words.lemma(clause.at(next).text().toLowerCase(Locale.ROOT))))
                        || reading.names(next, DatasetView::isTime)
                        || (reading.names(next, any -> true) && clause.free(next)));
        int before = clause.before(i, Role.NOISE);
        boolean done = next >= clause.size() && reading.names(before, DatasetView::isTime);
        return things || done;
    }

    private static int limit(Clause clause, int mark) {
        for (int at : new int[] {mark + 1, mark - 1}) {
            if (clause.isFree(at, Sense.Amount.class)
                    && clause.sense(at) instanceof Sense.Amount amount
                    && amount.kind() == Token.Kind.NUMBER
                    && amount.isWhole()
                    && amount.value().signum() > 0
                    && amount.value().intValue() <= MOST) {
                clause.use(at);
                return amount.value().intValue();
            }
        }
        return 1;
    }

    private static Column time(Reading reading, String word) {
        List<Integer> named = reading.freeNames(DatasetView::isTime);
        if (!named.isEmpty()) {
            return reading.column(named.getFirst(), DatasetView::isTime, "a time");
        }
        List<Column> times = reading.view().timeColumns();
        List<Column> dates =
                times.stream().filter(column -> column.type().isTime()).toList();
        if (dates.size() == 1) {
            return dates.getFirst();
        }
        if (times.size() > 1) {
            throw Unplannable.ask(Replies.whichColumn(word, times));
        }
        return times.getFirst();
    }

    private static PlanStep extreme(Reading reading, Column time, boolean latest) {
        return Steps.aggregate(
                reading,
                List.of(Measure.of(latest ? Function.MAX : Function.MIN, time.name())),
                reading.groups(),
                Optional.empty());
    }

    private static PlanStep row(Reading reading, Column time, boolean latest, int limit) {
        var shown = new ArrayList<Column>();
        for (int i : reading.freeNames(any -> true)) {
            shown.add(reading.column(i, any -> true, "a column"));
        }
        if (!shown.isEmpty()) {
            shown.add(time);
        }
        reading.assume("Of rows of the same " + time.name() + ", only as many are shown as were asked for.");
        return Steps.rows(
                reading,
                shown.stream().distinct().toList(),
                Optional.of(time),
                new Ranking(latest, limit),
                Telling.Kind.ROWS);
    }
}
