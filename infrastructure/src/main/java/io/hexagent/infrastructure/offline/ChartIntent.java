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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Charts: "plot body mass by species", "scatter plot of X vs Y", "and plot it". */
final class ChartIntent implements Intent {
    /** What is drawn, as it takes shape. */
    private static final class Drawing {
        Optional<String> kind = Optional.empty();
        Optional<Column> x = Optional.empty();
        Optional<Column> y = Optional.empty();
        Optional<Function> function = Optional.empty();
        Optional<Column> colour = Optional.empty();
        Optional<Period> period = Optional.empty();
        Optional<Boolean> descending = Optional.empty();
        int limit;
    }

    @Override
    public List<PlanStep> plan(Reading reading) {
        Clause clause = reading.clause();
        if (clause.find(sense -> sense instanceof Sense.Draws) < 0) {
            return List.of();
        }
        var drawing = new Drawing();
        for (int i = 0; i < clause.size(); i++) {
            if (clause.sense(i) instanceof Sense.Draws draws && clause.free(i)) {
                clause.use(i);
                if (draws.kind().isPresent()) {
                    drawing.kind = draws.kind();
                    if (draws.kind().get().equals("unsupported")) {
                        throw Unplannable.refused(
                                "I cannot draw a " + clause.at(i).text().replaceFirst(" of$", "")
                                        + ". I can draw line, bar, scatter and box charts and histograms.");
                    }
                }
            }
        }
        clause.takeAll(Role.VERSUS);
        clause.takeAll(Role.BETWEEN);
        clause.takeAll(Role.DISTRIBUTION);
        boolean overTime = clause.takeAll(Role.OVER_TIME) | clause.takeAll(Role.TREND);
        colour(reading, drawing);
        Optional<Integer> bins = LookIntent.bins(reading);
        counts(reading, drawing);
        function(reading, drawing);
        List<Column> numbers = numbers(reading, drawing);
        List<Column> categories = new ArrayList<>();
        for (int i : reading.freeNames(
                column -> !column.type().isNumber() && !column.type().isTime())) {
            categories.add(reading.column(i, column -> !column.type().isNumber(), "a group"));
        }
        Optional<Column> time = time(reading, overTime);
        boolean nothingNamed =
                numbers.isEmpty() && categories.isEmpty() && reading.groups().isEmpty() && time.isEmpty();
        if (nothingNamed && reading.previous().isPresent()) {
            return ofPrevious(reading, drawing, reading.previous().get(), bins);
        }
        layOut(reading, drawing, numbers, categories, time);
        top(reading, drawing);
        return List.of(step(reading, drawing, bins));
    }

    /** "chart the top 3 products by revenue": the bars in order, and only so many. */
    private static void top(Reading reading, Drawing drawing) {
        Clause clause = reading.clause();
        int mark = Math.max(clause.find(Role.TOP), clause.find(Role.BOTTOM));
        boolean bars = drawing.kind.filter("bar"::equals).isPresent() && drawing.x.isPresent();
        if (mark < 0
                || !bars
                || !clause.isFree(mark + 1, Sense.Amount.class)
                || !(clause.sense(mark + 1) instanceof Sense.Amount amount)
                || !amount.isWhole()
                || amount.value().signum() <= 0
                || amount.value().intValue() > 200) {
            return;
        }
        drawing.descending = Optional.of(clause.is(mark, Role.TOP));
        drawing.limit = amount.value().intValue();
        clause.use(mark);
        clause.use(mark + 1);
        clause.takeAll(Role.GROUP);
    }

    private static void colour(Reading reading, Drawing drawing) {
        Clause clause = reading.clause();
        int i = clause.find(Role.COLOUR);
        if (i < 0) {
            return;
        }
        int at = clause.after(i, Role.NOISE, Role.GROUP);
        if (at < clause.size() && reading.names(at, any -> true)) {
            for (int k = i; k < at; k++) {
                clause.use(k);
            }
            drawing.colour = Optional.of(reading.column(at, any -> true, "a colour"));
        } else if (!reading.groups().isEmpty()) {
            Grouping last = reading.groups().removeLast();
            clause.use(i);
            drawing.colour = reading.view().dataset().column(last.column());
        }
    }

    private static void counts(Reading reading, Drawing drawing) {
        Clause clause = reading.clause();
        if (clause.takeAll(Role.COUNT) | clause.takeAll(Role.HOW_MANY)) {
            drawing.function = Optional.of(Function.COUNT);
        }
    }

    private static void function(Reading reading, Drawing drawing) {
        Clause clause = reading.clause();
        for (int i = 0; i < clause.size(); i++) {
            if (clause.isFree(i, Sense.Calculates.class) && clause.sense(i) instanceof Sense.Calculates calculates) {
                boolean drawable = List.of(Function.SUM, Function.MEAN, Function.MEDIAN, Function.MIN, Function.MAX)
                        .contains(calculates.function());
                if (!drawable || drawing.function.isPresent()) {
                    throw Unplannable.refused("A chart draws one of count, sum, mean, median, minimum or maximum, not "
                            + clause.at(i).text() + (drawable ? " beside another" : "") + ".");
                }
                clause.use(i);
                drawing.function = Optional.of(calculates.function());
            }
        }
    }

    private static List<Column> numbers(Reading reading, Drawing drawing) {
        var numbers = new ArrayList<Column>();
        for (int i : reading.freeNames(column -> column.type().isNumber() && !DatasetView.isYear(column))) {
            if (drawing.function.isEmpty() && reading.clause().sense(i) instanceof Sense.Names names) {
                drawing.function = names.implied().filter(function -> false);
            }
            numbers.add(
                    reading.column(i, column -> column.type().isNumber() && !DatasetView.isYear(column), "an axis"));
        }
        return numbers.stream().distinct().toList();
    }

    private static Optional<Column> time(Reading reading, boolean overTime) {
        List<Integer> named = reading.freeNames(DatasetView::isTime);
        if (!named.isEmpty()) {
            return Optional.of(reading.column(named.getFirst(), DatasetView::isTime, "a time axis"));
        }
        List<Column> times = reading.view().timeColumns();
        if (!overTime || reading.groups().stream().anyMatch(group -> isTime(reading, group))) {
            return Optional.empty();
        }
        if (times.size() != 1) {
            throw times.isEmpty()
                    ? Unplannable.refused("There is no date or year column to draw over time.")
                    : Unplannable.ask(Replies.whichColumn("time", times));
        }
        return Optional.of(times.getFirst());
    }

    private static boolean isTime(Reading reading, Grouping group) {
        return reading.view()
                .dataset()
                .column(group.column())
                .map(DatasetView::isTime)
                .orElse(false);
    }

    private static void layOut(
            Reading reading, Drawing drawing, List<Column> numbers, List<Column> categories, Optional<Column> time) {
        var axes = new ArrayList<Column>();
        time.ifPresent(axes::add);
        for (Grouping group : reading.groups()) {
            axes.add(reading.view().dataset().column(group.column()).orElseThrow());
            if (group.period().isPresent()) {
                drawing.period = group.period();
            }
        }
        axes.addAll(categories);
        axes.sort((a, b) -> Boolean.compare(!DatasetView.isTime(a), !DatasetView.isTime(b)));
        String kind = drawing.kind.orElseGet(() -> kind(drawing, numbers, axes));
        drawing.kind = Optional.of(kind);
        switch (kind) {
            case "scatter" -> scatter(reading, drawing, numbers, axes);
            case "histogram" -> histogram(reading, drawing, numbers, axes);
            case "box" -> box(reading, drawing, numbers, axes);
            default -> bars(reading, drawing, numbers, axes);
        }
    }

    private static String kind(Drawing drawing, List<Column> numbers, List<Column> axes) {
        if (axes.isEmpty()) {
            return numbers.size() == 2 ? "scatter" : "histogram";
        }
        if (numbers.size() == 2 && !DatasetView.isTime(axes.getFirst()) && drawing.function.isEmpty()) {
            return "scatter";
        }
        return DatasetView.isTime(axes.getFirst()) ? "line" : "bar";
    }

    private static void tooMany(List<Column> columns, int most, String kind) {
        if (columns.size() > most) {
            throw Unplannable.ask("A " + kind + " chart takes " + most + " of "
                    + Replies.and(columns.stream().map(Column::name).toList()) + ". Which should I draw?");
        }
    }

    private static void scatter(Reading reading, Drawing drawing, List<Column> numbers, List<Column> axes) {
        var pair = new ArrayList<>(numbers);
        var colours = new ArrayList<>(axes);
        if (pair.size() == 1 && !axes.isEmpty() && DatasetView.isTime(axes.getFirst())) {
            pair.add(colours.removeFirst());
        }
        tooMany(pair, 2, "scatter");
        if (pair.size() < 2) {
            throw Unplannable.ask(Replies.needsColumn(
                    "draw on the axes (two numbers)", reading.view().measureColumns()));
        }
        tooMany(colours, 1, "scatter");
        boolean against = reading.clause().contains(Role.VERSUS);
        drawing.x = Optional.of(against ? pair.get(1) : pair.get(0));
        drawing.y = Optional.of(against ? pair.get(0) : pair.get(1));
        if (pair.size() == 2 && DatasetView.isTime(pair.get(1))) {
            drawing.x = Optional.of(pair.get(1));
            drawing.y = Optional.of(pair.get(0));
        }
        if (drawing.colour.isEmpty() && !colours.isEmpty()) {
            drawing.colour = Optional.of(colours.getFirst());
        }
        reading.assume(
                "x is " + drawing.x.get().name() + ", y is " + drawing.y.get().name() + ".");
        drawing.function = Optional.empty();
    }

    private static void histogram(Reading reading, Drawing drawing, List<Column> numbers, List<Column> axes) {
        tooMany(numbers, 1, "histogram");
        if (numbers.isEmpty() && axes.size() == 1) {
            drawing.kind = Optional.of("bar");
            bars(reading, drawing, numbers, axes);
            return;
        }
        if (numbers.isEmpty()) {
            throw Unplannable.ask(Replies.needsColumn("draw", reading.view().measureColumns()));
        }
        tooMany(axes, 1, "histogram");
        drawing.x = Optional.of(numbers.getFirst());
        drawing.function = Optional.empty();
        if (!axes.isEmpty()) {
            drawing.colour = Optional.of(axes.getFirst());
        }
    }

    private static void box(Reading reading, Drawing drawing, List<Column> numbers, List<Column> axes) {
        tooMany(numbers, 1, "box");
        tooMany(axes, 1, "box");
        if (numbers.isEmpty()) {
            throw Unplannable.ask(Replies.needsColumn("draw", reading.view().measureColumns()));
        }
        drawing.y = Optional.of(numbers.getFirst());
        drawing.x = axes.stream().findFirst();
        drawing.function = Optional.empty();
    }

    private static void bars(Reading reading, Drawing drawing, List<Column> numbers, List<Column> axes) {
        tooMany(numbers, 1, drawing.kind.orElse("bar"));
        if (axes.isEmpty()
                && drawing.kind.orElse("").equals("line")
                && reading.view().timeColumns().size() == 1) {
            axes.add(reading.view().timeColumns().getFirst());
            reading.assume("The line runs over " + axes.getFirst().name() + ".");
        }
        if (axes.isEmpty()) {
            throw Unplannable.ask(
                    Replies.needsColumn("draw along the x axis", reading.view().categoryColumns()));
        }
        tooMany(axes, drawing.colour.isPresent() ? 1 : 2, drawing.kind.orElse("bar"));
        drawing.x = Optional.of(axes.getFirst());
        if (axes.size() == 2) {
            drawing.colour = Optional.of(axes.get(1));
        }
        if (numbers.isEmpty()) {
            drawing.function = Optional.of(Function.COUNT);
            reading.assume("The number of rows is drawn.");
            return;
        }
        drawing.y = Optional.of(numbers.getFirst());
        if (drawing.function.isEmpty()) {
            Function function = DatasetView.isAdditive(numbers.getFirst()) ? Function.SUM : Function.MEAN;
            drawing.function = Optional.of(function);
            reading.assume("Rows at the same place are drawn by their " + Measures.word(function) + ".");
        }
    }

    /** "and plot it": the result of the step before. */
    private static List<PlanStep> ofPrevious(
            Reading reading, Drawing drawing, PlanStep previous, Optional<Integer> bins) {
        reading.clause().takeAll(Role.PRONOUN);
        Topic topic = previous.topic();
        if (reading.conditions().isEmpty()) {
            topic.conditions().forEach(reading::add);
        }
        Optional<Measure> measure = topic.measures().stream().findFirst();
        List<Column> groups = topic.groups().stream()
                .flatMap(group -> reading.view().dataset().column(group.column()).stream())
                .toList();
        String fitting =
                switch (previous.telling().kind()) {
                    case CORRELATION -> "scatter";
                    case DISTRIBUTION, OUTLIERS, STATISTICS -> "histogram";
                    case MEASURES,
                            RANKED,
                            GREATEST,
                            ROWS,
                            VALUE,
                            DISTINCT,
                            TREND,
                            COMPARISON,
                            MISSING,
                            DESCRIPTION,
                            CHART,
                            CALCULATION,
                            SHARE,
                            SHARE_BY_GROUP,
                            BACKTEST,
                            PASSAGES,
                            SILENT ->
                        !groups.isEmpty() && DatasetView.isTime(groups.getFirst())
                                ? "line"
                                : groups.isEmpty() ? "histogram" : "bar";
                };
        drawing.kind = Optional.of(drawing.kind.orElse(fitting));
        topic.groups().stream()
                .flatMap(group -> group.period().stream())
                .findFirst()
                .ifPresent(period -> drawing.period = Optional.of(period));
        topic.ranking().ifPresent(ranking -> {
            drawing.descending = Optional.of(ranking.descending());
            drawing.limit = ranking.limit();
        });
        if (drawing.function.isEmpty()) {
            drawing.function = measure.map(Measure::function);
        }
        List<Column> numbers = topic.columns().stream().filter(Measures.NUMBER).toList();
        var axes = new ArrayList<>(groups);
        if (previous.telling().kind() == Telling.Kind.GREATEST
                || previous.telling().kind() == Telling.Kind.ROWS) {
            topic.columns().stream()
                    .filter(column -> column.type() == ColumnType.TEXT)
                    .findFirst()
                    .ifPresent(axes::add);
            if (!axes.isEmpty()) {
                drawing.kind = Optional.of("bar");
                drawing.function = Optional.of(Function.MAX);
            }
        }
        if (numbers.isEmpty() && axes.isEmpty()) {
            throw Unplannable.ask("What should I draw? Name a column, for example \"plot "
                    + reading.view().dataset().columns().getFirst().name() + "\".");
        }
        boolean drawable = drawing.function
                .map(function -> List.of(
                                Function.COUNT,
                                Function.SUM,
                                Function.MEAN,
                                Function.MEDIAN,
                                Function.MIN,
                                Function.MAX)
                        .contains(function))
                .orElse(true);
        if (!drawable && (drawing.kind.get().equals("bar") || drawing.kind.get().equals("line"))) {
            throw Unplannable.refused("A chart draws one of count, sum, mean, median, minimum or maximum, not a "
                    + Measures.word(drawing.function.orElseThrow()) + ".");
        }
        if (numbers.size() > 1 && !drawing.kind.get().equals("scatter")) {
            numbers = List.of(numbers.getLast());
            reading.assume(
                    "Of the columns of the step before, " + numbers.getFirst().name() + " is drawn.");
        }
        boolean singleFigure = axes.isEmpty() && drawing.kind.get().equals("histogram") && !numbers.isEmpty();
        if (singleFigure) {
            reading.assume("The distribution of " + numbers.getFirst().name() + " is drawn.");
        }
        if (drawing.function.filter(function -> function == Function.COUNT).isPresent()) {
            numbers = List.of();
        }
        layOut(reading, drawing, numbers, axes, Optional.empty());
        return List.of(step(reading, drawing, bins));
    }

    private static PlanStep step(Reading reading, Drawing drawing, Optional<Integer> bins) {
        String kind = drawing.kind.orElseThrow();
        Value.Builder arguments = reading.arguments().put("kind", kind);
        drawing.x.ifPresent(column -> arguments.put("x", column.name()));
        drawing.y.ifPresent(column -> arguments.put("y", column.name()));
        if (kind.equals("bar") || kind.equals("line")) {
            drawing.function.ifPresent(function -> arguments.put("function", function.wire()));
        }
        drawing.colour.ifPresent(column -> arguments.put("color", column.name()));
        drawing.period.ifPresent(period -> arguments.put("period", period.wire()));
        bins.ifPresent(number -> arguments.put("bins", number));
        drawing.descending.ifPresent(descending -> arguments.put("sort", descending ? "desc" : "asc"));
        if (drawing.limit > 0) {
            arguments.put("limit", drawing.limit);
        }
        String title = title(drawing) + reading.where();
        arguments.put("title", title);
        drawing.x.ifPresent(column -> Steps.missingLeftOut(reading, column));
        drawing.y.ifPresent(column -> Steps.missingLeftOut(reading, column));
        return Steps.step(
                reading,
                "Draw a " + kind + (kind.equals("histogram") ? "" : " chart") + ": " + title + ".",
                "create_chart",
                arguments.build(),
                new Telling(Telling.Kind.CHART, title, ""),
                new Topic(
                        reading.conditions(),
                        List.of(),
                        List.of(),
                        drawing.y.or(() -> drawing.x).map(List::of).orElse(List.of()),
                        Optional.empty()));
    }

    private static String title(Drawing drawing) {
        String y = drawing.y
                .map(column -> drawing.function
                        .map(function -> Measures.word(function) + " of " + column.name())
                        .orElse(column.name()))
                .orElse("number of rows");
        String x = drawing.x.map(Column::name).orElse("");
        String colour = drawing.colour.map(column -> " and " + column.name()).orElse("");
        return switch (drawing.kind.orElseThrow()) {
            case "histogram" -> x + (colour.isEmpty() ? "" : " by" + colour.substring(4));
            case "scatter" -> y + " against " + x + (colour.isEmpty() ? "" : " by" + colour.substring(4));
            default -> y + (x.isEmpty() ? "" : " by " + x) + colour;
        };
    }
}
