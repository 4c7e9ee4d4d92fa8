package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Grouping;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.offline.PlanStep.Telling;
import io.hexagent.infrastructure.offline.PlanStep.Topic;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Change over time: "how did life expectancy change from 1960 to 2000", "trend of sales". */
final class TrendIntent implements Intent {
    @Override
    public List<PlanStep> plan(Reading reading) {
        Clause clause = reading.clause();
        if (!clause.has(Role.TREND) && !clause.has(Role.OVER_TIME)) {
            return List.of();
        }
        for (int i = 1; i < clause.size(); i++) {
            boolean either = clause.is(i, Role.OR)
                    && clause.is(i - 1, Role.TREND)
                    && clause.is(clause.after(i, Role.NOISE), Role.TREND);
            if (either) {
                clause.use(i);
            }
        }
        clause.takeAll(Role.TREND);
        clause.takeAll(Role.OVER_TIME);
        boolean counts = clause.takeAll(Role.COUNT) | clause.takeAll(Role.HOW_MANY);
        clause.takeAll(Role.HOW_MUCH);
        clause.takeAll(Role.BETWEEN);
        Optional<Grouping> timeGroup = reading.groups().stream()
                .filter(group -> isTime(reading, group))
                .findFirst();
        Column time = time(reading, timeGroup);
        Optional<String> group = reading.groups().stream()
                .filter(any -> !isTime(reading, any))
                .map(Grouping::column)
                .findFirst();
        if (reading.groups().size() > 1 + (timeGroup.isPresent() ? 1 : 0)) {
            throw Unplannable.refused("A trend takes one group besides time.");
        }
        Measure measure = measure(reading, counts);
        Optional<Period> period = timeGroup.flatMap(Grouping::period).or(() -> period(reading, time));
        if (timeGroup.isEmpty()) {
            period.ifPresent(
                    chosen -> reading.assume("Time is taken by " + Groups.words(chosen) + " of " + time.name() + "."));
        }
        Value.Builder arguments = reading.arguments();
        measure.column().ifPresent(column -> arguments.put("column", column));
        arguments.put("time", time.name()).put("function", measure.function().wire());
        period.ifPresent(chosen -> arguments.put("period", chosen.wire()));
        group.ifPresent(column -> arguments.put("group_by", column));
        String subject = Measures.words(measure);
        String thought = "Follow the " + subject + " over " + time.name()
                + group.map(column -> " by " + column).orElse("") + reading.where() + ".";
        Topic topic = new Topic(
                reading.conditions(),
                List.of(measure),
                group.map(column -> List.of(new Grouping(time.name(), period), Grouping.of(column)))
                        .orElseGet(() -> List.of(new Grouping(time.name(), period))),
                measure.column()
                        .flatMap(name -> reading.view().dataset().column(name))
                        .map(List::of)
                        .orElse(List.of()),
                Optional.empty());
        return List.of(Steps.step(
                reading,
                thought,
                "trend",
                arguments.build(),
                new Telling(Telling.Kind.TREND, subject, reading.where()),
                topic));
    }

    private static boolean isTime(Reading reading, Grouping group) {
        return reading.view()
                .dataset()
                .column(group.column())
                .map(DatasetView::isTime)
                .orElse(false);
    }

    private static Column time(Reading reading, Optional<Grouping> group) {
        List<Column> times = reading.view().timeColumns();
        if (times.isEmpty()) {
            throw Unplannable.refused("There is no date or year column to follow over time. "
                    + Replies.columns(reading.view().dataset()));
        }
        if (group.isPresent()) {
            String name = group.get().column();
            return times.stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst()
                    .orElse(times.getFirst());
        }
        List<Integer> named = reading.freeNames(DatasetView::isTime);
        if (!named.isEmpty()) {
            return reading.column(named.getFirst(), DatasetView::isTime, "time");
        }
        List<Column> filtered = reading.conditions().stream()
                .map(Condition::column)
                .filter(DatasetView::isTime)
                .distinct()
                .toList();
        if (filtered.size() == 1) {
            return filtered.getFirst();
        }
        if (times.size() > 1) {
            throw Unplannable.ask(Replies.whichColumn("time", times));
        }
        return times.getFirst();
    }

    private static Measure measure(Reading reading, boolean counts) {
        boolean named = reading.clause()
                .contains(sense -> sense instanceof Sense.Calculates
                        || sense.equals(new Sense.Plain(Role.PERCENTILE))
                        || sense.equals(new Sense.Plain(Role.RANGE)));
        List<Measure> measures = named ? Measures.read(reading) : List.of();
        if (measures.size() > 1) {
            throw Unplannable.ask("A trend follows one figure. Which one: "
                    + Replies.or(measures.stream().map(Measures::words).toList()) + "?");
        }
        if (measures.size() == 1) {
            return measures.getFirst();
        }
        List<Integer> names = reading.freeNames(column -> column.type().isNumber() && !DatasetView.isYear(column));
        if (!names.isEmpty()) {
            Column column = reading.column(names.getFirst(), Measures.NUMBER, "what changes");
            Function function = DatasetView.isAdditive(column) ? Function.SUM : Function.MEAN;
            reading.assume("Rows of the same time are taken together by their " + Measures.word(function) + ".");
            Steps.missingLeftOut(reading, column);
            return Measure.of(function, column.name());
        }
        if (counts || reading.clause().contains(Role.ROW)) {
            return Measure.count();
        }
        List<Column> topic = reading.previous().map(step -> step.topic().columns()).orElse(List.of()).stream()
                .filter(Measures.NUMBER)
                .toList();
        List<Column> choices = reading.view().measureColumns();
        if (topic.size() == 1 || choices.size() == 1) {
            Column column = topic.size() == 1 ? topic.getFirst() : choices.getFirst();
            reading.clause().takeAll(Role.PRONOUN);
            reading.assume("The column followed is " + column.name() + ".");
            return Measure.of(DatasetView.isAdditive(column) ? Function.SUM : Function.MEAN, column.name());
        }
        throw Unplannable.ask(Replies.needsColumn("follow over time", choices));
    }

    /** Years for a span over two years, months over two months, else days. */
    static Optional<Period> period(Reading reading, Column time) {
        if (time.type() == ColumnType.INTEGER) {
            return Optional.empty();
        }
        try {
            boolean twoYears = changes(reading)
                    && reading.conditions().stream()
                            .anyMatch(condition -> condition.column().equals(time)
                                    && condition.operator() == io.hexagent.domain.dataset.Filter.Operator.BETWEEN
                                    && condition.operands().stream()
                                            .allMatch(value -> value.toString().length() == 4));
            if (twoYears) {
                return Optional.of(Period.YEAR);
            }
            long days = ChronoUnit.DAYS.between(day(time.min()), day(time.max()));
            boolean withinOneYear = reading.conditions().stream()
                    .anyMatch(condition -> condition.column().equals(time)
                            && condition.operator() == io.hexagent.domain.dataset.Filter.Operator.EQ
                            && condition.operands().getFirst().toString().length() == 4);
            if (withinOneYear) {
                return Optional.of(Period.MONTH);
            }
            return Optional.of(days > 731 ? Period.YEAR : days > 62 ? Period.MONTH : Period.DAY);
        } catch (DateTimeParseException | StringIndexOutOfBoundsException unreadable) {
            return Optional.of(Period.YEAR);
        }
    }

    /** "how did … change between 2012 and 2013" compares the years; a trend between them follows their months. */
    private static boolean changes(Reading reading) {
        return reading.clause().chunks().stream()
                .anyMatch(chunk -> chunk.is(Role.TREND)
                        && java.util.stream.Stream.of("trend", "time series", "develop", "evol", "vary", "trajector")
                                .noneMatch(chunk.text().toLowerCase(java.util.Locale.ROOT)::startsWith));
    }

    private static LocalDate day(Value value) {
        return LocalDate.parse(value.toString().substring(0, 10));
    }
}
