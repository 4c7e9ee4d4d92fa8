package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Grouping;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.offline.PlanStep.Telling;
import io.hexagent.infrastructure.offline.PlanStep.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at columns: their correlation, outliers, distribution, missing cells, statistics, and what there is. */
final class LookIntent implements Intent {
    @Override
    public List<PlanStep> plan(Reading reading) {
        Clause clause = reading.clause();
        if (clause.has(Role.CORRELATE) || clause.has(Role.SPEARMAN) || clause.has(Role.PEARSON)) {
            return correlate(reading);
        }
        if (clause.has(Role.OUTLIERS)) {
            return outliers(reading);
        }
        if (clause.has(Role.MISSING_VALUES) || clause.has(Role.MISSING)) {
            return missing(reading);
        }
        if (clause.has(Role.DISTRIBUTION)) {
            return distribution(reading);
        }
        if (clause.has(Role.SUMMARY) || describesColumns(reading)) {
            return statistics(reading);
        }
        if (clause.has(Role.SCHEMA) || clause.has(Role.DESCRIBE)) {
            return describe(reading);
        }
        return List.of();
    }

    private static boolean describesColumns(Reading reading) {
        return reading.clause().has(Role.DESCRIBE)
                && !reading.clause().has(Role.SCHEMA)
                && !reading.freeNames(Measures.NUMBER).isEmpty();
    }

    private static List<Column> numbers(Reading reading, String role) {
        var columns = new ArrayList<Column>();
        for (int i : reading.freeNames(any -> true)) {
            columns.add(reading.column(i, Measures.NUMBER, role));
        }
        return columns.stream().distinct().toList();
    }

    private static void noGroups(Reading reading, String what) {
        if (!reading.groups().isEmpty()) {
            throw Unplannable.refused(
                    what + " by " + reading.groups().getFirst().column()
                            + " is not possible in one step; ask for one "
                            + reading.groups().getFirst().column()
                            + " at a time, for example with \"for …\".");
        }
    }

    static List<PlanStep> correlate(Reading reading) {
        Clause clause = reading.clause();
        clause.takeAll(Role.CORRELATE);
        boolean spearman = clause.takeAll(Role.SPEARMAN);
        clause.takeAll(Role.PEARSON);
        clause.takeAll(Role.BETWEEN);
        clause.takeAll(Role.AMONG);
        clause.takeAll(Role.EACH);
        clause.takeAll(Role.SCHEMA);
        clause.takeAll(Role.COMPARE);
        for (int i = 0; i < clause.size(); i++) {
            boolean strongest = clause.free(i)
                    && clause.sense(i) instanceof Sense.Superlative superlative
                    && superlative.measures().isEmpty()
                    && superlative.high();
            if (strongest) {
                clause.use(i);
            }
        }
        noGroups(reading, "A correlation");
        List<Integer> texts = reading.freeNames(column -> !column.type().isNumber());
        List<Integer> named = reading.freeNames(any -> true);
        if (!texts.isEmpty()
                && named.size() == 2
                && reading.freeNames(Measures.NUMBER).size() == 1) {
            return groupsInstead(reading, texts.getFirst());
        }
        List<Column> columns = numbers(reading, "part of a correlation");
        if (columns.size() == 1) {
            throw Unplannable.ask(Replies.needsColumn(
                    "correlate with " + columns.getFirst().name(),
                    reading.view().measureColumns().stream()
                            .filter(column -> !column.equals(columns.getFirst()))
                            .toList()));
        }
        Value.Builder arguments = reading.arguments();
        if (!columns.isEmpty()) {
            arguments.put(
                    "columns", Value.texts(columns.stream().map(Column::name).toList()));
        } else {
            reading.assume("All number columns are paired.");
        }
        arguments.put("method", spearman ? "spearman" : "pearson");
        reading.assume(
                spearman
                        ? "Spearman's rank correlation, over rows where both values are present."
                        : "Pearson's correlation, over rows where both values are present; it does not show a cause.");
        String subject = columns.isEmpty()
                ? "all pairs of number columns"
                : Replies.and(columns.stream().map(Column::name).toList());
        return List.of(Steps.step(
                reading,
                "Correlate " + subject + reading.where() + ".",
                "correlate",
                arguments.build(),
                new Telling(Telling.Kind.CORRELATION, subject, reading.where()),
                new Topic(reading.conditions(), List.of(), List.of(), columns, Optional.empty())));
    }

    /** A category and a number have no correlation: their relation is the difference between groups. */
    private static List<PlanStep> groupsInstead(Reading reading, int category) {
        Column group = reading.column(category, column -> !column.type().isNumber(), "groups");
        Column column = numbers(reading, "what is compared").getFirst();
        reading.assume(group.name() + " is no number column, so its groups are compared instead of correlated.");
        return List.of(Steps.step(
                reading,
                "Compare " + column.name() + " across " + group.name() + reading.where() + ".",
                "compare_groups",
                reading.arguments()
                        .put("column", column.name())
                        .put("group_by", group.name())
                        .build(),
                new Telling(Telling.Kind.COMPARISON, column.name() + " across " + group.name(), reading.where()),
                new Topic(
                        reading.conditions(),
                        List.of(Measure.of(Function.MEAN, column.name())),
                        List.of(Grouping.of(group.name())),
                        List.of(column),
                        Optional.empty())));
    }

    private static List<PlanStep> outliers(Reading reading) {
        Clause clause = reading.clause();
        clause.takeAll(Role.OUTLIERS);
        clause.takeAll(Role.HOW_MANY);
        clause.takeAll(Role.EXISTS);
        clause.takeAll(Role.COUNT);
        boolean zscore = clause.takeAll(Role.ZSCORE);
        clause.takeAll(Role.IQR);
        noGroups(reading, "Outliers");
        List<Column> columns = numbers(reading, "a column with outliers");
        if (columns.isEmpty()) {
            columns = topic(reading);
        }
        if (columns.isEmpty()) {
            throw Unplannable.ask(
                    Replies.needsColumn("search for outliers", reading.view().measureColumns()));
        }
        var steps = new ArrayList<PlanStep>();
        reading.assume(
                zscore
                        ? "Outliers lie more than 3 standard deviations from the mean."
                        : "Outliers lie more than 1.5 interquartile ranges beyond the quartiles.");
        for (Column column : columns) {
            steps.add(Steps.step(
                    reading,
                    "Find the outliers of " + column.name() + reading.where() + ".",
                    "find_outliers",
                    reading.arguments()
                            .put("column", column.name())
                            .put("method", zscore ? "zscore" : "iqr")
                            .build(),
                    new Telling(Telling.Kind.OUTLIERS, column.name(), reading.where()),
                    new Topic(reading.conditions(), List.of(), List.of(), List.of(column), Optional.empty())));
        }
        return steps;
    }

    private static List<Column> topic(Reading reading) {
        List<Column> topic =
                reading.previous().map(step -> step.topic().columns()).orElse(List.of());
        List<Column> measures = reading.view().measureColumns();
        List<Column> chosen = topic.size() == 1 && topic.getFirst().type().isNumber()
                ? topic
                : measures.size() == 1 ? measures : List.of();
        chosen.forEach(column -> reading.assume("No column was named: " + column.name() + " is taken."));
        reading.clause().takeAll(Role.PRONOUN);
        return chosen;
    }

    private static List<PlanStep> distribution(Reading reading) {
        Clause clause = reading.clause();
        clause.takeAll(Role.DISTRIBUTION);
        clause.takeAll(Role.COUNT);
        List<Column> columns = new ArrayList<>();
        for (int i : reading.freeNames(any -> true)) {
            columns.add(reading.column(i, any -> true, "a distribution"));
        }
        if (!columns.isEmpty()
                && !reading.groups().isEmpty()
                && columns.size() == 1
                && columns.getFirst().type().isNumber()) {
            return summaryByGroup(reading, columns);
        }
        if (columns.isEmpty() && !reading.groups().isEmpty()) {
            return List.of(Steps.aggregate(reading, List.of(Measure.count()), reading.groups(), Optional.empty()));
        }
        noGroups(reading, "A distribution");
        if (columns.isEmpty()) {
            columns = topic(reading);
        }
        if (columns.isEmpty()) {
            throw Unplannable.ask(Replies.needsColumn(
                    "show the distribution of", reading.view().dataset().columns()));
        }
        Optional<Integer> bins = bins(reading);
        var steps = new ArrayList<PlanStep>();
        for (Column column : columns.stream().distinct().toList()) {
            Value.Builder arguments = reading.arguments().put("column", column.name());
            bins.ifPresent(number -> arguments.put("bins", number));
            steps.add(Steps.step(
                    reading,
                    "Show the distribution of " + column.name() + reading.where() + ".",
                    "distribution",
                    arguments.build(),
                    new Telling(Telling.Kind.DISTRIBUTION, column.name(), reading.where()),
                    new Topic(reading.conditions(), List.of(), List.of(), List.of(column), Optional.empty())));
        }
        return steps;
    }

    static Optional<Integer> bins(Reading reading) {
        Clause clause = reading.clause();
        int i = clause.find(Role.BINS);
        if (i < 0
                || !clause.isFree(i - 1, Sense.Amount.class)
                || !(clause.sense(i - 1) instanceof Sense.Amount amount)) {
            return Optional.empty();
        }
        if (!amount.isWhole() || amount.value().intValue() < 1 || amount.value().intValue() > 200) {
            throw Unplannable.refused(
                    "A histogram has 1 to 200 bins, got " + amount.value().toPlainString() + ".");
        }
        clause.use(i);
        clause.use(i - 1);
        return Optional.of(amount.value().intValue());
    }

    private static List<PlanStep> missing(Reading reading) {
        Clause clause = reading.clause();
        clause.takeAll(Role.MISSING_VALUES);
        clause.takeAll(Role.MISSING);
        clause.takeAll(Role.HOW_MANY);
        clause.takeAll(Role.COUNT);
        clause.takeAll(Role.EXISTS);
        clause.takeAll(Role.SCHEMA);
        clause.takeAll(Role.SHARE);
        clause.takeAll(Role.GROUP);
        clause.takeAll(Role.EACH);
        for (int i = 0; i < clause.size(); i++) {
            boolean most = clause.free(i)
                    && clause.sense(i) instanceof Sense.Superlative superlative
                    && superlative.measures().isEmpty();
            if (most) {
                clause.use(i);
            }
        }
        if (!reading.conditions().isEmpty()) {
            throw Unplannable.refused("Missing values are counted over the whole table, not" + reading.where() + ".");
        }
        noGroups(reading, "Missing values");
        var columns = new ArrayList<Column>();
        for (int i : reading.freeNames(any -> true)) {
            columns.add(reading.column(i, any -> true, "a column"));
        }
        Value.Builder arguments = reading.unfiltered();
        if (!columns.isEmpty()) {
            arguments.put(
                    "columns", Value.texts(columns.stream().map(Column::name).toList()));
        }
        String of = columns.isEmpty()
                ? ""
                : " of " + Replies.and(columns.stream().map(Column::name).toList());
        return List.of(Steps.step(
                reading,
                "Count the missing values" + of + ".",
                "missing_values",
                arguments.build(),
                new Telling(Telling.Kind.MISSING, of, ""),
                new Topic(List.of(), List.of(), List.of(), columns, Optional.empty())));
    }

    private static List<PlanStep> statistics(Reading reading) {
        Clause clause = reading.clause();
        clause.takeAll(Role.SUMMARY);
        clause.takeAll(Role.DESCRIBE);
        clause.takeAll(Role.SCHEMA);
        clause.takeAll(Role.EACH);
        List<Column> columns = numbers(reading, "a column of statistics");
        if (!reading.groups().isEmpty()) {
            List<Column> chosen = columns.isEmpty() ? reading.view().measureColumns() : columns;
            return summaryByGroup(reading, chosen);
        }
        Value.Builder arguments = reading.arguments();
        if (!columns.isEmpty()) {
            arguments.put(
                    "columns", Value.texts(columns.stream().map(Column::name).toList()));
        } else {
            reading.assume("All number columns are summarised.");
        }
        reading.assume("Missing values are left out.");
        String subject = columns.isEmpty()
                ? "all number columns"
                : Replies.and(columns.stream().map(Column::name).toList());
        return List.of(Steps.step(
                reading,
                "Calculate the statistics of " + subject + reading.where() + ".",
                "calculate_statistics",
                arguments.build(),
                new Telling(Telling.Kind.STATISTICS, subject, reading.where()),
                new Topic(reading.conditions(), List.of(), List.of(), columns, Optional.empty())));
    }

    private static List<PlanStep> summaryByGroup(Reading reading, List<Column> columns) {
        var measures = new ArrayList<Measure>();
        measures.add(Measure.count());
        for (Column column : columns) {
            List<Function> functions = columns.size() == 1
                    ? List.of(Function.MEAN, Function.STD, Function.MIN, Function.MEDIAN, Function.MAX)
                    : List.of(Function.MEAN, Function.STD);
            functions.forEach(function -> measures.add(Measure.of(function, column.name())));
        }
        return List.of(Steps.aggregate(reading, measures, reading.groups(), Optional.empty()));
    }

    private static List<PlanStep> describe(Reading reading) {
        Clause clause = reading.clause();
        clause.takeAll(Role.SCHEMA);
        clause.takeAll(Role.DESCRIBE);
        clause.takeAll(Role.HOW_MANY);
        clause.takeAll(Role.COUNT);
        clause.takeAll(Role.EXISTS);
        clause.takeAll(Role.EACH);
        clause.takeAll(Role.AND);
        noGroups(reading, "A description");
        if (!reading.conditions().isEmpty()) {
            throw Unplannable.refused("A description is of the whole table. For the rows" + reading.where()
                    + " ask for summary statistics.");
        }
        var columns = new ArrayList<Column>();
        for (int i : reading.freeNames(any -> true)) {
            columns.add(reading.column(i, any -> true, "a column"));
        }
        Value.Builder arguments = reading.unfiltered();
        if (!columns.isEmpty()) {
            arguments.put(
                    "columns", Value.texts(columns.stream().map(Column::name).toList()));
        }
        return List.of(Steps.step(
                reading,
                "Describe the columns of " + reading.view().dataset().name() + ".",
                "describe_dataset",
                arguments.build(),
                new Telling(Telling.Kind.DESCRIPTION, reading.view().dataset().name(), ""),
                new Topic(List.of(), List.of(), List.of(), columns, Optional.empty())));
    }
}
