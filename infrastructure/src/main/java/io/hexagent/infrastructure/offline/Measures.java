package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Grouping;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.offline.ColumnLink.Fit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;

/** Reads which figures are asked for, of which columns: "mean and median of body mass", "90th percentile of wind". */
final class Measures {
    static final Predicate<Column> NUMBER = column -> column.type().isNumber() && !DatasetView.isIdentifier(column);
    private static final Predicate<Column> NUMBER_OR_TIME =
            column -> column.type().isNumber() || column.type().isTime();
    private static final Set<Fit> LINKED = EnumSet.range(Fit.NAME, Fit.PART_SYNONYM);

    private Measures() {}

    /** A function, with its q. */
    private record Figure(Function function, OptionalDouble q) {
        Measure of(Column column) {
            return new Measure(function, Optional.of(column.name()), q, Optional.empty());
        }
    }

    /** The measures in the order of the words; empty when no function is named. */
    static List<Measure> read(Reading reading) {
        Clause clause = reading.clause();
        var measures = new ArrayList<Measure>();
        var figures = new ArrayList<Figure>();
        var columns = new ArrayList<Column>();
        var orphans = new ArrayList<Integer>();
        for (int i = 0; i < clause.size(); i++) {
            if (!clause.free(i)) {
                continue;
            }
            List<Figure> named = figures(clause, i);
            if (!named.isEmpty()) {
                int before = clause.before(i, Role.NOISE, Role.PREPOSITION);
                if (before >= 0 && clause.sense(before) instanceof Sense.Calculates) {
                    throw Unplannable.refused(
                            "I cannot take the " + clause.at(before).text() + " of the "
                                    + clause.at(i).text() + " in one step; ask for one of them.");
                }
                if (!columns.isEmpty()) {
                    cross(figures, columns, measures);
                    figures.clear();
                    columns.clear();
                }
                figures.addAll(named);
            } else if (clause.sense(i) instanceof Sense.Names names) {
                if (figures.isEmpty()) {
                    orphans.add(i);
                } else if (names.implied().isPresent()
                        && !columns.isEmpty()
                        && listed(clause, i)
                        && reading.names(i, NUMBER)) {
                    Function function = names.implied().orElseThrow();
                    cross(figures, columns, measures);
                    columns.clear();
                    figures.clear();
                    measures.add(Measure.of(
                            function, reading.column(i, NUMBER, "a measure").name()));
                } else if (columns.isEmpty() || listed(clause, i)) {
                    columns.add(reading.column(i, fitting(figures), role(figures)));
                    noteImplied(reading, names, figures);
                }
            }
        }
        if (!figures.isEmpty() && columns.isEmpty()) {
            for (int i : orphans) {
                if (clause.free(i) && reading.names(i, fitting(figures))) {
                    columns.add(reading.column(i, fitting(figures), role(figures)));
                }
            }
        }
        boolean shared = !figures.isEmpty()
                && columns.isEmpty()
                && !measures.isEmpty()
                && measures.stream().map(Measure::column).distinct().count() == 1
                && lastFigureIsListed(clause)
                && !clause.contains(sense -> sense instanceof Sense.Unknown);
        if (shared) {
            measures.getFirst()
                    .column()
                    .flatMap(name -> reading.view().dataset().column(name))
                    .filter(fitting(figures))
                    .ifPresent(column -> {
                        columns.add(column);
                        reading.assume("The " + word(figures.getFirst().function()) + " is taken of " + column.name()
                                + " as well.");
                    });
        }
        if (!figures.isEmpty() && columns.isEmpty() && !measures.isEmpty()) {
            throw Unplannable.ask(Replies.needsColumn(
                    "take the " + word(figures.getFirst().function()) + " of",
                    reading.view().measureColumns()));
        }
        if (!figures.isEmpty() && columns.isEmpty()) {
            columns.addAll(fallback(reading, figures));
        }
        cross(figures, columns, measures);
        if (measures.isEmpty() && figures.isEmpty()) {
            for (int i : orphans) {
                if (clause.sense(i) instanceof Sense.Names names
                        && names.implied().isPresent()
                        && reading.names(i, NUMBER)) {
                    Function function = names.implied().orElseThrow();
                    Column column = reading.column(i, NUMBER, "a measure");
                    measures.add(Measure.of(function, column.name()));
                    reading.assume("\"" + clause.at(i).text() + "\" is taken as the " + word(function)
                            + " of the column " + column.name() + ".");
                }
            }
        }
        return List.copyOf(measures);
    }

    /** "average revenue and standard deviation": the last function follows "and". */
    private static boolean lastFigureIsListed(Clause clause) {
        int last = -1;
        for (int i = 0; i < clause.size(); i++) {
            last = clause.sense(i) instanceof Sense.Calculates ? i : last;
        }
        return last > 0 && clause.isAny(clause.before(last, Role.NOISE), Role.AND, Role.COMMA);
    }

    private static boolean listed(Clause clause, int i) {
        return clause.isAny(clause.before(i, Role.NOISE, Role.PREPOSITION), Role.AND, Role.COMMA);
    }

    private static void noteImplied(Reading reading, Sense.Names names, List<Figure> figures) {
        names.implied()
                .filter(function -> figures.stream().noneMatch(figure -> figure.function() == function))
                .ifPresent(function ->
                        reading.assume("The " + word(figures.getFirst().function()) + " is taken of the" + " column "
                                + names.first().name() + "."));
    }

    private static List<Figure> figures(Clause clause, int i) {
        if (clause.sense(i) instanceof Sense.Calculates calculates) {
            clause.use(i);
            return List.of(new Figure(calculates.function(), OptionalDouble.empty()));
        }
        boolean onAverage = clause.is(i, Role.USUALLY)
                && clause.at(i).text().equalsIgnoreCase("on average")
                && !clause.contains(sense -> sense instanceof Sense.Calculates || sense instanceof Sense.Quality);
        if (onAverage) {
            clause.use(i);
            return List.of(new Figure(Function.MEAN, OptionalDouble.empty()));
        }
        if (clause.is(i, Role.QUARTILES)) {
            clause.use(i);
            String words = clause.at(i).text().toLowerCase(java.util.Locale.ROOT);
            if (words.startsWith("upper") || words.startsWith("third")) {
                return List.of(quantile(0.75));
            }
            return words.startsWith("lower") || words.startsWith("first")
                    ? List.of(quantile(0.25))
                    : List.of(quantile(0.25), quantile(0.5), quantile(0.75));
        }
        if (clause.is(i, Role.RANGE)) {
            clause.use(i);
            return List.of(
                    new Figure(Function.MIN, OptionalDouble.empty()), new Figure(Function.MAX, OptionalDouble.empty()));
        }
        if (clause.is(i, Role.PERCENTILE)) {
            return percentile(clause, i);
        }
        return List.of();
    }

    private static Figure quantile(double q) {
        return new Figure(Function.QUANTILE, OptionalDouble.of(q));
    }

    /** {@code 90th percentile}, {@code 10th and 90th percentiles}, {@code 0.9 quantile}, {@code percentile 90}. */
    private static List<Figure> percentile(Clause clause, int i) {
        var figures = new ArrayList<Figure>();
        boolean quantile =
                clause.at(i).text().toLowerCase(java.util.Locale.ROOT).startsWith("quantile");
        int at = i - 1;
        while (at >= 0
                && clause.free(at)
                && (clause.sense(at) instanceof Sense.Amount || clause.isAny(at, Role.AND, Role.COMMA, Role.NOISE))) {
            if (clause.sense(at) instanceof Sense.Amount amount) {
                figures.addFirst(quantile(fraction(amount, quantile)));
                clause.use(at);
            }
            at--;
        }
        if (figures.isEmpty()
                && clause.isFree(i + 1, Sense.Amount.class)
                && clause.sense(i + 1) instanceof Sense.Amount amount) {
            figures.add(quantile(fraction(amount, quantile)));
            clause.use(i + 1);
        }
        if (figures.isEmpty()) {
            throw Unplannable.ask("Which percentile do you mean? For example \"the 90th percentile\".");
        }
        clause.use(i);
        return figures;
    }

    private static double fraction(Sense.Amount amount, boolean quantile) {
        double value = amount.value().doubleValue();
        boolean isFraction = quantile && amount.kind() == Token.Kind.NUMBER && value <= 1;
        double q = isFraction ? value : value / 100;
        if (q < 0 || q > 1) {
            throw Unplannable.refused(
                    "A percentile lies between 0 and 100, got " + amount.value().toPlainString() + ".");
        }
        return BigDecimal.valueOf(q).doubleValue();
    }

    private static Predicate<Column> fitting(List<Figure> figures) {
        boolean ordered = figures.stream()
                .allMatch(figure -> figure.function() == Function.MIN || figure.function() == Function.MAX);
        return ordered ? NUMBER_OR_TIME : NUMBER;
    }

    private static String role(List<Figure> figures) {
        return "the column of a " + word(figures.getFirst().function());
    }

    /** Without a column: that of the step before ("then the maximum"), or the only one there is. */
    private static List<Column> fallback(Reading reading, List<Figure> figures) {
        Clause clause = reading.clause();
        for (int i = 0; i < clause.size(); i++) {
            if (clause.free(i) && clause.sense(i) instanceof Sense.Names) {
                return List.of(reading.column(i, fitting(figures), role(figures)));
            }
        }
        List<Column> topic = reading.previous().map(step -> step.topic().columns()).orElse(List.of()).stream()
                .filter(fitting(figures))
                .toList();
        if (!topic.isEmpty()) {
            reading.assume("The " + word(figures.getFirst().function()) + " is taken of the column of the step before, "
                    + topic.getFirst().name() + ".");
            return topic;
        }
        List<Column> measures = reading.view().measureColumns();
        boolean nothingUnknown = !clause.contains(sense -> sense instanceof Sense.Unknown);
        if (measures.size() == 1 && nothingUnknown) {
            reading.assume("No column was named: " + measures.getFirst().name() + " is the only one that measures.");
            return measures;
        }
        throw Unplannable.ask(
                Replies.needsColumn("take the " + word(figures.getFirst().function()) + " of", measures));
    }

    private static void cross(List<Figure> figures, List<Column> columns, List<Measure> measures) {
        for (Column column : columns) {
            for (Figure figure : figures) {
                Measure measure = figure.of(column);
                if (!measures.contains(measure)) {
                    measures.add(measure);
                }
            }
        }
    }

    static String word(Function function) {
        return switch (function) {
            case COUNT -> "count";
            case COUNT_DISTINCT -> "number of distinct values";
            case SUM -> "sum";
            case MEAN -> "mean";
            case MEDIAN -> "median";
            case MIN -> "minimum";
            case MAX -> "maximum";
            case STD -> "standard deviation";
            case VARIANCE -> "variance";
            case QUANTILE -> "quantile";
            case SHARE -> "share";
            case FIRST -> "first value";
            case LAST -> "last value";
        };
    }

    /** The column that an adjective measures: heavy → a column of mass or weight. */
    static Optional<Column> ofQuality(Reading reading, String words, List<String> measures, Optional<String> noun) {
        for (String measure : measures) {
            String phrase = noun.map(present -> present + " " + measure).orElse(measure);
            List<ColumnLink> links = reading.view().columns().link(Tokeniser.tokens(phrase), LINKED).stream()
                    .filter(link -> NUMBER.test(link.column()))
                    .toList();
            if (links.size() == 1) {
                Column column = links.getFirst().column();
                reading.assume("\"" + words + "\" is measured by the column " + column.name() + ".");
                return Optional.of(column);
            }
            if (links.size() > 1) {
                throw Unplannable.ask(Replies.whichColumn(words, Annotator.columns(links)));
            }
        }
        return Optional.empty();
    }

    /** As the tools take it. */
    static Value toValue(Measure measure) {
        Value.Builder fields =
                Value.fields().put("function", measure.function().wire()).put("column", measure.column());
        measure.q().ifPresent(q -> fields.put("q", q));
        return fields.build();
    }

    static Value toValue(Grouping grouping) {
        return grouping.period()
                .<Value>map(period -> Value.fields()
                        .put("column", grouping.column())
                        .put("period", period.wire())
                        .build())
                .orElseGet(() -> Value.of(grouping.column()));
    }

    /** In words: {@code mean of wind}. */
    static String words(Measure measure) {
        return switch (measure.function()) {
            case COUNT -> "number of rows";
            case COUNT_DISTINCT -> "number of distinct " + measure.column().orElse("values");
            case SHARE ->
                "share" + measure.column().map(column -> " of " + column).orElse(" of rows");
            case QUANTILE ->
                percentile(measure.q().orElse(0)) + " percentile of "
                        + measure.column().orElse("");
            case SUM, MEAN, MEDIAN, MIN, MAX, STD, VARIANCE, FIRST, LAST ->
                word(measure.function()) + " of " + measure.column().orElse("");
        };
    }

    private static String percentile(double q) {
        String number =
                BigDecimal.valueOf(q).movePointRight(2).stripTrailingZeros().toPlainString();
        boolean teen = number.endsWith("11") || number.endsWith("12") || number.endsWith("13");
        String ending = teen
                ? "th"
                : number.endsWith("1") ? "st" : number.endsWith("2") ? "nd" : number.endsWith("3") ? "rd" : "th";
        return number + ending;
    }
}
