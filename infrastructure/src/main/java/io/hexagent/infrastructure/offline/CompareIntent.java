package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Grouping;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.Filter.Operator;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.offline.PlanStep.Telling;
import io.hexagent.infrastructure.offline.PlanStep.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Groups against each other: "difference in body mass between Adelie and Gentoo", "do males weigh more than females".
 */
final class CompareIntent implements Intent {
    @Override
    public List<PlanStep> plan(Reading reading) {
        Clause clause = reading.clause();
        boolean compares = clause.has(Role.COMPARE) || clause.has(Role.VERSUS);
        int comparative = comparative(clause);
        if (!compares && comparative < 0) {
            return List.of();
        }
        boolean subtracts = clause.chunks().stream()
                .anyMatch(chunk -> chunk.is(Role.COMPARE)
                        && !chunk.text().toLowerCase(java.util.Locale.ROOT).startsWith("compar"));
        boolean twoNumbers = compares
                && !subtracts
                && reading.freeNames(column -> column.type().isNumber() && !DatasetView.isYear(column))
                                .size()
                        == 2
                && reading.groups().isEmpty()
                && reading.freeNames(column -> !column.type().isNumber()).isEmpty()
                && reading.conditions().stream().noneMatch(condition -> condition.operator() == Operator.IN)
                && !clause.contains(sense -> sense instanceof Sense.Calculates);
        if (twoNumbers) {
            clause.takeAll(Role.VERSUS);
            return LookIntent.correlate(reading);
        }
        clause.takeAll(Role.COMPARE);
        clause.takeAll(Role.VERSUS);
        clause.takeAll(Role.BETWEEN);
        clause.takeAll(Role.AMONG);
        clause.takeAll(Role.HOW_MUCH);
        Optional<Condition> groups = reading.conditions().stream()
                .filter(condition -> condition.operator() == Operator.IN)
                .reduce((first, second) -> second);
        if (groups.isEmpty()) {
            groups = betweenTimes(reading);
        }
        Optional<Column> measured = measured(reading, comparative);
        if (groups.isEmpty() && reading.groups().isEmpty()) {
            readGroup(reading);
        }
        Optional<Column> groupColumn = groups.map(Condition::column)
                .or(() -> reading.groups().stream()
                        .filter(group -> group.period().isEmpty())
                        .flatMap(group -> reading.view().dataset().column(group.column()).stream())
                        .findFirst());
        boolean overTime =
                groupColumn.map(DatasetView::isTime).orElse(!reading.groups().isEmpty());
        if (overTime || measured.isEmpty() || calculatesOther(clause)) {
            return figures(reading, groups, measured, subtracts && asksDifference(clause));
        }
        if (groupColumn.isEmpty()) {
            throw Unplannable.ask(Replies.needsColumn(
                    "compare " + measured.get().name() + " between the values of",
                    reading.view().categoryColumns()));
        }
        if ((groups.isPresent() && !reading.groups().isEmpty())
                || reading.groups().size() > 1) {
            return figures(reading, groups, measured, subtracts && asksDifference(clause));
        }
        takeMean(clause);
        List<Condition> filters = new ArrayList<>(reading.conditions());
        groups.ifPresent(filters::remove);
        Value.Builder arguments = reading.arguments(filters)
                .put("column", measured.get().name())
                .put("group_by", groupColumn.get().name());
        groups.ifPresent(condition -> arguments.put("groups", Value.items(condition.operands())));
        reading.assume("Groups are compared by their means.");
        Steps.missingLeftOut(reading, measured.get());
        String between = groups.map(condition -> " between "
                        + Replies.and(condition.operands().stream()
                                .map(Value::toString)
                                .toList()))
                .orElse(" across " + groupColumn.get().name());
        String where = Reading.where(filters);
        return List.of(Steps.step(
                reading,
                "Compare " + measured.get().name() + between + where + ".",
                "compare_groups",
                arguments.build(),
                new Telling(Telling.Kind.COMPARISON, measured.get().name() + between, where),
                new Topic(
                        reading.conditions(),
                        List.of(Measure.of(Function.MEAN, measured.get().name())),
                        List.of(Grouping.of(groupColumn.get().name())),
                        List.of(measured.get()),
                        Optional.empty())));
    }

    /** "between 2012 and 2013" compares the two years, and is no range. */
    private static Optional<Condition> betweenTimes(Reading reading) {
        Optional<Condition> range = reading.conditions().stream()
                .filter(condition -> condition.operator() == Operator.BETWEEN && DatasetView.isTime(condition.column()))
                .findFirst();
        range.ifPresent(condition -> {
            reading.conditions().remove(condition);
            reading.add(new Condition(condition.column(), Operator.IN, condition.operands(), condition.position()));
        });
        return range.map(condition -> reading.conditions().getLast());
    }

    /** "more than females", "heavier than Adelie": a comparison with a group, not with a number. */
    private static int comparative(Clause clause) {
        for (int i = 0; i < clause.size(); i++) {
            if (!clause.free(i)) {
                continue;
            }
            boolean than = clause.sense(i) instanceof Sense.Comparative && clause.is(i + 1, Role.THAN);
            boolean moreThan = clause.sense(i) instanceof Sense.Compares compares
                    && clause.at(i).text().toLowerCase(java.util.Locale.ROOT).endsWith("than")
                    && (compares.operator() == Operator.GT || compares.operator() == Operator.LT);
            int next = clause.after(than ? i + 1 : i, Role.NOISE, Role.PREPOSITION, Role.PRONOUN);
            if ((than || moreThan) && next < clause.size() && clause.sense(next) instanceof Sense.Means) {
                clause.use(i);
                if (than) {
                    clause.use(i + 1);
                }
                return i;
            }
        }
        return -1;
    }

    private static Optional<Column> measured(Reading reading, int comparative) {
        Clause clause = reading.clause();
        List<Integer> names = reading.freeNames(column -> column.type().isNumber() && !DatasetView.isYear(column));
        if (!names.isEmpty()) {
            int by = clause.before(names.getFirst(), Role.NOISE);
            if (clause.free(by) && clause.is(by, Role.GROUP)) {
                clause.use(by);
            }
            return Optional.of(reading.column(names.getFirst(), Measures.NUMBER, "what is compared"));
        }
        if (comparative >= 0
                && clause.sense(comparative) instanceof Sense.Comparative quality
                && !quality.measures().isEmpty()) {
            return Measures.ofQuality(reading, clause.at(comparative).text(), quality.measures(), Optional.empty());
        }
        List<Column> topic = reading.previous().map(step -> step.topic().columns()).orElse(List.of()).stream()
                .filter(Measures.NUMBER)
                .toList();
        return topic.size() == 1 ? Optional.of(topic.getFirst()) : Optional.empty();
    }

    private static void readGroup(Reading reading) {
        List<Integer> names = reading.freeNames(column -> !column.type().isNumber() || DatasetView.isYear(column));
        if (!names.isEmpty()) {
            Column column = reading.column(
                    names.getFirst(), any -> !any.type().isNumber() || DatasetView.isYear(any), "groups");
            reading.groups().add(Grouping.of(column.name()));
            reading.clause().takeAll(Role.GROUP);
        }
    }

    private static boolean calculatesOther(Clause clause) {
        return clause.contains(
                        sense -> sense instanceof Sense.Calculates calculates && calculates.function() != Function.MEAN)
                || clause.has(Role.HOW_MANY)
                || clause.has(Role.COUNT);
    }

    private static void takeMean(Clause clause) {
        for (int i = 0; i < clause.size(); i++) {
            if (clause.isFree(i, Sense.Calculates.class)
                    && clause.sense(i) instanceof Sense.Calculates calculates
                    && calculates.function() == Function.MEAN) {
                clause.use(i);
            }
        }
    }

    /** The figures side by side, where a test of means does not fit: sums, counts, years. */
    private static List<PlanStep> figures(
            Reading reading, Optional<Condition> groups, Optional<Column> measured, boolean subtracts) {
        Clause clause = reading.clause();
        List<Measure> measures = new ArrayList<>();
        boolean counts = clause.takeAll(Role.COUNT) | clause.takeAll(Role.HOW_MANY);
        Function named = clause.free(sense -> sense instanceof Sense.Calculates)
                .mapToObj(i -> {
                    clause.use(i);
                    return ((Sense.Calculates) clause.sense(i)).function();
                })
                .reduce((first, second) -> second)
                .orElse(measured.filter(DatasetView::isAdditive).isPresent() ? Function.SUM : Function.MEAN);
        if (measured.isPresent()) {
            measures.add(Measure.of(named, measured.get().name()));
            reading.assume(
                    "The " + Measures.word(named) + " of " + measured.get().name() + " is compared.");
        } else if (counts || clause.contains(Role.ROW)) {
            measures.add(Measure.count());
        } else {
            throw Unplannable.ask(Replies.needsColumn("compare", reading.view().measureColumns()));
        }
        var by = new ArrayList<Grouping>();
        groups.ifPresent(condition -> by.add(
                condition.column().type().isTime()
                        ? new Grouping(condition.column().name(), Optional.of(periodOf(condition)))
                        : Grouping.of(condition.column().name())));
        reading.groups().stream()
                .filter(group -> by.stream().noneMatch(any -> any.column().equals(group.column())))
                .forEach(by::add);
        if (by.isEmpty()) {
            throw Unplannable.ask(
                    Replies.needsColumn("compare the values of", reading.view().categoryColumns()));
        }
        if (subtracts
                && groups.isPresent()
                && by.size() == 1
                && measures.size() == 1
                && groups.get().operands().size() == 2) {
            return difference(reading, groups.get(), measures.getFirst());
        }
        return List.of(Steps.aggregate(reading, measures, by, Optional.empty()));
    }

    /** The two figures, and the first minus the second. */
    private static List<PlanStep> difference(Reading reading, Condition groups, Measure measure) {
        List<Condition> kept = reading.conditions().stream()
                .filter(condition -> !condition.equals(groups))
                .toList();
        var steps = new ArrayList<PlanStep>();
        for (Value one : groups.operands()) {
            reading.conditions().clear();
            kept.forEach(reading::add);
            reading.add(Condition.of(groups.column(), Operator.EQ, groups.position(), one));
            steps.add(Steps.aggregate(reading, List.of(measure), List.of(), Optional.empty()));
        }
        String words = "difference of the " + Measures.words(measure) + ", "
                + Replies.list(groups.operands().stream().map(Value::toString).toList());
        steps.add(new PlanStep(
                "Subtract the second figure from the first.",
                "calculator",
                figures -> {
                    Value.Builder arguments = Value.fields().put("operation", "subtract");
                    back(figures, 2).ifPresent(figure -> arguments.put("x", Value.of(figure)));
                    back(figures, 1).ifPresent(figure -> arguments.put("y", Value.of(figure)));
                    return arguments.build();
                },
                new Telling(Telling.Kind.CALCULATION, words, ""),
                List.of("The difference is the first figure minus the second."),
                Topic.NONE));
        return List.copyOf(steps);
    }

    private static boolean asksDifference(Clause clause) {
        return clause.chunks().stream()
                .anyMatch(chunk -> chunk.is(Role.COMPARE)
                        && (chunk.text().toLowerCase(java.util.Locale.ROOT).startsWith("difference")
                                || chunk.text()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .startsWith("gap")));
    }

    /** The figure of an earlier step; without it the calculator is given too little, and says so. */
    private static Optional<java.math.BigDecimal> back(List<Optional<java.math.BigDecimal>> figures, int back) {
        return figures.size() < back ? Optional.empty() : figures.get(figures.size() - back);
    }

    static io.hexagent.domain.dataset.Calculation.Period periodOf(Condition condition) {
        return switch (condition.operands().getFirst().toString().length()) {
            case 4 -> io.hexagent.domain.dataset.Calculation.Period.YEAR;
            case 7 -> io.hexagent.domain.dataset.Calculation.Period.MONTH;
            default -> io.hexagent.domain.dataset.Calculation.Period.DAY;
        };
    }
}
