package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Grouping;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.offline.PlanStep.Telling;
import io.hexagent.infrastructure.offline.PlanStep.Topic;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parts of a whole: "what share of penguins are Adelie", "percentage of revenue by region". */
final class ShareIntent implements Intent {
    @Override
    public List<PlanStep> plan(Reading reading) {
        Clause clause = reading.clause();
        int share = clause.find(Role.SHARE);
        if (share < 0) {
            return List.of();
        }
        if (clause.contains(Role.MISSING)
                && reading.conditions().isEmpty()
                && !reading.freeNames(any -> true).isEmpty()) {
            return missingShare(reading);
        }
        boolean ofTheChange = clause.contains(Role.TREND)
                && clause.at(share).text().toLowerCase(java.util.Locale.ROOT).contains("percent");
        clause.takeAll(Role.SHARE);
        if (ofTheChange) {
            int mark = clause.before(share, Role.NOISE, Role.HOW_MANY);
            if (clause.is(mark, Role.GROUP)) {
                clause.use(mark);
            }
            return List.of();
        }
        clause.takeAll(Role.HOW_MANY);
        for (int i = 0; i < clause.size(); i++) {
            if (clause.isFree(i, Sense.Calculates.class)
                    && clause.sense(i) instanceof Sense.Calculates calculates
                    && calculates.function() == Function.SUM) {
                clause.use(i);
            } else if (clause.isFree(i, Sense.Calculates.class)) {
                throw Unplannable.refused("I can calculate a share of rows or of a sum, not a share and a "
                        + clause.at(i).text() + " at once. Join them with \"then\".");
            }
        }
        int copula = copula(clause, share);
        List<Integer> numbers =
                reading.freeNames(column -> column.type().isNumber() && !ValueConditions.isFlag(column));
        Optional<Column> of = numbers.isEmpty()
                ? Optional.empty()
                : Optional.of(reading.column(numbers.getFirst(), Measures.NUMBER, "a sum"));
        List<Integer> categories =
                reading.freeNames(column -> !column.type().isNumber() && !ValueConditions.isFlag(column));
        if (reading.groups().isEmpty() && !categories.isEmpty()) {
            Column column =
                    reading.column(categories.getFirst(), any -> !any.type().isNumber(), "groups");
            reading.groups().add(Grouping.of(column.name()));
        }
        int flagsFrom = reading.conditions().size();
        ValueConditions.readFlags(reading);
        List<Condition> flags = List.copyOf(
                reading.conditions().subList(flagsFrom, reading.conditions().size()));
        if (reading.conditions().isEmpty()
                || (!reading.groups().isEmpty()
                        && flags.isEmpty()
                        && reading.conditions().stream().allMatch(DatasetTime::is))) {
            return byGroup(reading, of);
        }
        if (!reading.groups().isEmpty()) {
            return sharesWithin(reading, flags, share, copula, of);
        }
        return part(reading, share, copula, of);
    }

    /** "what fraction of bmi values is missing": the tool for missing values gives the share. */
    private static List<PlanStep> missingShare(Reading reading) {
        Clause clause = reading.clause();
        clause.takeAll(Role.SHARE);
        clause.takeAll(Role.MISSING);
        List<Column> columns = reading.freeNames(any -> true).stream()
                .map(i -> reading.column(i, any -> true, "a column"))
                .toList();
        List<String> names = columns.stream().map(Column::name).toList();
        String of = " of " + Replies.and(names);
        return List.of(Steps.step(
                reading,
                "Count the missing values" + of + ".",
                "missing_values",
                reading.arguments().put("columns", Value.texts(names)).build(),
                new Telling(Telling.Kind.MISSING, of, ""),
                new Topic(List.of(), List.of(), List.of(), columns, Optional.empty())));
    }

    /** Conditions on time always describe the whole. */
    private static final class DatasetTime {
        static boolean is(Condition condition) {
            return DatasetView.isTime(condition.column());
        }
    }

    private static int copula(Clause clause, int share) {
        for (int i = share + 1; i < clause.size(); i++) {
            boolean clausal = clause.is(i, Role.COPULA) || clause.is(i, Role.RELATIVE) || clause.is(i, Role.WITH);
            if (clausal || (clause.is(i, Role.WHICH) && i > share + 1)) {
                return i;
            }
        }
        return -1;
    }

    private static List<PlanStep> byGroup(Reading reading, Optional<Column> of) {
        if (reading.groups().isEmpty()) {
            throw Unplannable.ask(
                    Replies.needsColumn("take the shares of", reading.view().categoryColumns()));
        }
        Measure measure =
                new Measure(Function.SHARE, of.map(Column::name), java.util.OptionalDouble.empty(), Optional.empty());
        reading.assume("Shares are parts of all rows that match.");
        return List.of(Steps.aggregate(reading, List.of(measure), reading.groups(), Optional.empty()));
    }

    /** The share of a 0/1 column in each group is its mean; of other conditions both parts are counted. */
    private static List<PlanStep> sharesWithin(
            Reading reading, List<Condition> flags, int share, int copula, Optional<Column> of) {
        boolean single = flags.size() == 1
                && flags.getFirst().column().type().isNumber()
                && flags.getFirst().operands().getFirst().equals(Value.of(1));
        if (single) {
            reading.conditions().remove(flags.getFirst());
            String column = flags.getFirst().column().name();
            reading.assume(
                    "The share of " + column + " = 1 is the mean of " + column + ", over rows where it is known.");
            return List.of(Steps.aggregate(
                    reading, List.of(Measure.of(Function.MEAN, column)), reading.groups(), Optional.empty()));
        }
        return countsWithin(reading, share, copula, of);
    }

    /** All rows of each group, and those of them that match: the answer puts them side by side. */
    private static List<PlanStep> countsWithin(Reading reading, int share, int copula, Optional<Column> of) {
        if (of.isPresent()) {
            throw Unplannable.refused("I can give the share of the rows that match a condition within each "
                    + reading.groups().getFirst().column()
                    + ", but not the share of a sum. Ask for one group at a time.");
        }
        var base = new ArrayList<Condition>();
        var target = new ArrayList<Condition>();
        for (Condition condition : reading.conditions()) {
            boolean whole = copula > share && isBase(reading.clause(), condition, share, copula);
            (DatasetTime.is(condition) || whole ? base : target).add(condition);
        }
        if (target.isEmpty()) {
            throw Unplannable.ask("Which part should I take the share of? Name a category or a condition.");
        }
        var both = new ArrayList<>(base);
        both.addAll(target);
        reading.assume("The whole is all rows of each group" + Reading.where(base) + ".");
        PlanStep whole = grouped(reading, base, Telling.Kind.SILENT, "");
        PlanStep part = grouped(
                reading,
                both,
                Telling.Kind.SHARE_BY_GROUP,
                "share of rows" + Reading.where(target) + Groups.words(reading.groups()));
        return List.of(whole, part);
    }

    private static PlanStep grouped(Reading reading, List<Condition> conditions, Telling.Kind kind, String subject) {
        Value.Fields arguments = reading.arguments(conditions)
                .put("measures", Value.items(List.of(Measures.toValue(Measure.count()))))
                .put(
                        "group_by",
                        Value.items(
                                reading.groups().stream().map(Measures::toValue).toList()))
                .build();
        return new PlanStep(
                "Count the rows" + Groups.words(reading.groups()) + Reading.where(conditions) + ".",
                "aggregate",
                PlanStep.Arguments.fixed(arguments),
                new Telling(kind, subject, ""),
                reading.assumptions(),
                new Topic(conditions, List.of(Measure.count()), reading.groups(), List.of(), Optional.empty()));
    }

    private static List<PlanStep> part(Reading reading, int share, int copula, Optional<Column> of) {
        var base = new ArrayList<Condition>();
        var target = new ArrayList<Condition>();
        boolean flagged = copula < 0
                && reading.conditions().stream().anyMatch(condition -> ValueConditions.isFlag(condition.column()));
        for (Condition condition : reading.conditions()) {
            boolean whole = flagged
                    ? !ValueConditions.isFlag(condition.column())
                    : isBase(reading.clause(), condition, share, copula);
            (whole ? base : target).add(condition);
        }
        if (target.isEmpty() && !base.isEmpty()) {
            Optional<Condition> last = base.stream()
                    .filter(condition -> !DatasetTime.is(condition))
                    .reduce((a, b) -> b);
            if (last.isEmpty()) {
                throw Unplannable.ask("Which part should I take the share of? Name a category or a condition.");
            }
            target.add(last.get());
            base.remove(last.get());
        }
        reading.assume(
                base.isEmpty()
                        ? "The whole is all rows, those with missing values included."
                        : "The whole is the rows" + Reading.where(base) + ".");
        var both = new ArrayList<>(base);
        both.addAll(target);
        Measure measure =
                of.map(column -> Measure.of(Function.SUM, column.name())).orElseGet(Measure::count);
        PlanStep part = figure(reading, measure, both);
        PlanStep whole = figure(reading, measure, base);
        String subject = "share "
                + of.map(column -> "of the sum of " + column.name() + " ").orElse("of rows ")
                + Reading.where(target).strip();
        PlanStep divide = new PlanStep(
                "Divide the part by the whole.",
                "calculator",
                figures -> Value.fields()
                        .put("operation", "divide")
                        .put("x", Value.of(figure(figures, 2)))
                        .put("y", Value.of(figure(figures, 1)))
                        .build(),
                new Telling(Telling.Kind.SHARE, subject, Reading.where(base)),
                List.of(),
                new Topic(both, List.of(measure), List.of(), of.map(List::of).orElse(List.of()), Optional.empty()));
        return List.of(part, whole, divide);
    }

    private static BigDecimal figure(List<Optional<BigDecimal>> figures, int back) {
        return figures.size() < back
                ? BigDecimal.ZERO
                : figures.get(figures.size() - back).orElse(BigDecimal.ZERO);
    }

    private static PlanStep figure(Reading reading, Measure measure, List<Condition> conditions) {
        Value.Fields arguments = reading.arguments(conditions)
                .put("measures", Value.items(List.of(Measures.toValue(measure))))
                .build();
        String words = Measures.words(measure);
        return new PlanStep(
                "Calculate the " + words + Reading.where(conditions) + ".",
                "aggregate",
                PlanStep.Arguments.fixed(arguments),
                new Telling(Telling.Kind.SILENT, words, Reading.where(conditions)),
                reading.assumptions(),
                Topic.NONE);
    }

    /** Before "are" stands the whole, after it the part; "among", "in" and times always describe the whole. */
    private static boolean isBase(Clause clause, Condition condition, int share, int copula) {
        if (DatasetTime.is(condition)) {
            return true;
        }
        int at = condition.position();
        int before = clause.before(at, Role.NOISE, Role.AND, Role.OR, Role.COMMA);
        boolean placed = clause.isAny(before, Role.AMONG, Role.FROM)
                || (clause.is(before, Role.PREPOSITION)
                        && List.of("in", "on", "for", "at", "during")
                                .contains(clause.at(before).text().toLowerCase(java.util.Locale.ROOT)));
        if (placed) {
            return true;
        }
        return copula > share && at < copula;
    }
}
