package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Calculation.Grouping;
import io.hexagent.domain.dataset.Calculation.Measure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a later step of a question takes over from the one before: "then how many of them …", "then only for …". */
final class EarlierSteps {
    private static final Set<String> POINTING = Set.of("of them", "of those", "of these", "among them", "among those");

    private EarlierSteps() {}

    /** Adds the conditions of the step before, when the words point at its rows. */
    static void carry(Reading reading) {
        Clause clause = reading.clause();
        Optional<PlanStep> previous = reading.previous();
        if (previous.isEmpty()) {
            return;
        }
        boolean points = clause.chunks().stream()
                .anyMatch(chunk -> POINTING.contains(chunk.text().toLowerCase(Locale.ROOT)));
        boolean onlyCounts = (clause.has(Role.HOW_MANY) || clause.has(Role.COUNT))
                && reading.conditions().isEmpty()
                && reading.groups().isEmpty()
                && !clause.contains(sense -> sense instanceof Sense.Names);
        if (!points && !onlyCounts) {
            return;
        }
        if (points
                && previous.get()
                        .topic()
                        .ranking()
                        .filter(order -> order.limit() > 0)
                        .isPresent()
                && !previous.get().topic().groups().isEmpty()) {
            throw Unplannable.refused(
                    "I cannot go on with the first of a ranking only. Name them in a question of" + " their own.");
        }
        add(reading, previous.get());
    }

    private static void add(Reading reading, PlanStep step) {
        List<Condition> carried = step.topic().conditions().stream()
                .filter(condition -> !reading.conditions().contains(condition))
                .toList();
        if (!carried.isEmpty()) {
            carried.forEach(reading::add);
            reading.assume("The rows are those of the step before:" + Reading.where(carried) + ".");
        }
    }

    /** "then only for desks": the figures of the step before, for fewer rows. */
    static Optional<PlanStep> again(Reading reading) {
        Clause clause = reading.clause();
        boolean elliptic = !reading.conditions().isEmpty()
                && reading.groups().isEmpty()
                && reading.freeNames(any -> true).isEmpty()
                && !clause.contains(Role.LIST)
                && !clause.contains(Role.WHICH)
                && !clause.contains(Role.ROW)
                && !clause.contains(Role.FIRST)
                && !clause.contains(Role.SORT);
        return reading.previous()
                .filter(step -> elliptic && step.tool().equals("aggregate"))
                .filter(step -> !step.topic().measures().isEmpty())
                .map(step -> {
                    step.topic().conditions().stream()
                            .filter(condition -> reading.conditions().stream()
                                    .noneMatch(own -> own.column().equals(condition.column())))
                            .toList()
                            .forEach(reading::add);
                    reading.assume("The figures are those of the step before.");
                    List<Measure> measures = step.topic().measures();
                    List<Grouping> groups = step.topic().groups();
                    return Steps.aggregate(
                            reading, measures, groups, step.topic().ranking());
                });
    }
}
