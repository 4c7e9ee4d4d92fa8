package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.domain.dataset.Filter.Operator;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads conditions on categories: "for Gentoo", "not rain", "Adelie or Chinstrap", "who survived". */
final class ValueConditions {
    private static final Set<Set<String>> YES_NO = Set.of(
            Set.of("yes", "no"),
            Set.of("y", "n"),
            Set.of("true", "false"),
            Set.of("t", "f"),
            Set.of("yes"),
            Set.of("no"));

    /** Values that a yes/no column may have besides. */
    private static final Set<String> NOT_KNOWN = Set.of("unknown", "n/a", "na", "not known", "missing", "unspecified");

    /** Words that are often a category, and as often say how great a number is. */
    private static final Set<String> QUALITY_WORDS = Set.of(
            "high",
            "low",
            "medium",
            "good",
            "bad",
            "poor",
            "great",
            "fair",
            "big",
            "large",
            "small",
            "short",
            "long",
            "new",
            "old",
            "cheap",
            "expensive",
            "normal",
            "average",
            "strong",
            "weak",
            "fast",
            "slow",
            "young",
            "top",
            "moderate",
            "excellent");

    private final Reading reading;
    private final Clause clause;
    private final Map<Integer, ValueLink> linked = new LinkedHashMap<>();
    private final Map<Integer, Boolean> negated = new HashMap<>();

    private ValueConditions(Reading reading) {
        this.reading = reading;
        this.clause = reading.clause();
    }

    static void read(Reading reading) {
        new ValueConditions(reading).readAll();
    }

    private void readAll() {
        for (int i = 0; i < clause.size(); i++) {
            if (clause.free(i) && clause.sense(i) instanceof Sense.Means means) {
                ValueLink link = resolve(i, means);
                linked.put(i, link);
                negated.put(i, negated(i, link));
                clause.use(i);
                if (!link.literal()) {
                    reading.assume(Replies.linked(clause.at(i).text(), link));
                }
            }
        }
        joinOrs();
        var byColumn = new LinkedHashMap<Column, List<Integer>>();
        linked.forEach((i, link) -> byColumn.computeIfAbsent(link.column(), any -> new ArrayList<>())
                .add(i));
        byColumn.forEach(this::addConditions);
    }

    private ValueLink resolve(int i, Sense.Means means) {
        List<ValueLink> candidates = means.candidates();
        List<Column> columns =
                candidates.stream().map(ValueLink::column).distinct().toList();
        refuseQuality(i, columns);
        refuseMonth(i, columns);
        Optional<Column> beside = columnBeside(i, columns);
        if (beside.isPresent()) {
            candidates = candidates.stream()
                    .filter(link -> link.column().equals(beside.get()))
                    .toList();
            columns = List.of(beside.get());
        }
        Optional<Column> akin = columns.size() > 1 ? akin(columns) : Optional.empty();
        if (akin.isPresent()) {
            columns = List.of(akin.get());
            candidates = candidates.stream()
                    .filter(link -> link.column().equals(akin.get()))
                    .toList();
            reading.assume("\"" + clause.at(i).text() + "\" is looked up in the column "
                    + akin.get().name() + ".");
        }
        if (columns.size() > 1) {
            throw Unplannable.ask("\"" + clause.at(i).text() + "\" is a value of "
                    + Replies.and(columns.stream().map(Column::name).toList())
                    + ". Which column do you mean?");
        }
        List<String> values =
                candidates.stream().map(ValueLink::value).distinct().toList();
        if (values.size() > 1) {
            throw Unplannable.ask("Which " + columns.getFirst().name() + " do you mean by \""
                    + clause.at(i).text() + "\": " + Replies.or(values) + "?");
        }
        return candidates.getFirst();
    }

    /** "home goals of Red Star": the one column that shares a word with a column that the clause names. */
    private Optional<Column> akin(List<Column> columns) {
        long values = clause.chunks().stream()
                .filter(chunk -> chunk.sense() instanceof Sense.Means)
                .count();
        List<Column> akin = columns.stream()
                .filter(column -> clause.chunks().stream()
                        .anyMatch(chunk -> chunk.sense() instanceof Sense.Names names
                                && names.candidates().size() == 1
                                && !names.first().equals(column)
                                && Words.split(names.first().name()).stream()
                                        .anyMatch(Words.split(column.name())::contains)))
                .toList();
        return akin.size() == 1 && values == 1 ? Optional.of(akin.getFirst()) : Optional.empty();
    }

    /** Places the column named right beside a value: "species Adelie", "weather = rain", "Dream island". */
    private Optional<Column> columnBeside(int i, List<Column> columns) {
        int before = i - 1;
        while (before >= 0
                && (clause.isAny(before, Role.COPULA, Role.EQUALS, Role.NEGATION, Role.PREPOSITION, Role.WITH)
                        || (clause.sense(before) instanceof Sense.Compares compares
                                && compares.operator() == Operator.NE))) {
            before--;
        }
        for (int at : new int[] {before, i + 1}) {
            boolean groups =
                    clause.isAny(clause.before(at, Role.NOISE, Role.EACH), Role.GROUP, Role.WHICH, Role.HOW_MANY)
                            && !allBut(at, i);
            if (at >= 0
                    && at < clause.size()
                    && clause.free(at)
                    && !(groups && at == before)
                    && reading.names(at, columns::contains)) {
                Column column = reading.column(at, columns::contains, "a category");
                for (int k = Math.min(at, i); k < Math.max(at, i); k++) {
                    if (clause.isAny(k, Role.COPULA, Role.EQUALS)) {
                        clause.use(k);
                    }
                }
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }

    /** "for all regions other than South" leaves rows out, and forms no groups; the "for all" is placed. */
    private boolean allBut(int column, int value) {
        int mark = clause.before(column, Role.NOISE);
        boolean all = mark >= 0
                && column < value
                && clause.is(mark, Role.GROUP)
                && clause.at(mark).text().toLowerCase(Locale.ROOT).endsWith(" all");
        for (int k = column + 1; all && k < value; k++) {
            if (clause.is(k, Role.NEGATION)) {
                clause.use(mark);
                return true;
            }
        }
        return false;
    }

    private boolean negated(int i, ValueLink link) {
        int at = clause.before(
                i, Role.COPULA, Role.NOISE, Role.PREPOSITION, Role.EQUALS, Role.WITH, Role.EACH, Role.FROM, Role.VERB);
        if (Exclusions.leavesOutRows(clause, at)) {
            return true;
        }
        while (at >= 0
                && clause.sense(at) instanceof Sense.Names names
                && names.candidates().stream()
                        .anyMatch(candidate -> candidate.column().equals(link.column()))) {
            at = clause.before(at, Role.COPULA, Role.NOISE, Role.PREPOSITION, Role.EQUALS, Role.WITH);
        }
        if (clause.free(at) && clause.is(at, Role.NEGATION)) {
            clause.use(at);
            return true;
        }
        if (clause.free(at)
                && clause.sense(at) instanceof Sense.Compares compares
                && compares.operator() == Operator.NE) {
            clause.use(at);
            return true;
        }
        if (clause.isAny(at, Role.AND, Role.OR, Role.COMMA)) {
            int listed = clause.before(at, Role.AND, Role.OR, Role.COMMA, Role.NOISE);
            ValueLink sibling = linked.get(listed);
            boolean sameColumn = sibling != null && sibling.column().equals(link.column());
            if (!sameColumn) {
                Exclusions.refuseMixedList(clause, at, i);
            }
            return sameColumn && negated.getOrDefault(listed, false);
        }
        return false;
    }

    /** An "or" between two values of one column is placed; any other stays for the coverage guard. */
    private void joinOrs() {
        for (int i = 0; i < clause.size(); i++) {
            if (clause.is(i, Role.OR)) {
                ValueLink before = linked.get(clause.before(i, Role.NOISE, Role.COMMA));
                ValueLink after = linked.get(clause.after(i, Role.NOISE, Role.NEGATION, Role.PREPOSITION, Role.COPULA));
                if (before != null && after != null && before.column().equals(after.column())) {
                    clause.use(i);
                }
            }
        }
    }

    private void addConditions(Column column, List<Integer> places) {
        List<Value> wanted = places.stream()
                .filter(i -> !negated.getOrDefault(i, false))
                .map(i -> Value.of(value(i)))
                .distinct()
                .toList();
        if (wanted.size() == 1) {
            reading.add(Condition.of(column, Operator.EQ, places.getFirst(), wanted.getFirst()));
        } else if (wanted.size() > 1) {
            reading.add(new Condition(column, Operator.IN, wanted, places.getFirst()));
            if (joinedByAnd(places)) {
                reading.list(column);
            }
        }
        for (int i : places) {
            if (negated.getOrDefault(i, false)) {
                reading.add(Condition.of(column, Operator.NE, i, Value.of(value(i))));
                if (column.missing() > 0) {
                    reading.assume("Rows where " + column.name() + " is missing are left out as well.");
                }
            }
        }
    }

    private boolean joinedByAnd(List<Integer> places) {
        boolean and = false;
        for (int i = places.getFirst(); i < places.getLast(); i++) {
            if (clause.isAny(i, Role.OR, Role.VERSUS)) {
                return false;
            }
            and |= clause.is(i, Role.AND);
        }
        return and;
    }

    /** "high price", "where rating is low": the word qualifies a number, and is no category of another column. */
    private void refuseQuality(int i, List<Column> columns) {
        if (!QUALITY_WORDS.contains(clause.at(i).text().toLowerCase(Locale.ROOT))) {
            return;
        }
        int before = clause.before(i, Role.COPULA, Role.NOISE);
        for (int at : new int[] {clause.after(i, Role.NOISE), before}) {
            boolean number = reading.names(at, column -> column.type().isNumber() && !DatasetView.isIdentifier(column))
                    && !reading.names(at, columns::contains)
                    && (at != before || clause.is(i - 1, Role.COPULA));
            boolean ownBeside = reading.names(before, columns::contains);
            if (number && !ownBeside) {
                throw Unplannable.ask("What does \"" + clause.at(i).text() + "\" mean for \""
                        + clause.at(at).text()
                        + "\"? Give a number, such as \"above 100\"; or name the column, as in \""
                        + columns.getFirst().name() + " is " + clause.at(i).text() + "\".");
            }
        }
    }

    /** A month's name that is also a category: which of the two is meant is not for guessing. */
    private void refuseMonth(int i, List<Column> columns) {
        boolean month = Arrays.stream(java.time.Month.values())
                .anyMatch(any -> any.getDisplayName(java.time.format.TextStyle.FULL, Locale.ENGLISH)
                        .equalsIgnoreCase(clause.at(i).text()));
        boolean columnOfMonths =
                columns.stream().anyMatch(column -> column.name().equalsIgnoreCase("month"));
        Optional<Column> date = reading.view().dataset().columns().stream()
                .filter(column -> column.type().isTime())
                .findFirst();
        boolean named = reading.names(i - 1, columns::contains)
                || reading.names(i + 1, columns::contains)
                || reading.names(clause.before(i, Role.COPULA, Role.EQUALS, Role.NEGATION), columns::contains);
        if (month && !columnOfMonths && !named && date.isPresent()) {
            throw Unplannable.ask("Is \"" + clause.at(i).text() + "\" a value of "
                    + columns.getFirst().name()
                    + ", or the month of " + date.get().name() + "? Say \""
                    + columns.getFirst().name() + " is "
                    + clause.at(i).text() + "\", or name the month with its year.");
        }
    }

    private String value(int i) {
        ValueLink link = linked.get(i);
        return link == null ? "" : link.value();
    }

    /** Reads yes/no columns that no other slot took as conditions: "who survived", "not active". */
    static void readFlags(Reading reading) {
        Clause clause = reading.clause();
        readOpposites(reading);
        for (int i : reading.freeNames(ValueConditions::isFlag)) {
            boolean grouped = clause.isAny(clause.before(i, Role.NOISE, Role.EACH), Role.GROUP);
            if (grouped) {
                continue;
            }
            int before = clause.before(i, Role.NOISE, Role.COPULA, Role.PREPOSITION);
            boolean no = clause.free(before) && clause.is(before, Role.NEGATION);
            Column column = reading.column(i, ValueConditions::isFlag, "a condition");
            if (no) {
                clause.use(before);
            }
            Value value = flag(column, !no);
            reading.assume("\"" + (no ? "not " : "") + clause.at(i).text() + "\" is taken as " + column.name() + " = "
                    + value + ".");
            reading.add(Condition.of(column, Operator.EQ, i, value));
        }
    }

    /** "returned and not returned orders", "remote and non-remote employees": both values, each by itself. */
    private static void readOpposites(Reading reading) {
        Clause clause = reading.clause();
        List<Integer> flags = reading.freeNames(ValueConditions::isFlag);
        for (int k = 0; k + 1 < flags.size(); k++) {
            int first = flags.get(k);
            int second = flags.get(k + 1);
            boolean same = clause.sense(first) instanceof Sense.Names one
                    && clause.sense(second) instanceof Sense.Names other
                    && one.first().equals(other.first());
            boolean firstNo = clause.isAny(clause.before(first, Role.NOISE), Role.NEGATION);
            int no = clause.before(second, Role.NOISE);
            boolean secondNo = clause.is(no, Role.NEGATION);
            int and = clause.before(secondNo ? no : second, Role.NOISE, Role.ROW, Role.COPULA, Role.RELATIVE);
            if (same && firstNo != secondNo && clause.isAny(and, Role.AND, Role.VERSUS)) {
                clause.use(secondNo ? no : clause.before(first, Role.NOISE));
                clause.use(and);
                Column column = reading.column(first, ValueConditions::isFlag, "groups");
                clause.use(second);
                reading.groups().add(io.hexagent.domain.dataset.Calculation.Grouping.of(column.name()));
                reading.assume("Each value of " + column.name() + " is answered by itself.");
            }
        }
    }

    static boolean isFlag(Column column) {
        if (column.type() == ColumnType.BOOLEAN) {
            return true;
        }
        if (column.type() == ColumnType.INTEGER) {
            return column.min().equals(Value.of(0)) && column.max().equals(Value.of(1));
        }
        return column.type() == ColumnType.TEXT
                && YES_NO.contains(column.values().stream()
                        .map(value -> value.toLowerCase(Locale.ROOT))
                        .filter(value -> !NOT_KNOWN.contains(value))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    static Value flag(Column column, boolean yes) {
        return switch (column.type()) {
            case INTEGER -> Value.of(yes ? BigDecimal.ONE : BigDecimal.ZERO);
            case BOOLEAN -> Value.of(yes);
            case DECIMAL, DATE, DATETIME, TEXT -> {
                String letters = yes ? "yt" : "nf";
                yield Value.of(column.values().stream()
                        .filter(value -> !NOT_KNOWN.contains(value.toLowerCase(Locale.ROOT)))
                        .filter(value -> letters.indexOf(Character.toLowerCase(value.charAt(0))) >= 0)
                        .findFirst()
                        .orElse(yes ? "Yes" : "No"));
            }
        };
    }
}
