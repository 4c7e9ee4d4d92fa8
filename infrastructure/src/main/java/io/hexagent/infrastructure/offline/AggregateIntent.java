package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Grouping;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.infrastructure.offline.PlanStep.Ranking;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Counts, sums, means and the like, by groups. */
final class AggregateIntent implements Intent {
    @Override
    public List<PlanStep> plan(Reading reading) {
        Clause clause = reading.clause();
        var measures = new ArrayList<Measure>();
        var groups = new ArrayList<>(reading.groups());
        count(reading, groups).ifPresent(measures::add);
        howMuch(reading).ifPresent(measures::add);
        measures.addAll(Measures.read(reading));
        Optional<PlanStep> again = reading.previous()
                .filter(step ->
                        measures.isEmpty() && !groups.isEmpty() && step.tool().equals("aggregate"))
                .filter(step -> !step.topic().measures().isEmpty()
                        && reading.freeNames(any -> true).isEmpty()
                        && reading.conditions().isEmpty()
                        && !clause.contains(Role.ROW));
        if (again.isPresent()) {
            again.get().topic().conditions().forEach(reading::add);
            measures.addAll(again.get().topic().measures());
            reading.assume("The figure is that of the step before.");
        }
        if (measures.isEmpty() && !groups.isEmpty()) {
            measures.addAll(means(reading));
        }
        if (measures.isEmpty() && clause.contains(Role.HOW)) {
            measures.addAll(howHeavy(reading));
        }
        if (measures.isEmpty()) {
            measures.addAll(totals(reading));
        }
        Optional<PlanStep> value = measures.isEmpty() ? valueOfRow(reading) : Optional.empty();
        if (value.isPresent()) {
            return List.of(value.get());
        }
        if (measures.isEmpty()) {
            measures.addAll(askedValue(reading));
        }
        if (measures.isEmpty()) {
            return List.of();
        }
        long summed = measures.stream()
                .filter(measure -> measure.function() == Function.SUM)
                .count();
        if (summed > 1) {
            reading.assume("Each column is added up by itself; the sums are not added to each other.");
        }
        theirGroups(reading, groups);
        listedGroups(reading, measures, groups);
        if (groups.isEmpty() && reading.conditions().isEmpty()) {
            inherit(reading, groups);
        }
        if (groups.isEmpty()) {
            reading.conditions().stream()
                    .filter(condition -> condition.operator() == io.hexagent.domain.dataset.Filter.Operator.IN)
                    .forEach(condition ->
                            reading.assume("The rows of " + condition.words() + " are taken together; ask \"by "
                                    + condition.column().name() + "\" for each."));
        }
        return List.of(Steps.aggregate(reading, measures, groups, order(reading)));
    }

    /**
     * "average wage of men and women": one figure for each of them. A sum is that of them all, unless they are all
     * there are, when only the figure for each can be meant.
     */
    static void listedGroups(Reading reading, List<Measure> measures, List<Grouping> groups) {
        boolean together = reading.clause().chunks().stream()
                .anyMatch(chunk -> Set.of("combined", "together", "altogether", "in total", "overall")
                        .contains(chunk.text().toLowerCase(java.util.Locale.ROOT)));
        boolean sums = measures.stream().anyMatch(measure -> measure.function() == Function.SUM);
        for (Condition condition : reading.conditions()) {
            Column column = condition.column();
            boolean all = condition.operands().size() == column.distinct()
                    && !column.type().isTime();
            boolean alike = condition.operands().stream()
                            .map(value -> value.toString().length())
                            .distinct()
                            .count()
                    == 1;
            boolean grouped = groups.stream().anyMatch(group -> group.column().equals(column.name()));
            if (condition.operator() == io.hexagent.domain.dataset.Filter.Operator.IN
                    && reading.listed().contains(column)
                    && !grouped
                    && !together
                    && (!sums || all)
                    && (alike || !column.type().isTime())) {
                groups.add(
                        column.type().isTime()
                                ? new Grouping(column.name(), Optional.of(CompareIntent.periodOf(condition)))
                                : Grouping.of(column.name()));
                reading.assume("Each " + column.name() + " that was named is answered by itself.");
            }
        }
    }

    /** "list the species and their average mass": a figure for each. */
    private static void theirGroups(Reading reading, List<Grouping> groups) {
        boolean their = reading.clause().chunks().stream()
                .anyMatch(
                        chunk -> chunk.text().toLowerCase(java.util.Locale.ROOT).endsWith("their"));
        List<Integer> names = reading.freeNames(
                column -> !column.type().isNumber() && !column.type().isTime());
        if (their && groups.isEmpty() && names.size() == 1) {
            Column column = reading.column(names.getFirst(), any -> !any.type().isNumber(), "groups");
            groups.add(Grouping.of(column.name()));
        }
    }

    /** "then the maximum", "and their median": the rows and groups of the step before. */
    static void inherit(Reading reading, List<Grouping> groups) {
        boolean points = reading.clause().takeAll(Role.PRONOUN);
        boolean elliptic = reading.clause().contains(sense -> sense instanceof Sense.Calculates)
                && !reading.clause().contains(sense -> sense instanceof Sense.Names);
        reading.previous().filter(step -> points || elliptic).ifPresent(step -> {
            if (!step.topic().conditions().isEmpty()) {
                step.topic().conditions().forEach(reading::add);
                reading.assume("The rows are those of the step before:"
                        + Reading.where(step.topic().conditions()) + ".");
            }
            if (elliptic) {
                groups.addAll(step.topic().groups());
            }
        });
    }

    private static Optional<Measure> count(Reading reading, List<Grouping> groups) {
        Clause clause = reading.clause();
        int i = clause.find(Role.HOW_MANY);
        if (i < 0) {
            i = clause.find(Role.COUNT);
            if (i >= 0 && partOfMeasure(clause, i)) {
                clause.use(i);
                return Optional.empty();
            }
        }
        if (i < 0) {
            i = clause.find(Role.EXISTS);
            boolean asksForRows = i >= 0
                    && !reading.conditions().isEmpty()
                    && !clause.contains(sense -> sense instanceof Sense.Calculates);
            i = asksForRows ? i : -1;
        }
        if (i < 0) {
            return Optional.empty();
        }
        clause.use(i);
        boolean distinct = clause.takeAll(Role.DISTINCT);
        String mark = clause.at(i).text().toLowerCase(java.util.Locale.ROOT);
        int of = clause.after(i, Role.NOISE, Role.PREPOSITION, Role.DISTINCT, Role.COUNT);
        if (of < clause.size() && clause.is(of, Role.FREQUENT)) {
            return Optional.empty();
        }
        Optional<Column> sold = soldUnits(reading);
        boolean ofThings =
                of >= clause.size() || (!(clause.sense(of) instanceof Sense.Names) && !clause.is(of, Role.ROW));
        if (sold.isPresent() && ofThings) {
            reading.assume("What was sold is added up: the sum of " + sold.get().name() + ".");
            return Optional.of(Measure.of(Function.SUM, sold.get().name()));
        }
        if (of < clause.size() && clause.free(of)) {
            if (clause.sense(of) instanceof Sense.Calendar calendar && !calendar.adverb()) {
                return Optional.of(calendarCount(reading, of, calendar.period()));
            }
            boolean rowNoun = clause.sense(of) instanceof Sense.Names
                    && !distinct
                    && reading.view().nouns().contains(Token.word(clause.at(of).text()))
                    && reading.names(of, column -> column.type().isNumber() || DatasetView.isIdentifier(column));
            if (rowNoun && !reading.names(of, DatasetView::isIdentifier)) {
                clause.use(of);
                return Optional.of(rows(reading));
            }
            boolean happened = reading.names(of, column -> column.type().isTime())
                    && !distinct
                    && clause.sense(of) instanceof Sense.Names time
                    && !time.candidates().getFirst().literal();
            if (happened) {
                clause.use(of);
                return Optional.of(rows(reading));
            }
            if (clause.sense(of) instanceof Sense.Names names && !flagOnly(names)) {
                return Optional.of(ofColumn(reading, of, distinct, mark, groups));
            }
        }
        if (distinct) {
            throw Unplannable.ask(Replies.needsColumn(
                    "count the different values of", reading.view().categoryColumns()));
        }
        return Optional.of(rows(reading));
    }

    /** "how many laptops were sold": the column of quantities, if there is one. */
    private static Optional<Column> soldUnits(Reading reading) {
        boolean sells = reading.clause().chunks().stream()
                .anyMatch(chunk -> List.of("sold", "bought", "purchased")
                        .contains(chunk.text().toLowerCase(java.util.Locale.ROOT)));
        List<Column> quantities = reading.view().numberColumns().stream()
                .filter(column -> Words.split(column.name()).stream()
                        .map(Words::lemma)
                        .anyMatch(List.of("quantity", "qty")::contains))
                .toList();
        return sells && quantities.size() == 1 ? Optional.of(quantities.getFirst()) : Optional.empty();
    }

    private static boolean flagOnly(Sense.Names names) {
        return names.candidates().size() == 1
                && ValueConditions.isFlag(names.first())
                && names.first().type() != ColumnType.TEXT;
    }

    private static Measure rows(Reading reading) {
        reading.assume("Each row counts once.");
        return Measure.count();
    }

    private static boolean partOfMeasure(Clause clause, int i) {
        int before = clause.before(i, Role.NOISE);
        return before >= 0
                && clause.sense(before) instanceof Sense.Calculates
                && i + 1 < clause.size()
                && clause.sense(
                                clause.after(i, Role.NOISE, Role.PREPOSITION) < clause.size()
                                        ? clause.after(i, Role.NOISE, Role.PREPOSITION)
                                        : i)
                        instanceof Sense.Names;
    }

    private static Measure ofColumn(Reading reading, int i, boolean distinct, String mark, List<Grouping> groups) {
        Clause clause = reading.clause();
        Column column = reading.column(i, any -> true, "what is counted");
        boolean measure = column.type().isNumber() && !DatasetView.isYear(column) && !DatasetView.isIdentifier(column);
        if ((measure && !distinct && column.type() == ColumnType.INTEGER)
                || (measure && DatasetView.isAdditive(column))) {
            reading.assume("\"" + clause.at(i).text() + "\" is added up: the sum of " + column.name() + ".");
            return Measure.of(Function.SUM, column.name());
        }
        if (measure && !distinct) {
            throw Unplannable.ask("Should I count the rows, or add up " + column.name() + "?");
        }
        if ((mark.startsWith("frequenc") || mark.startsWith("counts")) && !distinct) {
            groups.add(Grouping.of(column.name()));
            reading.assume("Rows are counted for each " + column.name() + ".");
            return Measure.count();
        }
        reading.assume("Different values of " + column.name() + " are counted.");
        return Measure.of(Function.COUNT_DISTINCT, column.name());
    }

    private static Measure calendarCount(Reading reading, int i, Period period) {
        Clause clause = reading.clause();
        List<Column> times = reading.view().timeColumns();
        List<Column> years = times.stream().filter(DatasetView::isYear).toList();
        if (period == Period.YEAR && years.size() == 1) {
            clause.use(i);
            reading.assume("Different values of " + years.getFirst().name() + " are counted.");
            return Measure.of(Function.COUNT_DISTINCT, years.getFirst().name());
        }
        List<Column> dates = times.stream()
                .filter(column -> column.type() == ColumnType.DATE)
                .toList();
        if (period == Period.DAY && dates.size() == 1) {
            clause.use(i);
            Column date = dates.getFirst();
            if (date.distinct() == reading.view().dataset().rows()) {
                reading.assume("Each row is one day.");
                return Measure.count();
            }
            reading.assume("Different days of " + date.name() + " are counted.");
            return Measure.of(Function.COUNT_DISTINCT, date.name());
        }
        throw Unplannable.refused("I cannot count " + clause.at(i).text()
                + " in this table; I can count rows, and the different values of a column. "
                + Replies.columns(reading.view().dataset()));
    }

    private static Optional<Measure> howMuch(Reading reading) {
        Clause clause = reading.clause();
        int i = clause.find(Role.HOW_MUCH);
        if (i < 0) {
            return Optional.empty();
        }
        clause.use(i);
        if (clause.contains(sense -> sense instanceof Sense.Calculates)) {
            return Optional.empty();
        }
        List<Integer> columns = reading.freeNames(Measures.NUMBER);
        if (columns.isEmpty()) {
            throw Unplannable.ask(Replies.needsColumn("add up", reading.view().measureColumns()));
        }
        Column column = reading.column(columns.getFirst(), Measures.NUMBER, "a sum");
        boolean adds = DatasetView.isAdditive(column)
                && !isWeight(clause.at(columns.getFirst()).text());
        Function function = adds ? Function.SUM : Function.MEAN;
        reading.assume("\"" + clause.at(i).text() + "\" is taken as the " + Measures.word(function) + " of "
                + column.name() + ".");
        return Optional.of(Measure.of(function, column.name()));
    }

    private static boolean isWeight(String word) {
        return Synonyms.same(Words.lemma(word), "weight");
    }

    /** "total cost" of a column total_cost: its sum. */
    private static List<Measure> totals(Reading reading) {
        Clause clause = reading.clause();
        if (clause.contains(Role.LIST) || clause.contains(Role.SORT) || clause.contains(Role.DISTINCT)) {
            return List.of();
        }
        var measures = new ArrayList<Measure>();
        for (int i : reading.freeNames(Measures.NUMBER)) {
            boolean total = clause.at(i)
                            .text()
                            .toLowerCase(java.util.Locale.ROOT)
                            .startsWith("total")
                    && reading.names(
                            i, column -> Words.split(column.name()).getFirst().equals("total"));
            if (total) {
                Column column = reading.column(i, Measures.NUMBER, "a sum");
                reading.assume("No calculation was named: the sum of " + column.name() + " is taken.");
                measures.add(Measure.of(Function.SUM, column.name()));
            }
        }
        return measures;
    }

    /** "body mass by species": the mean, if nothing else is said. */
    private static List<Measure> means(Reading reading) {
        var measures = new ArrayList<Measure>();
        Clause clause = reading.clause();
        int first = clause.after(-1, Role.NOISE, Role.LIST, Role.WHICH, Role.COPULA);
        boolean eachRow = first < clause.size()
                && clause.free(first)
                && reading.names(
                        first,
                        column -> Planner.isEntity(reading.view(), column)
                                && column.distinct() * 10
                                        >= reading.view().dataset().rows() * 9)
                && !Words.lemma(clause.at(first).text())
                        .equals(clause.at(first).text().toLowerCase(java.util.Locale.ROOT));
        if (eachRow) {
            clause.use(first);
            reading.assume("Each row is taken as one of the " + clause.at(first).text() + ".");
            return List.of(Measure.count());
        }
        for (int i : reading.freeNames(Measures.NUMBER)) {
            Column column = reading.column(i, Measures.NUMBER, "a mean");
            Function function = DatasetView.isAdditive(column) ? Function.SUM : Function.MEAN;
            reading.assume(
                    "No calculation was named: the " + Measures.word(function) + " of " + column.name() + " is taken.");
            measures.add(Measure.of(function, column.name()));
        }
        if ((measures.isEmpty() && reading.clause().contains(Role.ROW))
                || (measures.isEmpty() && !reading.conditions().isEmpty())) {
            reading.assume("No calculation was named: rows are counted.");
            measures.add(Measure.count());
        }
        return measures;
    }

    /** "how heavy are Gentoo penguins": the mean. */
    private static List<Measure> howHeavy(Reading reading) {
        Clause clause = reading.clause();
        int i = clause.find(sense -> sense instanceof Sense.Quality);
        if (i < 0 || !(clause.sense(i) instanceof Sense.Quality quality)) {
            return List.of();
        }
        clause.use(i);
        List<Integer> nouns = reading.freeNames(Measures.NUMBER);
        Optional<Column> column = nouns.isEmpty()
                ? Measures.ofQuality(reading, clause.at(i).text(), quality.measures(), Optional.empty())
                : RankIntent.ofNoun(reading, i, nouns.getFirst(), quality.measures());
        return column.map(present -> {
                    reading.assume("\"how " + clause.at(i).text() + "\" is answered by the mean.");
                    return List.of(Measure.of(Function.MEAN, present.name()));
                })
                .orElseThrow(() -> Unplannable.ask(Replies.needsColumn(
                        "measure \"" + clause.at(i).text() + "\" by",
                        reading.view().measureColumns())));
    }

    /** "life expectancy of Kenya in 1990" where the conditions leave one row: the value of that row. */
    private static Optional<PlanStep> valueOfRow(Reading reading) {
        List<Integer> named = reading.freeNames(Measures.NUMBER);
        boolean oneRow = reading.conditions().stream()
                .anyMatch(condition -> condition.operator() == io.hexagent.domain.dataset.Filter.Operator.EQ
                        && (condition.column().type() == ColumnType.TEXT
                                || DatasetView.isIdentifier(condition.column()))
                        && RankIntent.unique(reading, condition.column()));
        boolean asksMore = reading.clause().has(Role.SORT)
                || reading.clause().has(Role.DISTINCT)
                || !reading.groups().isEmpty()
                || !reading.freeNames(column -> !column.type().isNumber()).isEmpty();
        if (named.size() != 1 || !oneRow || asksMore) {
            return Optional.empty();
        }
        Column column = reading.column(named.getFirst(), Measures.NUMBER, "a value");
        var shown = new ArrayList<Column>(
                reading.conditions().stream().map(Condition::column).distinct().toList());
        shown.remove(column);
        shown.add(column);
        PlanStep rows =
                Steps.rows(reading, shown, Optional.empty(), new Ranking(false, 20), PlanStep.Telling.Kind.VALUE);
        return Optional.of(new PlanStep(
                "Look up " + column.name() + reading.where() + ".",
                rows.tool(),
                rows.arguments(),
                new PlanStep.Telling(PlanStep.Telling.Kind.VALUE, column.name(), reading.where()),
                rows.assumptions(),
                new PlanStep.Topic(reading.conditions(), List.of(), List.of(), List.of(column), Optional.empty())));
    }

    /** "what was the population of Kenya in 2005": the value, as the mean of the rows that match. */
    private static List<Measure> askedValue(Reading reading) {
        List<Integer> columns = reading.freeNames(Measures.NUMBER);
        if (columns.isEmpty()
                || reading.conditions().isEmpty()
                || (reading.clause().contains(Role.ROW) && !ofRows(reading, columns))
                || reading.clause().has(Role.SORT)
                || reading.clause().has(Role.DISTINCT)
                || !reading.freeNames(column -> !column.type().isNumber()).isEmpty()) {
            return List.of();
        }
        Optional<Column> time = RankIntent.openPanelTime(reading);
        if (time.isPresent()) {
            throw Unplannable.ask("For which " + time.get().name() + "? The table has a row for each; or name a"
                    + " calculation, such as the mean over all of them.");
        }
        var measures = new ArrayList<Measure>();
        for (int i : columns) {
            Column column = reading.column(i, Measures.NUMBER, "a value");
            Function function = DatasetView.isAdditive(column) ? Function.SUM : Function.MEAN;
            measures.add(Measure.of(function, column.name()));
            reading.assume("No calculation was named: the " + Measures.word(function)
                    + " over the rows that match is taken of " + column.name()
                    + "; with one such row it is the value itself.");
        }
        return measures;
    }

    /** "revenue of orders with 10 units": what adds up is asked for as a sum, unless rows are to be listed. */
    private static boolean ofRows(Reading reading, List<Integer> columns) {
        Clause clause = reading.clause();
        boolean lists = clause.contains(Role.LIST) || clause.contains(Role.EXISTS) || clause.contains(Role.FIRST);
        return !lists
                && columns.size() == 1
                && reading.names(columns.getFirst(), DatasetView::isAdditive)
                && clause.is(clause.after(columns.getFirst(), Role.NOISE), Role.PREPOSITION);
    }

    /** "sorted by … descending": the order of the groups. */
    private static Optional<Ranking> order(Reading reading) {
        Clause clause = reading.clause();
        boolean ascending = clause.takeAll(Role.ASCENDING);
        boolean descending = clause.takeAll(Role.DESCENDING);
        boolean sorted = clause.contains(Role.SORT);
        if (sorted) {
            int i = clause.find(Role.SORT);
            int next = i < 0 ? clause.size() : clause.after(i, Role.NOISE, Role.GROUP, Role.PRONOUN);
            boolean bySomethingElse = next < clause.size()
                    && clause.free(next)
                    && (clause.sense(next) instanceof Sense.Names || clause.sense(next) instanceof Sense.Calendar);
            if (!bySomethingElse) {
                clause.takeAll(Role.SORT);
            }
        }
        if (!ascending && !descending && !sorted) {
            return Optional.empty();
        }
        return Optional.of(new Ranking(!ascending, 0));
    }
}
