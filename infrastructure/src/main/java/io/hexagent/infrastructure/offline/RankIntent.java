package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Grouping;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.domain.dataset.Filter.Operator;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.offline.PlanStep.Ranking;
import io.hexagent.infrastructure.offline.PlanStep.Telling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The greatest and the least: "top 5 countries by population", "which species is the heaviest", "the hottest day". */
final class RankIntent implements Intent {
    private static final int MANY = 5;
    /** Places from the second on. */
    private static final List<String> PLACES =
            List.of("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth");
    /** Words of columns of which more is better. */
    private static final List<String> WISHED =
            List.of("salary", "wage", "revenue", "sales", "profit", "score", "rating", "grade", "gpa", "points");

    /** Whether the clause ranks something. */
    static boolean ranks(Clause clause) {
        return clause.contains(RankIntent::extreme)
                || clause.contains(Role.TOP)
                || clause.contains(Role.BOTTOM)
                || clause.contains(Role.FREQUENT)
                || clause.contains(Role.RARE);
    }

    private static boolean extreme(Sense sense) {
        return sense instanceof Sense.Superlative;
    }

    /** What is ranked. */
    private sealed interface Subject {
        record Category(Column column) implements Subject {}

        record Rows() implements Subject {}

        record Periods(Grouping grouping) implements Subject {}

        record None() implements Subject {}
    }

    @Override
    public List<PlanStep> plan(Reading reading) {
        int nth = ranks(reading.clause()) ? nth(reading.clause()) : 0;
        List<PlanStep> steps = ranked(reading, nth);
        if (nth == 0 || steps.isEmpty()) {
            return steps;
        }
        reading.assume("Equal values take a place each.");
        return steps.stream()
                .map(step -> step.ofPlace(nth, reading.assumptions()))
                .toList();
    }

    /** Places "second", "3rd" before the superlative. @return the place; 0 for none */
    private static int nth(Clause clause) {
        int extreme = clause.find(RankIntent::extreme);
        int at = extreme - 1;
        if (at < 0 || !clause.free(at)) {
            return 0;
        }
        int named = PLACES.indexOf(clause.at(at).text().toLowerCase(java.util.Locale.ROOT)) + 2;
        boolean ordinal = clause.sense(at) instanceof Sense.Amount amount
                && amount.kind() == Token.Kind.ORDINAL
                && amount.value().intValue() >= 2
                && amount.value().intValue() <= 100;
        int place = ordinal && clause.sense(at) instanceof Sense.Amount amount
                ? amount.value().intValue()
                : named;
        if (place < 2) {
            return 0;
        }
        clause.use(at);
        return place;
    }

    private static List<PlanStep> ranked(Reading reading, int nth) {
        Clause clause = reading.clause();
        boolean asksMax = clause.contains(Role.WHICH)
                && clause.contains(sense -> sense instanceof Sense.Calculates calculates
                        && (calculates.function() == Function.MAX || calculates.function() == Function.MIN))
                && !reading.freeNames(column ->
                                !column.type().isNumber() && !column.type().isTime())
                        .isEmpty();
        if (!ranks(clause) && !asksMax) {
            return List.of();
        }
        int extreme = clause.find(RankIntent::extreme);
        boolean ofNumber = extreme >= 0
                && clause.is(extreme + 1, Role.COUNT)
                && clause.at(extreme + 1)
                        .text()
                        .toLowerCase(java.util.Locale.ROOT)
                        .contains("number");
        if (ofNumber) {
            clause.use(extreme + 1);
        }
        boolean descending = descending(clause, extreme, asksMax);
        int limit = nth > 0 ? nth : limit(reading, extreme);
        if (clause.takeAll(Role.FREQUENT) | clause.takeAll(Role.RARE)) {
            return mostFrequent(reading, descending, limit);
        }
        Optional<Function> function = function(reading, asksMax);
        List<String> qualities = extreme >= 0 && clause.sense(extreme) instanceof Sense.Superlative superlative
                ? superlative.measures()
                : List.of();
        if (extreme >= 0) {
            clause.use(extreme);
        }
        String word = extreme >= 0 ? clause.at(extreme).text() : "top";
        for (int i = 0; i < clause.size(); i++) {
            if (clause.isFree(i, Sense.Quality.class)
                    && clause.sense(i) instanceof Sense.Quality quality
                    && quality.measures().equals(qualities)) {
                clause.use(i);
            }
        }
        boolean countsRows = countsRows(reading, extreme, ofNumber);
        Optional<Column> key = countsRows ? Optional.empty() : key(reading, extreme, qualities, word, descending);
        Subject subject = subject(reading, key.isPresent() || countsRows);
        if (countsRows) {
            return byCount(reading, subject, descending, limit);
        }
        Optional<PlanStep> grouped = reading.previous()
                .filter(step -> step.tool().equals("aggregate")
                        && !step.topic().groups().isEmpty());
        if (key.isEmpty() && grouped.isPresent()) {
            return amongPrevious(reading, grouped.get(), descending, limit);
        }
        if (key.isEmpty()) {
            key = onlyMeasure(reading, word);
        }
        return steps(reading, subject, key.orElseThrow(), function, descending, limit);
    }

    private static boolean descending(Clause clause, int extreme, boolean asksMax) {
        boolean ascending = clause.takeAll(Role.ASCENDING);
        boolean falling = clause.takeAll(Role.DESCENDING);
        if (extreme >= 0 && clause.sense(extreme) instanceof Sense.Superlative superlative) {
            return superlative.high();
        }
        if (asksMax) {
            return clause.contains(
                    sense -> sense instanceof Sense.Calculates calculates && calculates.function() == Function.MAX);
        }
        if (ascending || falling) {
            return falling;
        }
        return !clause.contains(Role.BOTTOM) && !clause.contains(Role.RARE);
    }

    /** The number asked for; 1 for "the highest", {@link #MANY} for "top countries". */
    private static int limit(Reading reading, int extreme) {
        Clause clause = reading.clause();
        int top = Math.max(clause.find(Role.TOP), clause.find(Role.BOTTOM));
        clause.takeAll(Role.TOP);
        clause.takeAll(Role.BOTTOM);
        int rare = Math.max(clause.find(Role.FREQUENT), clause.find(Role.RARE));
        for (int at : new int[] {top + 1, extreme - 1, extreme + 1, rare - 1, rare + 1}) {
            boolean beside = (at > 0
                            && ((at == top + 1 && top >= 0)
                                    || (extreme >= 0 && Math.abs(at - extreme) == 1)
                                    || (rare >= 0 && Math.abs(at - rare) == 1)))
                    || (at == 0 && (extreme == 1 || rare == 1));
            if (beside
                    && clause.isFree(at, Sense.Amount.class)
                    && clause.sense(at) instanceof Sense.Amount amount
                    && amount.kind() == Token.Kind.NUMBER) {
                if (!amount.isWhole()
                        || amount.value().signum() <= 0
                        || amount.value().intValue() > 10_000) {
                    throw Unplannable.refused("A number of rows is a whole number from 1 to 10000, got "
                            + amount.value().toPlainString() + ".");
                }
                clause.use(at);
                return amount.value().intValue();
            }
        }
        if (top >= 0 && extreme < 0) {
            int next = clause.after(top, Role.NOISE);
            boolean singular = next < clause.size()
                    && (clause.is(next, Role.ROW) || clause.sense(next) instanceof Sense.Names)
                    && Words.lemma(clause.at(next).text())
                            .equals(clause.at(next).text().toLowerCase(java.util.Locale.ROOT));
            if (singular) {
                return 1;
            }
            reading.assume("No number was named: the first " + MANY + " are shown.");
            return MANY;
        }
        return 1;
    }

    private static List<PlanStep> mostFrequent(Reading reading, boolean descending, int limit) {
        List<Integer> names = reading.freeNames(any -> true);
        if (names.isEmpty()) {
            throw Unplannable.ask(
                    Replies.needsColumn("count the values of", reading.view().categoryColumns()));
        }
        Column column = reading.column(names.getFirst(), any -> true, "a category");
        ValueConditions.readFlags(reading);
        refuseFewest(reading, descending);
        reading.assume("Rows are counted for each " + column.name() + ".");
        return List.of(Steps.aggregate(
                reading,
                List.of(Measure.count()),
                withGroup(reading, column),
                rankingWithTies(reading, descending, limit)));
    }

    private static List<Grouping> withGroup(Reading reading, Column column) {
        if (!reading.groups().isEmpty()) {
            throw Unplannable.refused("I can rank over the whole table, but not within each "
                    + reading.groups().getFirst().column() + ". Name one of them, or ask for the table by both.");
        }
        return List.of(Grouping.of(column.name()));
    }

    private static Optional<Ranking> ranking(boolean descending, int limit) {
        return Optional.of(new Ranking(descending, limit));
    }

    private static boolean tied(Reading reading, Column key) {
        return key.distinct() * 2 < reading.view().dataset().rows();
    }

    /** Counts and whole numbers are often equal. */
    private static Optional<Ranking> rankingWithTies(Reading reading, boolean descending, int limit) {
        reading.assume("Of equals at the end of the list, only as many are shown as were asked for.");
        return ranking(descending, limit);
    }

    private static Optional<Function> function(Reading reading, boolean asksMax) {
        Clause clause = reading.clause();
        Optional<Function> function = Optional.empty();
        for (int i = 0; i < clause.size(); i++) {
            if (clause.free(i) && clause.sense(i) instanceof Sense.Calculates calculates) {
                boolean extreme = calculates.function() == Function.MAX || calculates.function() == Function.MIN;
                clause.use(i);
                int mark = clause.before(i, Role.NOISE, Role.PREPOSITION);
                if (clause.free(mark) && clause.isAny(mark, Role.GROUP, Role.SORT)) {
                    clause.use(mark);
                }
                if (!(asksMax && extreme)) {
                    function = Optional.of(calculates.function());
                }
            } else if (clause.is(i, Role.USUALLY) && clause.at(i).text().equalsIgnoreCase("on average")) {
                function = Optional.of(Function.MEAN);
            }
        }
        return function;
    }

    /** "the most penguins", "the highest number of rows": rows are counted. */
    private static boolean countsRows(Reading reading, int extreme, boolean ofNumber) {
        Clause clause = reading.clause();
        if (extreme < 0) {
            int by = clause.find(Role.COUNT);
            if (by >= 0 && clause.isAny(clause.before(by, Role.NOISE), Role.GROUP, Role.SORT)) {
                clause.use(by);
                clause.use(clause.before(by, Role.NOISE));
                return true;
            }
            return false;
        }
        boolean general = clause.sense(extreme) instanceof Sense.Superlative superlative
                && superlative.measures().isEmpty();
        int next = clause.after(extreme, Role.NOISE, Role.COUNT, Role.PREPOSITION);
        boolean most = List.of("most", "least", "fewest")
                .contains(clause.at(extreme).text().toLowerCase(java.util.Locale.ROOT));
        boolean daily = next < clause.size()
                && clause.sense(next) instanceof Sense.Calendar calendar
                && calendar.period() == Period.DAY
                && !calendar.adverb();
        boolean means = next < clause.size() && clause.sense(next) instanceof Sense.Means;
        boolean rows = general && (most || ofNumber) && (clause.is(next, Role.ROW) || daily || means);
        if (rows && daily) {
            clause.use(next);
        }
        return rows;
    }

    private static List<PlanStep> byCount(Reading reading, Subject subject, boolean descending, int limit) {
        refuseFewest(reading, descending);
        return switch (subject) {
            case Subject.Category category -> {
                reading.assume("Rows are counted for each " + category.column().name() + ".");
                yield List.of(Steps.aggregate(
                        reading,
                        List.of(Measure.count()),
                        withGroup(reading, category.column()),
                        rankingWithTies(reading, descending, limit)));
            }
            case Subject.Periods periods ->
                List.of(Steps.aggregate(
                        reading,
                        List.of(Measure.count()),
                        List.of(periods.grouping()),
                        rankingWithTies(reading, descending, limit)));
            case Subject.Rows rows -> throw noSubject(reading);
            case Subject.None none -> throw noSubject(reading);
        };
    }

    /** A group without any row that matches has no line in the counts, so the least of them would be wrong. */
    private static void refuseFewest(Reading reading, boolean descending) {
        if (!descending && !reading.conditions().isEmpty()) {
            throw Unplannable.refused("The fewest rows" + reading.where()
                    + " cannot be told: a group with none of them would not be counted."
                    + " Ask for the number of rows by group instead.");
        }
    }

    private static Unplannable noSubject(Reading reading) {
        return Unplannable.ask(Replies.needsColumn(
                "count the rows of each value of", reading.view().categoryColumns()));
    }

    /** The column that is compared: named after "by", beside the superlative, or what its adjective measures. */
    private static Optional<Column> key(
            Reading reading, int extreme, List<String> qualities, String word, boolean descending) {
        Clause clause = reading.clause();
        Predicate<Column> number = column -> column.type().isNumber() && !DatasetView.isYear(column);
        int by = -1;
        for (int i = 0; i < clause.size(); i++) {
            int next = clause.after(i, Role.NOISE);
            boolean marks = (clause.free(i) && clause.isAny(i, Role.GROUP, Role.SORT))
                    || (clause.free(i)
                            && clause.is(i, Role.PREPOSITION)
                            && clause.at(i).text().startsWith("in terms"));
            if (marks && next < clause.size() && clause.free(next) && reading.names(next, number)) {
                clause.use(i);
                by = next;
                break;
            }
        }
        List<Integer> names = reading.freeNames(number);
        if (by < 0 && extreme >= 0) {
            by = names.stream().filter(i -> i > extreme).findFirst().orElse(-1);
        }
        if (by < 0 && !names.isEmpty()) {
            by = names.getFirst();
        }
        if (by >= 0) {
            return Optional.of(chosen(reading, by, extreme, qualities, descending));
        }
        if (!qualities.isEmpty()) {
            Optional<Column> column = Measures.ofQuality(reading, word, qualities, Optional.empty());
            if (column.isEmpty()) {
                throw Unplannable.ask(Replies.needsColumn(
                        "measure \"" + word + "\" by", reading.view().measureColumns()));
            }
            return column;
        }
        return Optional.empty();
    }

    private static Column chosen(Reading reading, int by, int extreme, List<String> qualities, boolean descending) {
        if (!qualities.isEmpty()) {
            Optional<Column> column = ofNoun(reading, extreme, by, qualities);
            if (column.isPresent()) {
                return column.get();
            }
            Clause clause = reading.clause();
            boolean rated = qualities.contains("rating");
            boolean apart = rated && by > extreme + 1 && clause.isAny(by - 1, Role.PREPOSITION, Role.GROUP);
            boolean wished = clause.sense(by) instanceof Sense.Names names
                    && Words.split(names.first().name()).stream().anyMatch(WISHED::contains);
            if (apart || (rated && wished)) {
                Column rating = extremeOf(reading, by, descending);
                reading.assume("\"" + clause.at(extreme).text() + "\" is taken as the "
                        + (descending ? "highest " : "lowest ") + rating.name() + ".");
                return rating;
            }
            boolean named = qualities.contains("length")
                    && clause.sense(by) instanceof Sense.Names names
                    && names.candidates().getFirst().literal()
                    && ColumnUnits.of(names.first()).isPresent();
            if (!qualities.contains("size") && !named) {
                throw Unplannable.refused(
                        "I cannot tell what \"" + reading.clause().at(extreme).text()
                                + "\" means for \"" + reading.clause().at(by).text()
                                + "\". Say \"highest\" or \"lowest\" with the column.");
            }
        }
        return extremeOf(reading, by, descending);
    }

    /** "longest flippers": the one column that both the noun and the adjective fit. */
    static Optional<Column> ofNoun(Reading reading, int adjective, int noun, List<String> qualities) {
        Clause clause = reading.clause();
        if (!(clause.sense(noun) instanceof Sense.Names names)) {
            return Optional.empty();
        }
        for (String quality : qualities) {
            List<Column> both = names.candidates().stream()
                    .map(ColumnLink::column)
                    .filter(column -> {
                        List<String> words = Words.split(column.name());
                        return List.of(quality.split(" ", -1)).stream()
                                .allMatch(part -> words.stream().anyMatch(word -> Synonyms.same(word, part)));
                    })
                    .toList();
            if (both.size() == 1) {
                clause.use(noun);
                reading.assume("\"" + clause.at(adjective).text() + " "
                        + clause.at(noun).text() + "\" is measured by the column "
                        + both.getFirst().name() + ".");
                return Optional.of(both.getFirst());
            }
        }
        return Optional.empty();
    }

    /** "the highest temperature" of temp_max and temp_min is that of temp_max. */
    private static Column extremeOf(Reading reading, int i, boolean high) {
        if (reading.clause().sense(i) instanceof Sense.Names names
                && names.candidates().size() > 1) {
            List<String> wanted = high ? List.of("max", "maximum", "high") : List.of("min", "minimum", "low");
            List<Column> fitting = names.candidates().stream()
                    .map(ColumnLink::column)
                    .filter(column -> Words.split(column.name()).stream().anyMatch(wanted::contains))
                    .toList();
            if (fitting.size() == 1) {
                return reading.column(i, fitting::contains, "what is compared");
            }
        }
        return reading.column(i, Measures.NUMBER, "what is compared");
    }

    /** "then show the top 2": the first of the groups of the step before. */
    private static List<PlanStep> amongPrevious(Reading reading, PlanStep step, boolean descending, int limit) {
        if (reading.conditions().isEmpty()) {
            step.topic().conditions().forEach(reading::add);
        }
        return List.of(
                Steps.aggregate(reading, step.topic().measures(), step.topic().groups(), ranking(descending, limit)));
    }

    private static Optional<Column> onlyMeasure(Reading reading, String word) {
        List<Column> measures = reading.view().measureColumns();
        List<Column> topic = reading.previous().map(step -> step.topic().columns()).orElse(List.of()).stream()
                .filter(Measures.NUMBER)
                .toList();
        if (topic.size() == 1) {
            reading.assume("The column of the step before is compared: "
                    + topic.getFirst().name() + ".");
            return Optional.of(topic.getFirst());
        }
        if (measures.size() != 1) {
            throw Unplannable.ask(Replies.needsColumn("take for \"" + word + "\"", measures));
        }
        reading.assume("No column was named: " + measures.getFirst().name() + " is the only one that measures.");
        return Optional.of(measures.getFirst());
    }

    private static Subject subject(Reading reading, boolean keyed) {
        Clause clause = reading.clause();
        List<Integer> names = reading.freeNames(column -> !column.type().isNumber()
                || DatasetView.isYear(column)
                || DatasetView.isIdentifier(column)
                || column.distinct() <= 12);
        if (!names.isEmpty() && keyed) {
            Column column = reading.column(
                    names.getFirst(),
                    any -> !any.type().isNumber()
                            || DatasetView.isYear(any)
                            || DatasetView.isIdentifier(any)
                            || any.distinct() <= 12,
                    "what is ranked");
            return new Subject.Category(column);
        }
        int period = clause.find(sense -> sense instanceof Sense.Calendar calendar && !calendar.adverb());
        if (period >= 0 && clause.sense(period) instanceof Sense.Calendar calendar) {
            if (calendar.period() == Period.DAY && daily(reading.view())) {
                clause.use(period);
                return new Subject.Rows();
            }
            Period asked = calendar.period();
            boolean recurring = asked == Period.MONTH && (clause.contains(Role.USUALLY) || presentTense(clause));
            return new Subject.Periods(Groups.period(reading, period, recurring ? Period.MONTH_OF_YEAR : asked));
        }
        boolean who = clause.chunks().stream()
                .anyMatch(chunk ->
                        chunk.text().equalsIgnoreCase("who") || chunk.text().equalsIgnoreCase("when"));
        return clause.contains(Role.ROW) || who ? new Subject.Rows() : new Subject.None();
    }

    private static boolean presentTense(Clause clause) {
        return clause.chunks().stream()
                .noneMatch(chunk -> List.of("was", "were", "had", "did")
                        .contains(chunk.text().toLowerCase(java.util.Locale.ROOT)));
    }

    static boolean daily(DatasetView view) {
        return view.dataset().columns().stream()
                .anyMatch(column -> column.type() == ColumnType.DATE
                        && column.distinct() == view.dataset().rows());
    }

    private static List<PlanStep> steps(
            Reading reading, Subject subject, Column key, Optional<Function> function, boolean descending, int limit) {
        return switch (subject) {
            case Subject.Category category -> byCategory(reading, category.column(), key, function, descending, limit);
            case Subject.Periods periods -> {
                Function chosen = function.orElseGet(() -> size(reading, key));
                yield List.of(Steps.aggregate(
                        reading,
                        List.of(Measure.of(chosen, key.name())),
                        List.of(periods.grouping()),
                        ranking(descending, limit)));
            }
            case Subject.Rows rows -> byRow(reading, key, function, descending, limit);
            case Subject.None none -> extremeFigure(reading, key, function, descending, limit);
        };
    }

    private static List<PlanStep> byCategory(
            Reading reading, Column subject, Column key, Optional<Function> function, boolean descending, int limit) {
        if (!reading.groups().isEmpty()) {
            throw Unplannable.refused("I can rank over the whole table, but not within each "
                    + reading.groups().getFirst().column() + ". Name one of them, or ask for the figures by both.");
        }
        Optional<Ranking> ranking = ranking(descending, limit);
        boolean wholeRows = reading.clause().contains(Role.ROW) && function.isEmpty() && !unique(reading, subject);
        if (function.isEmpty() && unique(reading, subject)) {
            return List.of(row(reading, List.of(subject, key), key, ranking.orElseThrow()));
        }
        boolean rowNoun = DatasetView.isIdentifier(subject)
                && !DatasetView.isAdditive(key)
                && reading.clause()
                        .contains(sense -> sense instanceof Sense.Names names
                                && names.candidates().size() == 1
                                && names.first().equals(subject)
                                && !names.candidates().getFirst().literal());
        if (function.isEmpty() && rowNoun) {
            reading.assume("Rows are compared, each by itself.");
            return List.of(row(reading, List.of(subject, key), key, ranking.orElseThrow()));
        }
        Optional<Column> panelTime = panelTime(reading, subject);
        if (function.isEmpty() && (panelTime.isPresent() || wholeRows)) {
            if (limit == 1) {
                var shown = new ArrayList<Column>(List.of(subject));
                panelTime.ifPresent(shown::add);
                shown.add(key);
                reading.assume(
                        "The single row with the " + (descending ? "greatest " : "least ") + key.name() + " is sought"
                                + panelTime
                                        .map(time -> ", over all " + time.name() + "s")
                                        .orElse("") + ".");
                return List.of(row(reading, shown, key, ranking.orElseThrow()));
            }
            Function extreme = descending ? Function.MAX : Function.MIN;
            reading.assume("Each " + subject.name() + " counts with its " + Measures.word(extreme) + " of " + key.name()
                    + panelTime.map(time -> " over all " + time.name() + "s").orElse("") + ".");
            return List.of(Steps.aggregate(
                    reading, List.of(Measure.of(extreme, key.name())), List.of(Grouping.of(subject.name())), ranking));
        }
        Function chosen = function.orElseGet(() -> size(reading, key));
        return List.of(Steps.aggregate(
                reading, List.of(Measure.of(chosen, key.name())), List.of(Grouping.of(subject.name())), ranking));
    }

    private static PlanStep row(Reading reading, List<Column> shown, Column key, Ranking ranking) {
        return Steps.rows(
                reading, shown.stream().distinct().toList(), Optional.of(key), ranking, Telling.Kind.GREATEST);
    }

    private static Function size(Reading reading, Column key) {
        Function function = DatasetView.isAdditive(key) ? Function.SUM : Function.MEAN;
        reading.assume("Groups are compared by the " + Measures.word(function) + " of " + key.name() + ".");
        return function;
    }

    private static List<PlanStep> byRow(
            Reading reading, Column key, Optional<Function> function, boolean descending, int limit) {
        if (function.isPresent()) {
            throw Unplannable.ask("The " + Measures.word(function.get()) + " of " + key.name()
                    + " is a figure of a group, not of a row. Which column should form the groups? Choices: "
                    + Replies.list(reading.view().categoryColumns().stream()
                            .map(Column::name)
                            .toList()) + ".");
        }
        if (!reading.groups().isEmpty()) {
            return extremeFigure(reading, key, function, descending, 1);
        }
        return List.of(Steps.rows(
                reading,
                List.of(),
                Optional.of(key),
                (tied(reading, key) ? rankingWithTies(reading, descending, limit) : ranking(descending, limit))
                        .orElseThrow(),
                Telling.Kind.GREATEST));
    }

    /** "the highest wind": a maximum; "highest average wind by month": the first of the groups. */
    private static List<PlanStep> extremeFigure(
            Reading reading, Column key, Optional<Function> function, boolean descending, int limit) {
        if (function.isPresent()) {
            if (reading.groups().isEmpty()) {
                throw Unplannable.ask(Replies.needsColumn(
                        "compare the " + Measures.word(function.get()) + " of " + key.name() + " across",
                        reading.view().categoryColumns()));
            }
            return List.of(Steps.aggregate(
                    reading,
                    List.of(Measure.of(function.get(), key.name())),
                    reading.groups(),
                    ranking(descending, limit)));
        }
        if (limit > 1) {
            if (!reading.groups().isEmpty()) {
                throw Unplannable.refused("I can rank over the whole table, but not within each group.");
            }
            return List.of(Steps.rows(
                    reading,
                    List.of(),
                    Optional.of(key),
                    (tied(reading, key) ? rankingWithTies(reading, descending, limit) : ranking(descending, limit))
                            .orElseThrow(),
                    Telling.Kind.GREATEST));
        }
        List<Measure> extremes = List.of(Measure.of(descending ? Function.MAX : Function.MIN, key.name()));
        AggregateIntent.listedGroups(reading, extremes, reading.groups());
        return List.of(Steps.aggregate(reading, extremes, reading.groups(), Optional.empty()));
    }

    /** Whether each value of the column has one row under the conditions. */
    static boolean unique(Reading reading, Column subject) {
        if (subject.distinct() == reading.view().dataset().rows()) {
            return true;
        }
        return panelTime(reading, subject)
                .map(time -> reading.conditions().stream()
                        .anyMatch(condition -> condition.column().equals(time)
                                && condition.operator() == Operator.EQ
                                && (time.type() == ColumnType.INTEGER
                                        || (condition.operands().getFirst() instanceof Value.Text text
                                                && text.text().length() == 10))))
                .orElse(false);
    }

    /** The time column of a panel that no condition or group fixes, so that a figure runs over all its times. */
    static Optional<Column> openPanelTime(Reading reading) {
        return reading.view().categoryColumns().stream()
                .flatMap(category -> panelTime(reading, category).stream())
                .findFirst()
                .filter(time -> reading.conditions().stream()
                        .noneMatch(condition -> condition.column().equals(time)))
                .filter(time -> reading.groups().stream()
                        .noneMatch(group -> group.column().equals(time.name())));
    }

    /** The time column that makes rows unique together with the subject, as in a table of countries and years. */
    private static Optional<Column> panelTime(Reading reading, Column subject) {
        long rows = reading.view().dataset().rows();
        return reading.view().timeColumns().stream()
                .filter(time -> !time.equals(subject))
                .filter(time -> subject.distinct() * time.distinct() >= rows
                        && subject.distinct() * time.distinct()
                                <= (time.type() == ColumnType.INTEGER ? rows * 4 / 3 : rows * 21 / 20)
                        && (subject.distinct() > 2 || time.type() == ColumnType.INTEGER)
                        && time.distinct() < rows
                        && subject.distinct() < rows)
                .findFirst();
    }
}
