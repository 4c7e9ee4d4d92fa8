package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.domain.dataset.Filter.Operator;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/** Reads conditions on numbers and on missing cells: "wind above 5", "at least 3 bedrooms", "with missing sex". */
final class NumberConditions {
    private static final Set<String> NONE = Set.of("none", "nothing", "never", "n/a", "without", "-");
    private static final Predicate<Column> NUMBER = column -> column.type().isNumber();

    private final Reading reading;
    private final Clause clause;

    private NumberConditions(Reading reading) {
        this.reading = reading;
        this.clause = reading.clause();
    }

    static void read(Reading reading) {
        var conditions = new NumberConditions(reading);
        for (int i = 0; i < conditions.clause.size(); i++) {
            if (conditions.clause.free(i)) {
                conditions.readAt(i);
            }
        }
    }

    private void readAt(int i) {
        switch (clause.sense(i)) {
            case Sense.Compares compares -> compare(i, compares.operator());
            case Sense.Comparative comparative -> comparative(i, comparative);
            case Sense.Plain plain -> {
                switch (plain.role()) {
                    case BETWEEN -> between(i);
                    case EQUALS -> equal(i);
                    case OR_MORE -> orMore(i, Operator.GE);
                    case OR_LESS -> orMore(i, Operator.LE);
                    case MISSING, PRESENT -> missing(i, plain.role() == Role.MISSING);
                    case NEGATION -> without(i);
                    case CONTAINS -> contains(i);
                    default -> {
                        // The other roles make no condition.
                    }
                }
            }
            case Sense.Amount amount -> bare(i, amount);
            default -> {
                // Columns and values are read with what stands beside them.
            }
        }
    }

    /** Whether the chunk names a column of numbers to compare; an identifier only by its own name. */
    private boolean measures(int i) {
        return reading.names(i, NUMBER)
                && clause.sense(i) instanceof Sense.Names names
                && names.candidates().stream()
                        .anyMatch(link -> NUMBER.test(link.column())
                                && (!DatasetView.isIdentifier(link.column()) || link.fit() == ColumnLink.Fit.NAME));
    }

    /** The amount at or after the index, past small words and a minus sign. */
    private OptionalInt amountAfter(int i) {
        int at = clause.after(i, Role.NOISE, Role.THAN, Role.COPULA, Role.MINUS);
        return clause.isFree(at, Sense.Amount.class) && amount(at).kind() == Token.Kind.NUMBER
                ? OptionalInt.of(at)
                : OptionalInt.empty();
    }

    private Sense.Amount amount(int i) {
        return (Sense.Amount) clause.sense(i);
    }

    private BigDecimal number(int i, Column column) {
        return number(i, i, column);
    }

    /** The number in the column's unit, when another of the same kind is written after it: 3 kg are 3000 g. */
    private BigDecimal number(int i, int measured, Column column) {
        BigDecimal value = number(i);
        Optional<String> own = ColumnUnits.of(column);
        Optional<String> given = unitAfter(measured);
        if (own.isEmpty() || given.isEmpty() || own.equals(given)) {
            return value;
        }
        return ColumnUnits.factor(given.get(), own.get())
                .map(factor -> {
                    BigDecimal turned = value.multiply(factor).stripTrailingZeros();
                    BigDecimal plain = turned.scale() < 0 ? turned.setScale(0) : turned;
                    reading.assume(value.toPlainString() + " " + given.get() + " are " + plain.toPlainString() + " "
                            + own.get() + ".");
                    return plain;
                })
                .orElse(value);
    }

    private Optional<String> unitAfter(int amount) {
        if (amount + 1 >= clause.size()) {
            return Optional.empty();
        }
        return switch (clause.sense(amount + 1)) {
            case Sense.Unit unit -> Optional.of(ColumnUnits.same(unit.name()));
            case Sense.Calendar calendar
            when calendar.period() == io.hexagent.domain.dataset.Calculation.Period.HOUR_OF_DAY -> Optional.of("h");
            default -> Optional.empty();
        };
    }

    private BigDecimal number(int i) {
        BigDecimal value = amount(i).value();
        clause.use(i);
        if (clause.is(i - 1, Role.MINUS)) {
            clause.use(i - 1);
            return value.negate();
        }
        return value;
    }

    /**
     * The column that the words before a comparison name; a condition just before lends its column ("and below 10").
     */
    private Optional<Column> columnBefore(int i) {
        int at = clause.before(
                i, Role.COPULA, Role.NEGATION, Role.NOISE, Role.PREPOSITION, Role.RELATIVE, Role.THAN, Role.EQUALS);
        if (clause.free(at) && measures(at)) {
            if (at > 0
                    && clause.sense(
                                    clause.before(at, Role.NOISE, Role.PREPOSITION) < 0
                                            ? 0
                                            : clause.before(at, Role.NOISE, Role.PREPOSITION))
                            instanceof Sense.Calculates) {
                throw Unplannable.refused("I can filter rows by a column, but not groups by a computed figure ("
                        + clause.at(clause.before(at, Role.NOISE, Role.PREPOSITION))
                                .text() + " "
                        + clause.at(at).text() + "). Ask for the figure by group, sorted, instead.");
            }
            return Optional.of(reading.column(at, NUMBER, "a number"));
        }
        int last = clause.before(i, Role.AND, Role.NOISE, Role.COPULA);
        if (at >= 0
                && last >= 0
                && (last < i - 1 || clause.isAny(i, Role.OR_MORE, Role.OR_LESS))
                && clause.used(last)
                && !reading.conditions().isEmpty()
                && reading.conditions().getLast().column().type().isNumber()
                && (clause.sense(last) instanceof Sense.Amount || clause.sense(last) instanceof Sense.Unit)) {
            return Optional.of(reading.conditions().getLast().column());
        }
        return Optional.empty();
    }

    private Optional<Column> columnAfter(int i) {
        int at = i + 1;
        while (at < clause.size()
                && (clause.sense(at) instanceof Sense.Unit
                        || (clause.sense(at) instanceof Sense.Calendar && clause.is(at + 1, Role.PREPOSITION))
                        || (clause.is(at, Role.PREPOSITION)
                                && List.of("of", "in")
                                        .contains(clause.at(at).text().toLowerCase(java.util.Locale.ROOT))))) {
            at++;
        }
        if (clause.free(at) && at < clause.size() && measures(at)) {
            return Optional.of(reading.column(at, NUMBER, "a number"));
        }
        return Optional.empty();
    }

    private Column column(int comparison, int amount) {
        return columnBefore(comparison)
                .or(() -> columnAfter(amount))
                .or(() -> ImpliedColumns.of(reading, comparison, amount))
                .orElseThrow(() -> Unplannable.ask("Which column should be \"" + words(comparison, amount)
                        + "\"? Choices: "
                        + Replies.list(ImpliedColumns.choices(reading, amount).stream()
                                .map(Column::name)
                                .toList()) + "."));
    }

    /** The words of the comparison, its numbers included. */
    private String words(int comparison, int amount) {
        return String.join(
                " ",
                clause.chunks().subList(comparison, amount + 1).stream()
                        .map(Chunk::text)
                        .toList());
    }

    private void compare(int i, Operator operator) {
        OptionalInt amount = amountAfter(i);
        if (amount.isEmpty()) {
            return;
        }
        int at = amount.getAsInt();
        Column column = column(i, at);
        boolean negated = negatedBefore(i);
        finish(i, at);
        reading.add(Condition.of(column, negated ? inverse(operator) : operator, i, Value.of(number(at, column))));
        unit(at, column);
    }

    private void finish(int from, int to) {
        for (int k = from; k < to; k++) {
            clause.use(k);
        }
    }

    private boolean negatedBefore(int i) {
        int at = clause.before(i, Role.COPULA, Role.NOISE);
        if (clause.free(at) && clause.is(at, Role.NEGATION)) {
            clause.use(at);
            return true;
        }
        return Exclusions.reaches(clause, i);
    }

    static Operator inverse(Operator operator) {
        return switch (operator) {
            case GT -> Operator.LE;
            case GE -> Operator.LT;
            case LT -> Operator.GE;
            case LE -> Operator.GT;
            case EQ -> Operator.NE;
            case NE -> Operator.EQ;
            case IN, BETWEEN, CONTAINS, STARTS_WITH, IS_MISSING, IS_PRESENT ->
                throw Unplannable.refused("I cannot turn \"" + operator.wire() + "\" around with \"not\".");
        };
    }

    private void comparative(int i, Sense.Comparative comparative) {
        if (!clause.is(i + 1, Role.THAN)) {
            return;
        }
        OptionalInt amount = amountAfter(i + 1);
        if (amount.isEmpty()) {
            return;
        }
        int at = amount.getAsInt();
        boolean negated = negatedBefore(i);
        int noun = clause.before(i, Role.COPULA, Role.NOISE, Role.PREPOSITION, Role.RELATIVE);
        Optional<Column> both = clause.free(noun) && reading.names(noun, NUMBER)
                ? RankIntent.ofNoun(reading, i, noun, comparative.measures())
                : Optional.empty();
        Column column = both.or(() -> columnBefore(i))
                .orElseGet(
                        () -> Measures.ofQuality(reading, clause.at(i).text(), comparative.measures(), Optional.empty())
                                .orElseGet(() -> column(i, at)));
        finish(i, at);
        Operator operator = comparative.high() ? Operator.GT : Operator.LT;
        reading.add(Condition.of(column, negated ? inverse(operator) : operator, i, Value.of(number(at, column))));
        unit(at, column);
    }

    private void between(int i) {
        int from = clause.after(i, Role.NOISE, Role.MINUS);
        if (!clause.isFree(from, Sense.Amount.class)) {
            return;
        }
        int and = from + 1;
        while (and < clause.size() && clause.sense(and) instanceof Sense.Unit) {
            and++;
        }
        if (!clause.isAny(and, Role.AND, Role.TO)) {
            return;
        }
        int to = clause.after(and, Role.NOISE, Role.MINUS);
        if (!clause.isFree(to, Sense.Amount.class)) {
            return;
        }
        if (negatedBefore(i)) {
            throw Unplannable.refused("I cannot leave out a range of numbers; ask for those below and above it.");
        }
        Column column = column(i, to);
        finish(i, to);
        BigDecimal low = number(from, clause.sense(from + 1) instanceof Sense.Unit ? from : to, column);
        BigDecimal high = number(to, to, column);
        reading.add(Condition.of(column, Operator.BETWEEN, i, Value.of(low.min(high)), Value.of(low.max(high))));
        unit(to, column);
    }

    private void equal(int i) {
        OptionalInt amount = amountAfter(i);
        if (amount.isEmpty()) {
            return;
        }
        int at = amount.getAsInt();
        Column column = column(i, at);
        boolean negated = negatedBefore(i);
        finish(i, at);
        reading.add(Condition.of(column, negated ? Operator.NE : Operator.EQ, i, Value.of(number(at, column))));
        unit(at, column);
    }

    /** {@code 4000 g or more}, {@code 3 or more bedrooms}. */
    private void orMore(int i, Operator operator) {
        if (amountAfter(i).isPresent() && !clause.free(i - 1)) {
            if (clause.at(i).text().toLowerCase(java.util.Locale.ROOT).startsWith("and")) {
                compare(i, operator == Operator.GE ? Operator.GT : Operator.LT);
                return;
            }
            throw Unplannable.refused("I cannot join two conditions with \"or\" (\""
                    + clause.at(i).text() + "\"): all conditions of one figure must hold together."
                    + " Ask for each by itself, joined by \"then\".");
        }
        int at = i - 1;
        while (at >= 0 && clause.sense(at) instanceof Sense.Unit) {
            at--;
        }
        if (!clause.isFree(at, Sense.Amount.class)) {
            return;
        }
        int amount = at;
        Column column = columnBefore(at)
                .or(() -> columnAfter(i))
                .or(() -> ImpliedColumns.of(reading, amount, amount))
                .orElseThrow(() -> Unplannable.ask(Replies.needsColumn(
                        "compare with " + clause.at(amount).text(), ImpliedColumns.choices(reading, amount))));
        clause.use(i);
        reading.add(Condition.of(column, operator, i, Value.of(number(at, column))));
        unit(at, column);
    }

    /** A number beside a column without a sign: {@code cylinders 4}, {@code with 3 bedrooms}. */
    private void bare(int i, Sense.Amount amount) {
        if (amount.kind() != Token.Kind.NUMBER
                || clause.isAny(i - 1, Role.TOP, Role.BOTTOM, Role.FIRST, Role.LAST)
                || clause.isAny(i + 1, Role.OR_MORE, Role.OR_LESS, Role.PERCENTILE, Role.BINS)
                || (i + 2 < clause.size()
                        && clause.sense(i + 1) instanceof Sense.Unit
                        && clause.isAny(i + 2, Role.OR_MORE, Role.OR_LESS))) {
            return;
        }
        boolean sized = clause.is(i - 1, Role.PREPOSITION)
                && clause.at(i - 1).text().equalsIgnoreCase("of")
                && clause.isAny(clause.before(i - 2, Role.NOISE), Role.WITH, Role.COPULA);
        int before = sized ? i - 2 : clause.before(i, Role.COPULA, Role.NEGATION, Role.MINUS);
        boolean named = before >= 0
                && clause.free(before)
                && reading.names(before, NUMBER)
                && !clause.isAny(clause.before(before, Role.NOISE, Role.EACH), Role.GROUP)
                && !(i + 1 < clause.size()
                        && (clause.sense(i + 1) instanceof Sense.Superlative || clause.is(i + 1, Role.ROW)));
        boolean having = clause.isAny(i - 1, Role.WITH, Role.COPULA, Role.EQUALS)
                && i + 1 < clause.size()
                && clause.free(i + 1)
                && reading.names(i + 1, NUMBER);
        boolean adjective = i + 2 < clause.size()
                && clause.free(i + 1)
                && clause.is(i + 2, Role.ROW)
                && Words.lemma(clause.at(i + 1).text())
                        .equals(clause.at(i + 1).text().toLowerCase(java.util.Locale.ROOT))
                && reading.names(i + 1, column -> column.type() == ColumnType.INTEGER);
        if (named && range(before, i)) {
            return;
        }
        if (!named && ofIdentifier(i)) {
            return;
        }
        if (named) {
            boolean negated = negatedBefore(i);
            Column column = reading.column(before, NUMBER, "a number");
            finish(before, i);
            if (!negated && anyOf(i, column)) {
                return;
            }
            reading.add(Condition.of(column, negated ? Operator.NE : Operator.EQ, i, Value.of(number(i, column))));
            unit(i, column);
        } else if (having || adjective) {
            Column column = reading.column(i + 1, NUMBER, "a number");
            reading.add(Condition.of(column, Operator.EQ, i, Value.of(number(i, column))));
        }
    }

    /** {@code aged 30 to 50}. */
    private boolean range(int noun, int from) {
        int to = from + 2;
        if (!clause.isAny(from + 1, Role.TO, Role.MINUS) || !clause.isFree(to, Sense.Amount.class)) {
            return false;
        }
        Column column = reading.column(noun, NUMBER, "a number");
        finish(noun, to + 1);
        BigDecimal low = amount(from).value();
        BigDecimal high = amount(to).value();
        reading.add(Condition.of(column, Operator.BETWEEN, from, Value.of(low.min(high)), Value.of(low.max(high))));
        unit(to, column);
        return true;
    }

    /** {@code status 404 or 500}: one of several numbers. */
    private boolean anyOf(int first, Column column) {
        var numbers =
                new java.util.ArrayList<Value>(List.of(Value.of(amount(first).value())));
        int at = first;
        while (clause.isAny(at + 1, Role.OR, Role.COMMA)
                && clause.isFree(clause.after(at + 1, Role.OR), Sense.Amount.class)
                && amount(clause.after(at + 1, Role.OR)).kind() == Token.Kind.NUMBER) {
            at = clause.after(at + 1, Role.OR);
            numbers.add(Value.of(amount(at).value()));
        }
        boolean ends = at > first
                && clause.is(at - 1, Role.OR)
                && (at + 1 >= clause.size()
                        || !(clause.sense(at + 1) instanceof Sense.Names
                                || clause.sense(at + 1) instanceof Sense.Unit
                                || clause.isAny(at + 1, Role.OR_MORE, Role.OR_LESS, Role.ROW)));
        if (!ends) {
            return false;
        }
        finish(first, at + 1);
        reading.add(new Condition(column, Operator.IN, numbers, first));
        return true;
    }

    /** {@code order 10005}: the row with this identifier. */
    private boolean ofIdentifier(int i) {
        if (!clause.is(i - 1, Role.ROW)) {
            return false;
        }
        String noun = Words.lemma(clause.at(i - 1).text());
        List<Column> identifiers = reading.view().numberColumns().stream()
                .filter(DatasetView::isIdentifier)
                .filter(column -> Words.split(column.name()).contains(noun))
                .filter(column -> DatasetView.spans(column, amount(i).value()))
                .toList();
        if (identifiers.size() != 1) {
            return false;
        }
        clause.use(i);
        reading.assume("\"" + clause.at(i - 1).text() + " " + clause.at(i).text() + "\" is taken as "
                + identifiers.getFirst().name() + " = " + clause.at(i).text() + ".");
        reading.add(Condition.of(
                identifiers.getFirst(), Operator.EQ, i, Value.of(amount(i).value())));
        return true;
    }

    private void missing(int i, boolean missing) {
        int after = clause.after(i, Role.PREPOSITION, Role.NOISE, Role.COPULA);
        int before = clause.before(i, Role.COPULA, Role.NOISE, Role.WITH);
        int named = after < clause.size() && clause.free(after) && reading.names(after, any -> true)
                ? after
                : clause.free(before) && reading.names(before, any -> true) ? before : -1;
        if (named < 0) {
            return;
        }
        boolean filters = Set.of(Role.HOW_MANY, Role.COUNT, Role.WITH, Role.RELATIVE, Role.ROW, Role.EXISTS).stream()
                        .anyMatch(clause::contains)
                || clause.contains(sense -> sense instanceof Sense.Calculates);
        if (!filters) {
            return;
        }
        boolean negated = negatedBefore(i);
        Column column = reading.column(named, any -> true, "a column");
        clause.use(i);
        reading.add(Condition.of(column, missing != negated ? Operator.IS_MISSING : Operator.IS_PRESENT, i));
    }

    /** {@code without a sex}: a missing cell of a text column. */
    private void without(int i) {
        int at = clause.after(i, Role.NOISE);
        if (at >= clause.size()
                || !clause.free(at)
                || !Set.of("without", "no", "lacking")
                        .contains(clause.at(i).text().toLowerCase(java.util.Locale.ROOT))
                || (at + 1 < clause.size() && clause.sense(at + 1) instanceof Sense.Means)) {
            return;
        }
        if (reading.names(at, ValueConditions::isFlag)) {
            withoutFlag(i, at);
            return;
        }
        boolean noNumber = reading.names(
                at,
                column -> column.type().isNumber()
                        && column.missing() > 0
                        && !DatasetView.spans(column, BigDecimal.ZERO));
        if (!noNumber && !reading.names(at, column -> column.type() == ColumnType.TEXT)) {
            return;
        }
        Column column = reading.column(at, any -> true, "a column");
        clause.use(i);
        Optional<String> none = column.values().stream()
                .filter(value -> NONE.contains(value.strip().toLowerCase(java.util.Locale.ROOT)))
                .findFirst();
        if (none.isPresent() && column.missing() == 0) {
            reading.assume("\"" + clause.at(i).text() + " " + clause.at(at).text() + "\" is taken as " + column.name()
                    + " = " + none.get() + ".");
            reading.add(Condition.of(column, Operator.EQ, i, Value.of(none.get())));
            return;
        }
        if (column.missing() == 0 || none.isPresent()) {
            throw Unplannable.ask(
                    "What does \"" + clause.at(i).text() + " " + clause.at(at).text() + "\" mean? "
                            + (none.isPresent()
                                    ? column.name() + " is " + none.get() + " in some rows, and missing in others."
                                    : "No row lacks a " + column.name() + "; name the value to look for."));
        }
        if (clause.is(at + 1, Role.PRESENT)) {
            clause.use(at + 1);
        }
        reading.assume("\"" + clause.at(i).text() + " " + clause.at(at).text() + "\" means that " + column.name()
                + " is missing.");
        reading.add(Condition.of(column, Operator.IS_MISSING, i));
    }

    /** {@code no garage} of a yes/no column says no; {@code with and without a garage} asks for each. */
    private void withoutFlag(int i, int at) {
        if (clause.contains(Role.SHARE) || clause.contains(Role.DISTINCT)) {
            return;
        }
        Column column = reading.column(at, ValueConditions::isFlag, "a condition");
        clause.use(i);
        String words = "\"" + clause.at(i).text() + " " + clause.at(at).text() + "\"";
        int and = clause.before(i, Role.NOISE);
        if (clause.isAny(and, Role.AND, Role.VERSUS) && clause.is(clause.before(and, Role.NOISE), Role.WITH)) {
            reading.groups().add(io.hexagent.domain.dataset.Calculation.Grouping.of(column.name()));
            reading.assume("Each value of " + column.name() + " is answered by itself.");
            return;
        }
        if (column.missing() > 0) {
            throw Unplannable.ask("Does " + words + " mean that " + column.name() + " is "
                    + ValueConditions.flag(column, false) + ", or that it is missing? Both occur.");
        }
        Value no = ValueConditions.flag(column, false);
        reading.assume(words + " is taken as " + column.name() + " = " + no + ".");
        reading.add(Condition.of(column, Operator.EQ, i, no));
    }

    private void contains(int i) {
        int at = clause.after(i, Role.NOISE);
        int before = clause.before(i, Role.RELATIVE, Role.NOISE);
        if (at < clause.size()
                && clause.free(at)
                && clause.sense(at) instanceof Sense.Quoted quoted
                && clause.free(before)
                && reading.names(before, column -> column.type() == ColumnType.TEXT)) {
            Column column = reading.column(before, any -> column(any), "text");
            clause.use(i);
            clause.use(at);
            reading.add(Condition.of(column, Operator.CONTAINS, i, Value.of(quoted.text())));
        }
    }

    private static boolean column(Column column) {
        return column.type() == ColumnType.TEXT;
    }

    /** Places the unit after a number; one that contradicts the column's is asked about. */
    private void unit(int amount, Column column) {
        for (int at = amount + 1; at < clause.size() && clause.free(at); at++) {
            if (clause.sense(at) instanceof Sense.Unit unit) {
                clause.use(at);
                check(unit.name(), column);
            } else if (clause.sense(at) instanceof Sense.Calendar calendar && !calendar.adverb()) {
                clause.use(at);
                reading.assume("The number is compared as it stands in " + column.name() + ".");
            } else {
                return;
            }
        }
    }

    private void check(String unit, Column column) {
        Optional<String> own = ColumnUnits.of(column);
        String given = ColumnUnits.same(unit);
        if (own.isEmpty() || Set.of("degree", "°", "unit").contains(given)) {
            reading.assume(
                    "The number is compared as it stands in " + column.name() + ", taken to be in " + unit + ".");
        } else if (!own.get().equals(given)
                && ColumnUnits.factor(given, own.get()).isEmpty()) {
            throw Unplannable.ask("The column " + column.name() + " is in " + own.get() + ", but you wrote " + unit
                    + ". Which number do you mean in " + own.get() + "?");
        }
    }
}
