package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.Filter.Operator;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads conditions on time: "in 2014", "between 2012 and 2014", "since March 2013". */
final class TimeConditions {
    private static final int MOST_YEARS = 60;

    private final Reading reading;
    private final Clause clause;
    private final List<Column> times;

    private TimeConditions(Reading reading) {
        this.reading = reading;
        this.clause = reading.clause();
        this.times = reading.view().timeColumns();
    }

    static void read(Reading reading) {
        var conditions = new TimeConditions(reading);
        for (int i = 0; i < conditions.clause.size(); i++) {
            if (conditions.clause.free(i)) {
                conditions.readAt(i);
            }
        }
    }

    private record Operand(String from, String to, int next) {}

    private void readAt(int i) {
        if (clause.isAny(i, Role.BETWEEN, Role.FROM)) {
            Optional<Operand> from = operand(clause.after(i, Role.NOISE, Role.PREPOSITION));
            if (from.isPresent()
                    && clause.isAny(from.get().next(), Role.AND, Role.TO, Role.UNTIL, Role.MINUS)
                    && !numbersOf(i)) {
                Optional<Operand> to = operand(clause.after(from.get().next(), Role.NOISE, Role.PREPOSITION));
                if (to.isPresent()) {
                    place(i, to.get().next());
                    range(i, from.get().from(), to.get().to());
                }
            } else if (clause.is(i, Role.FROM) && from.isPresent()) {
                int year = clause.after(i, Role.NOISE, Role.PREPOSITION);
                if (clause.sense(year) instanceof Sense.Moment || clause.sense(year) instanceof Sense.Amount) {
                    boolean onwards = from.get().next() < clause.size()
                            && clause.at(from.get().next()).text().startsWith("on");
                    place(i, from.get().next());
                    if (onwards) {
                        one(i, Operator.GE, from.get().from());
                    } else {
                        equal(i, List.of(from.get()));
                    }
                }
            }
            return;
        }
        if (clause.isAny(i, Role.SINCE, Role.AFTER, Role.BEFORE, Role.UNTIL)) {
            Optional<Operand> operand = operand(clause.after(i, Role.NOISE, Role.PREPOSITION));
            if (operand.isPresent()) {
                place(i, operand.get().next());
                if (clause.is(i, Role.SINCE)) {
                    one(i, Operator.GE, operand.get().from());
                } else if (clause.is(i, Role.AFTER)) {
                    one(i, Operator.GT, operand.get().to());
                } else if (clause.is(i, Role.BEFORE)) {
                    one(i, Operator.LT, operand.get().from());
                } else {
                    one(i, Operator.LE, operand.get().to());
                    reading.assume(
                            "\"" + clause.at(i).text() + " " + operand.get().to() + "\" includes "
                                    + operand.get().to() + ".");
                }
            }
            return;
        }
        if (clause.sense(i) instanceof Sense.MonthName name && !times.isEmpty()) {
            if (!months(i, name.month())) {
                throw Unplannable.ask("Which year's " + month(name.month())
                        + " do you mean? Name it with its year, for example \"" + month(name.month())
                        + " 2014\"; to compare months across years ask \"by month of the year\".");
            }
        }
        if (clause.sense(i) instanceof Sense.Compares compares
                && timeColumnBefore(i).isPresent()) {
            Optional<Operand> operand = operand(clause.after(i, Role.NOISE, Role.THAN));
            if (operand.isPresent()) {
                place(i, operand.get().next());
                Operator operator = compares.operator();
                boolean end = operator == Operator.GT || operator == Operator.LE;
                one(i, operator, end ? operand.get().to() : operand.get().from());
            }
            return;
        }
        Optional<Operand> operand = standsAlone(i) ? operand(i) : Optional.empty();
        if (operand.isPresent()) {
            var operands = new ArrayList<Operand>(List.of(operand.get()));
            int end = operand.get().next();
            if (clause.isAny(end, Role.TO, Role.UNTIL, Role.MINUS)
                    && operand(end + 1).isPresent()) {
                Operand to = operand(end + 1).orElseThrow();
                place(i, to.next());
                range(i, operand.get().from(), to.to());
                return;
            }
            while (true) {
                int next =
                        clause.after(end - 1, Role.AND, Role.COMMA, Role.OR, Role.VERSUS, Role.PREPOSITION, Role.NOISE);
                Optional<Operand> more =
                        next > end && joinsList(end, next) && standsAlone(next) ? operand(next) : Optional.empty();
                if (more.isEmpty()) {
                    break;
                }
                operands.add(more.get());
                for (int k = end; k < next; k++) {
                    if (!clause.is(k, Role.VERSUS)) {
                        clause.use(k);
                    }
                }
                end = more.get().next();
            }
            for (int k = i; k < end; k++) {
                if (!clause.is(k, Role.VERSUS)) {
                    clause.use(k);
                }
            }
            equal(i, operands);
        }
    }

    /** A month, or a day of it, without a year: that of each year there is. */
    private boolean months(int i, int month) {
        int next = i + 1;
        String day = "";
        if (clause.isFree(next, Sense.Amount.class)
                && clause.sense(next) instanceof Sense.Amount amount
                && amount.kind() == Token.Kind.ORDINAL
                && amount.value().intValue() >= 1
                && amount.value().intValue() <= 31) {
            day = String.format(java.util.Locale.ROOT, "-%02d", amount.value().intValue());
            next++;
        }
        List<String> periods = periods(month, day);
        boolean only = clause.chunks().stream()
                        .filter(chunk -> chunk.sense() instanceof Sense.MonthName)
                        .count()
                == 1;
        int before = clause.before(i, Role.NOISE, Role.PREPOSITION);
        boolean ranges = clause.isAny(
                before, Role.SINCE, Role.BEFORE, Role.AFTER, Role.UNTIL, Role.BETWEEN, Role.FROM, Role.TO, Role.GROUP);
        boolean ranged = clause.isAny(next, Role.TO, Role.UNTIL, Role.MINUS);
        if (periods.isEmpty() || (periods.size() > 1 && !only) || ranges || ranged) {
            return false;
        }
        Column date = dates().getFirst();
        boolean negated = negated(i);
        place(i, next);
        List<Value> values = periods.stream().<Value>map(Value::of).toList();
        if (negated) {
            values.forEach(value -> reading.add(Condition.of(date, Operator.NE, i, value)));
        } else if (values.size() == 1) {
            reading.add(Condition.of(date, Operator.EQ, i, values.getFirst()));
        } else {
            reading.add(new Condition(date, Operator.IN, values, i));
        }
        reading.assume(
                values.size() == 1
                        ? "\"" + clause.at(i).text() + "\" is that of "
                                + periods.getFirst().substring(0, 4) + ", the only one in the data."
                        : "\"" + clause.at(i).text() + "\" is taken of all " + values.size() + " years together.");
        return true;
    }

    private List<Column> dates() {
        return times.stream().filter(column -> column.type().isTime()).toList();
    }

    /** The month (and day) of each year that the one date column reaches; none when there are several such columns. */
    private List<String> periods(int month, String day) {
        if (dates().size() != 1 || dates().getFirst().min() instanceof Value.Absent) {
            return List.of();
        }
        String first = dates().getFirst().min().toString();
        String last = dates().getFirst().max().toString();
        int from;
        int to;
        try {
            from = Integer.parseInt(first.substring(0, 4));
            to = Integer.parseInt(last.substring(0, 4));
        } catch (NumberFormatException | StringIndexOutOfBoundsException unreadable) {
            return List.of();
        }
        if (to - from > MOST_YEARS) {
            return List.of();
        }
        return java.util.stream.IntStream.rangeClosed(from, to)
                .mapToObj(year -> year + String.format(java.util.Locale.ROOT, "-%02d", month) + day)
                .filter(period -> period.compareTo(first.substring(0, Math.min(first.length(), period.length()))) >= 0
                        && period.compareTo(last.substring(0, Math.min(last.length(), period.length()))) <= 0)
                .toList();
    }

    private boolean joinsList(int from, int to) {
        for (int k = from; k < to; k++) {
            if (clause.isAny(k, Role.AND, Role.OR, Role.COMMA, Role.VERSUS)) {
                return true;
            }
        }
        return false;
    }

    static String month(int month) {
        return java.time.Month.of(month).getDisplayName(java.time.format.TextStyle.FULL, java.util.Locale.ENGLISH);
    }

    private void place(int from, int to) {
        for (int k = from; k < to; k++) {
            clause.use(k);
        }
    }

    private Optional<Operand> operand(int i) {
        if (i >= clause.size() || clause.used(i)) {
            return Optional.empty();
        }
        if (clause.sense(i) instanceof Sense.Moment moment) {
            return Optional.of(new Operand(moment.from(), moment.to(), i + 1));
        }
        if (clause.sense(i) instanceof Sense.Amount amount && amount.isYear() && !times.isEmpty()) {
            String year = amount.value().toBigInteger().toString();
            return Optional.of(new Operand(year, year, i + 1));
        }
        if (clause.sense(i) instanceof Sense.MonthName name
                && periods(name.month(), "").size() == 1) {
            String period = periods(name.month(), "").getFirst();
            return Optional.of(new Operand(period, period, i + 1));
        }
        return Optional.empty();
    }

    /** Whether "between" speaks of the number column before it: its values could be these numbers. */
    private boolean numbersOf(int i) {
        int before = clause.before(i, Role.COPULA, Role.NEGATION, Role.NOISE);
        if (!reading.names(before, column -> column.type().isNumber() && !DatasetView.isYear(column))) {
            return false;
        }
        int number = clause.after(i, Role.NOISE);
        return clause.sense(number) instanceof Sense.Amount amount
                && clause.sense(before) instanceof Sense.Names names
                && names.candidates().stream()
                        .anyMatch(link -> DatasetView.spans(link.column(), amount.value())
                                && times.stream().noneMatch(time -> couldBe(time, amount.value())));
    }

    private static boolean couldBe(Column time, BigDecimal year) {
        if (DatasetView.isYear(time)) {
            return DatasetView.spans(time, year);
        }
        String text = year.toBigInteger().toString();
        return time.min().toString().compareTo(text + "-99") <= 0
                && time.max().toString().compareTo(text) >= 0;
    }

    private boolean standsAlone(int i) {
        if (i >= clause.size()) {
            return false;
        }
        if (clause.sense(i) instanceof Sense.Moment) {
            return true;
        }
        if (!(clause.sense(i) instanceof Sense.Amount amount) || !amount.isYear()) {
            return false;
        }
        int before = clause.before(i, Role.COPULA, Role.EQUALS, Role.NOISE, Role.NEGATION);
        boolean afterTime = before >= 0
                && (reading.names(before, DatasetView::isTime) || clause.sense(before) instanceof Sense.Calendar);
        boolean compared = before >= 0 && clause.sense(before) instanceof Sense.Compares;
        boolean afterNumber = before >= 0
                && before == i - 1
                && reading.names(before, column -> column.type().isNumber() && !DatasetView.isTime(column))
                && times.stream().noneMatch(time -> couldBe(time, amount.value()));
        boolean ofUnits =
                i + 1 < clause.size() && (clause.sense(i + 1) instanceof Sense.Unit || clause.is(i + 1, Role.ROW));
        boolean counted = clause.isAny(i - 1, Role.TOP, Role.BOTTOM, Role.FIRST, Role.LAST);
        return (!compared && !afterNumber && !ofUnits && !counted) || afterTime;
    }

    private Optional<Integer> timeColumnBefore(int i) {
        int before =
                clause.before(i, Role.COPULA, Role.EQUALS, Role.NOISE, Role.NEGATION, Role.PREPOSITION, Role.RELATIVE);
        return clause.free(before) && reading.names(before, DatasetView::isTime)
                ? Optional.of(before)
                : Optional.empty();
    }

    private Column timeColumn(int i, String operand) {
        Optional<Integer> named = timeColumnBefore(i);
        if (named.isPresent() && !groupsBy(named.get())) {
            return reading.column(named.get(), DatasetView::isTime, "a time");
        }
        int before = clause.before(i, Role.PREPOSITION, Role.NOISE, Role.EQUALS, Role.COPULA);
        if (before >= 0
                && clause.sense(before) instanceof Sense.Calendar calendar
                && !calendar.adverb()
                && clause.free(before)
                && !clause.isAny(before - 1, Role.GROUP)) {
            clause.use(before);
        }
        if (times.isEmpty()) {
            throw Unplannable.refused("There is no date or year column to find \"" + operand + "\" in. "
                    + Replies.columns(reading.view().dataset()));
        }
        List<Column> fitting = operand.length() > 4 && !dates().isEmpty() ? dates() : times;
        if (fitting.size() > 1 && operand.length() == 4) {
            List<Column> covering = times.stream()
                    .filter(time -> couldBe(time, new BigDecimal(operand)))
                    .toList();
            fitting = covering.isEmpty() ? times : covering;
        }
        if (fitting.size() > 1) {
            throw Unplannable.ask(Replies.whichColumn(operand, fitting));
        }
        reading.assume("\"" + operand + "\" is looked up in the column "
                + fitting.getFirst().name() + ".");
        return fitting.getFirst();
    }

    private boolean groupsBy(int i) {
        return clause.isAny(clause.before(i, Role.NOISE, Role.EACH), Role.GROUP);
    }

    private boolean negated(int i) {
        int before = clause.before(i, Role.PREPOSITION, Role.NOISE, Role.COPULA, Role.EQUALS);
        if (reading.names(before, DatasetView::isTime)
                && clause.is(clause.before(before, Role.NOISE, Role.COPULA), Role.NEGATION)) {
            before = clause.before(before, Role.NOISE, Role.COPULA);
        }
        boolean negated = clause.free(before) && clause.is(before, Role.NEGATION);
        if (negated) {
            clause.use(before);
        }
        return negated || Exclusions.reaches(clause, i);
    }

    private static Value value(Column column, String operand) {
        if (column.type().isTime()) {
            return Value.of(operand);
        }
        if (operand.length() != 4) {
            throw Unplannable.refused(
                    "The column " + column.name() + " holds years, so \"" + operand + "\" cannot be looked up in it.");
        }
        return Value.of(Long.parseLong(operand));
    }

    private void one(int i, Operator operator, String operand) {
        boolean negated = negated(i);
        Column column = timeColumn(i, operand);
        Operator meant = negated ? NumberConditions.inverse(operator) : operator;
        if (negated && column.missing() > 0) {
            reading.assume("Rows where " + column.name() + " is missing are left out as well.");
        }
        reading.add(Condition.of(column, meant, i, value(column, operand)));
    }

    private void range(int i, String from, String to) {
        if (negated(i)) {
            throw Unplannable.refused("I cannot leave out a range of time; ask for the years before and after it.");
        }
        Column column = timeColumn(i, from);
        boolean turned = from.compareTo(to) > 0;
        reading.add(Condition.of(
                column, Operator.BETWEEN, i, value(column, turned ? to : from), value(column, turned ? from : to)));
        if (turned) {
            reading.assume("The range is read from " + to + " to " + from + ".");
        }
    }

    private void equal(int i, List<Operand> operands) {
        boolean negated = negated(i);
        Column column = timeColumn(i, operands.getFirst().from());
        boolean onePeriod = operands.stream().allMatch(operand -> operand.from().equals(operand.to()));
        if (negated && (!onePeriod || operands.size() > 1)) {
            if (!onePeriod) {
                throw Unplannable.refused("I cannot leave out a range of time.");
            }
            operands.forEach(
                    operand -> reading.add(Condition.of(column, Operator.NE, i, value(column, operand.from()))));
        } else if (operands.size() == 1) {
            Operand only = operands.getFirst();
            if (onePeriod) {
                reading.add(Condition.of(column, negated ? Operator.NE : Operator.EQ, i, value(column, only.from())));
            } else {
                reading.add(Condition.of(
                        column, Operator.BETWEEN, i, value(column, only.from()), value(column, only.to())));
            }
        } else if (onePeriod) {
            if (clause.contains(Role.AND) && !clause.contains(Role.OR)) {
                reading.list(column);
            }
            reading.add(new Condition(
                    column,
                    Operator.IN,
                    operands.stream()
                            .map(operand -> value(column, operand.from()))
                            .toList(),
                    i));
        } else {
            throw Unplannable.refused("I can take one range of time, not several at once.");
        }
    }
}
