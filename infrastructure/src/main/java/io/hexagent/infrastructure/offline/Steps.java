package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Calculation.Grouping;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.offline.PlanStep.Ranking;
import io.hexagent.infrastructure.offline.PlanStep.Telling;
import io.hexagent.infrastructure.offline.PlanStep.Topic;
import java.util.List;
import java.util.Optional;

/** Builds the steps that several kinds of question share. */
final class Steps {
    private static final String MISSING_LEFT_OUT = "Missing values are left out.";

    private Steps() {}

    static PlanStep aggregate(
            Reading reading, List<Measure> measures, List<Grouping> groups, Optional<Ranking> ranking) {
        Value.Builder arguments = reading.arguments()
                .put(
                        "measures",
                        Value.items(measures.stream().map(Measures::toValue).toList()));
        if (!groups.isEmpty()) {
            arguments.put(
                    "group_by",
                    Value.items(groups.stream().map(Measures::toValue).toList()));
        }
        ranking.ifPresent(order -> {
            arguments.put("sort", Value.items(List.of(sort(measures.getFirst().label(), order.descending()))));
            if (order.limit() > 0) {
                arguments.put("limit", order.limit());
            }
        });
        columns(reading, measures).forEach(column -> missingLeftOut(reading, column));
        boolean adds = measures.stream()
                .anyMatch(measure -> measure.function() == io.hexagent.domain.dataset.Calculation.Function.SUM);
        if (adds) {
            RankIntent.openPanelTime(reading)
                    .filter(time ->
                            groups.stream().noneMatch(group -> group.column().equals(time.name())))
                    .ifPresent(time -> reading.assume("The sum runs over every " + time.name() + " of the table."));
        }
        String subject = Replies.and(measures.stream().map(Measures::words).toList());
        String order = ranking.map(Steps::words).orElse("");
        String thought = "Calculate the " + subject + Groups.words(groups) + reading.where() + order + ".";
        Telling.Kind kind = ranking.isPresent() ? Telling.Kind.RANKED : Telling.Kind.MEASURES;
        return step(
                reading,
                thought,
                "aggregate",
                arguments.build(),
                new Telling(kind, subject + Groups.words(groups), reading.where()),
                new Topic(reading.conditions(), measures, groups, columns(reading, measures), ranking));
    }

    static PlanStep rows(
            Reading reading, List<Column> columns, Optional<Column> by, Ranking ranking, Telling.Kind kind) {
        Value.Builder arguments = reading.arguments();
        if (!columns.isEmpty()) {
            arguments.put(
                    "columns", Value.texts(columns.stream().map(Column::name).toList()));
        }
        by.ifPresent(column -> arguments.put("sort", Value.items(List.of(sort(column.name(), ranking.descending())))));
        if (ranking.limit() > 0) {
            arguments.put("limit", ranking.limit());
        }
        String order = by.map(column ->
                        ", sorted by " + column.name() + (ranking.descending() ? " descending" : " ascending"))
                .orElse("");
        String shown = columns.isEmpty()
                ? ""
                : " with " + Replies.and(columns.stream().map(Column::name).toList());
        String thought = "List the "
                + (ranking.limit() == 1
                        ? "first row"
                        : ranking.limit() > 0 ? "first " + ranking.limit() + " rows" : "rows")
                + shown + reading.where() + order + ".";
        return step(
                reading,
                thought,
                "select_rows",
                arguments.build(),
                new Telling(kind, by.map(Column::name).orElse(""), reading.where()),
                new Topic(
                        reading.conditions(),
                        List.of(),
                        List.of(),
                        columns.isEmpty() ? by.map(List::of).orElse(List.of()) : columns,
                        by.isPresent() ? Optional.of(ranking) : Optional.empty()));
    }

    static PlanStep step(
            Reading reading, String thought, String tool, Value.Fields arguments, Telling telling, Topic topic) {
        return new PlanStep(thought, tool, PlanStep.Arguments.fixed(arguments), telling, reading.assumptions(), topic);
    }

    /** Said only of a column that has missing values. */
    static void missingLeftOut(Reading reading, Column column) {
        if (column.missing() > 0) {
            reading.assume(MISSING_LEFT_OUT);
        }
    }

    static Value sort(String by, boolean descending) {
        return Value.fields()
                .put("by", by)
                .put("order", descending ? "desc" : "asc")
                .build();
    }

    private static String words(Ranking ranking) {
        String direction = ranking.descending() ? ", highest first" : ", lowest first";
        return ranking.limit() > 0 ? direction + ", the first " + ranking.limit() : direction;
    }

    private static List<Column> columns(Reading reading, List<Measure> measures) {
        return measures.stream()
                .flatMap(measure -> measure.column().stream())
                .distinct()
                .flatMap(name -> reading.view().dataset().column(name).stream())
                .toList();
    }
}
