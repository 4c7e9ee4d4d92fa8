package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Column;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Refuses arithmetic between columns: "revenue plus tax", "difference between list price and price", "revenue per
 * unit". The tools calculate within one column; its two columns side by side, or one grouped by the other, answer
 * something else.
 */
final class RowArithmetic {
    private static final long FEW = 12;
    private static final Predicate<Column> NUMBER =
            column -> column.type().isNumber() && !DatasetView.isYear(column) && !DatasetView.isIdentifier(column);

    private RowArithmetic() {}

    static void refuse(Reading reading) {
        Clause clause = reading.clause();
        for (int i = 0; i < clause.size(); i++) {
            String text = clause.at(i).text().toLowerCase(Locale.ROOT);
            if (text.equals("plus")) {
                refuseIfBoth(reading, operandBefore(clause, i), operandAfter(clause, i), "add");
            } else if (clause.is(i, Role.COMPARE) && (text.startsWith("differ") || text.startsWith("gap"))) {
                difference(reading, i);
            } else if (clause.is(i, Role.GROUP) && text.equals("per")) {
                ratio(reading, i);
            }
        }
    }

    private static int operandBefore(Clause clause, int i) {
        return clause.before(i, Role.NOISE);
    }

    private static int operandAfter(Clause clause, int i) {
        int at = clause.after(i, Role.NOISE, Role.PREPOSITION);
        while (at < clause.size() && clause.sense(at) instanceof Sense.Calculates) {
            at = clause.after(at, Role.NOISE, Role.PREPOSITION);
        }
        return at;
    }

    private static void difference(Reading reading, int i) {
        Clause clause = reading.clause();
        int first = clause.after(i, Role.NOISE, Role.PREPOSITION, Role.BETWEEN);
        int and = first + 1;
        if (clause.isAny(and, Role.AND, Role.VERSUS)) {
            refuseIfBoth(reading, first, operandAfter(clause, and), "subtract");
        }
    }

    /** A number per a number of many values is a ratio; with few values it may as well form groups. */
    private static void ratio(Reading reading, int i) {
        Clause clause = reading.clause();
        int of = operandBefore(clause, i);
        int by = clause.after(i, Role.NOISE);
        if (reading.names(of, NUMBER) && reading.names(by, column -> NUMBER.test(column) && column.distinct() > FEW)) {
            refuseIfBoth(reading, of, by, "divide");
        }
    }

    private static void refuseIfBoth(Reading reading, int first, int second, String verb) {
        if (reading.names(first, NUMBER) && reading.names(second, NUMBER)) {
            Clause clause = reading.clause();
            throw Unplannable.refused("I cannot " + verb + " columns row by row ("
                    + clause.at(first).text() + " and " + clause.at(second).text()
                    + "). Ask for the figure of each, joined by \"then\".");
        }
    }
}
